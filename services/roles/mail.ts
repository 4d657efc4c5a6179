// The mail gateway in a process: masks, and the SMTP listener. Without a sending service beside it, it gives out the
// blobs of big mails itself.
import type { Endpoint } from '#wire/endpoints.ts';
import { readingHandlers } from '../blobs/hosting.ts';
import type { Handler } from '../http/call.ts';
import { serveEndpoint, serveRole } from '../http/serve.ts';
import { MailGateway } from '../mail/mail.ts';
import { dnsResolver, type Resolve, zoneResolver } from '../mail/resolver.ts';
import { SmtpListener } from '../mail/smtp.ts';
import type { MailConfig } from '../process/config.ts';
import { NOBODY, type ProcessParts, type Undo } from '../process/parts.ts';

const AUTHENTICATION_TIMEOUT_MS = 8000;

/** @returns the port of SMTP */
export async function startMail(parts: ProcessParts, mail: MailConfig, undo: Undo): Promise<number> {
  const { app, config, host, hosted, limits, secrets } = parts;
  const serving = parts.serving(NOBODY);
  if (!config.roles.includes('sending')) {
    const { getBlobDigests, getBlobPart } = readingHandlers(hosted);
    serveEndpoint(app, 'getBlobDigests', getBlobDigests as Handler<Endpoint>, serving);
    serveEndpoint(app, 'getBlobPart', getBlobPart as Handler<Endpoint>, serving);
  }
  const gateway = new MailGateway({ ...parts, maskNameKey: secrets.maskNameKey, queueItems: limits.mailQueueItems });
  serveRole(app, 'mail', gateway.handlers, serving);
  await gateway.start();
  undo.push(() => gateway.stop());
  const smtp = new SmtpListener({
    ...parts,
    gateway,
    resolver: resolverOf(mail, config.development),
    domain: mail.domain,
    tls: mail.tls ?? null,
    authenticationTimeoutMs: AUTHENTICATION_TIMEOUT_MS,
  });
  const smtpPort = await smtp.listen(mail.smtpPort, mail.smtpHost ?? host);
  parts.settling.push(() => smtp.settled());
  undo.push(() => smtp.close());
  return smtpPort;
}

/** In development no DNS is asked, unless name servers are configured. */
function resolverOf({ dns, nameServers }: MailConfig, development: boolean): Resolve {
  if (dns !== undefined || (development && nameServers === undefined)) return zoneResolver(dns ?? {});
  return dnsResolver(nameServers);
}
