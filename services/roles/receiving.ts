// The receiving service in a process: mailboxes, blobs read for their owners, and the push line.
import { decodeBase64url } from '#bytes/base64url.ts';
import { serveRole } from '../http/serve.ts';
import { OPENING_THREADS } from '../process/config.ts';
import type { ProcessParts, Undo } from '../process/parts.ts';
import { Fetches } from '../receiving/fetches.ts';
import type { Generations } from '../receiving/generations.ts';
import { Push } from '../receiving/push.ts';
import { Receiving } from '../receiving/receiving.ts';
import { Signers } from '../receiving/signers.ts';

/** @returns what ends the push sockets; the listener is closed when they have ended */
export async function startReceiving(
  parts: ProcessParts,
  generations: Generations,
  undo: Undo,
): Promise<() => Promise<void>> {
  const { config, origin, limits } = parts;
  const receiving = new Receiving({
    ...parts,
    service: parts.descriptor.name,
    generations,
    sessionKey: parts.secrets.sessionKey,
    openingThreads: config.openingThreads ?? OPENING_THREADS,
    signers: new Signers(parts),
    signedOnly: config.signedDeliveriesOnly ?? false,
  });
  const authorise = async (credential: string) => {
    const decoded = decodeBase64url(credential);
    return decoded === null ? null : receiving.authorise(decoded);
  };
  const fetches = new Fetches({ ...parts, origin, fetchedBytes: limits.fetchedBytes });
  serveRole(parts.app, 'receiving', { ...receiving.handlers, ...fetches.handlers }, parts.serving(authorise));
  await receiving.start();
  parts.settling.push(() => receiving.settled());
  undo.push(() => receiving.stop());
  const push = new Push(receiving, { ...parts, origin });
  push.attach(parts.listener.server);
  return () => push.close();
}
