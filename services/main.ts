// A service process: any set of roles on one embedded store, one HTTP listener and, for the mail gateway, one SMTP listener. The only
// place that names the parts and wires them. Run as a program it is configured by file and environment (config.ts) and stops on SIGTERM
// or SIGINT: nothing new is taken, what is under way ends, what is undelivered waits on disk.
import { randomInt } from 'node:crypto';
import { decodeBase64url } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { signSeed } from '#crypto/keys.ts';
import { provider, useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { ENDPOINTS, type Endpoint, type EndpointName } from '#wire/endpoints.ts';
import type { TokenClass } from '#wire/token.ts';
import {
  checkConfig,
  LIMITS,
  OPENING_THREADS,
  PER_DAY,
  RATES,
  RETRY,
  readConfig,
  SELF,
  type ServedRole,
  type ServiceConfig,
} from './config.ts';
import { nativeProvider } from './crypto/native.ts';
import { deliverySigner } from './delivery-signature.ts';
import { Descriptors } from './descriptors.ts';
import { DiskRoom } from './disk-room.ts';
import { Hosted } from './hosted.ts';
import { createApp } from './http/app.ts';
import type { Handler } from './http/call.ts';
import { HttpListener } from './http/listener.ts';
import { Load } from './http/load.ts';
import { Outgoing } from './http/outgoing.ts';
import { type Serving, serveEndpoint, serveRole } from './http/serve.ts';
import { Issuer } from './issuer/issuer.ts';
import { IssuerKeys } from './issuer/issuer-keys.ts';
import { serveIssuer } from './issuer/rfc.ts';
import { createLog, type Log } from './log.ts';
import { MailGateway } from './mail/mail.ts';
import { dnsResolver, zoneResolver } from './mail/resolver.ts';
import { SmtpListener } from './mail/smtp.ts';
import { Metrics } from './metrics.ts';
import { OPENAPI_PATH, openApi } from './openapi.ts';
import { OwnDescriptor } from './own-descriptor.ts';
import { RateLimit } from './rate.ts';
import { Fetches } from './receiving/fetches.ts';
import { Generations } from './receiving/generations.ts';
import { Push } from './receiving/push.ts';
import { Receiving } from './receiving/receiving.ts';
import { Signers } from './receiving/signers.ts';
import { hostingHandlers, readingHandlers } from './sending/blobs.ts';
import { Sending } from './sending/sending.ts';
import type { Storage } from './storage/storage.ts';
import { openStore } from './store.ts';
import { AcceptedKeys } from './tokens/accepted-keys.ts';
import { Redemption } from './tokens/redemption.ts';

export type { ServedRole, ServiceConfig } from './config.ts';

export interface Running {
  readonly origin: string;
  readonly port: number;
  /** 0 where the role mail is not served. */
  readonly smtpPort: number;
  readonly metrics: Metrics;
  /** Ends gracefully; everything accepted is on disk. */
  close(): Promise<void>;
}

/** What a test may replace. */
export interface Surroundings {
  readonly now: () => number;
  readonly entropy: Entropy;
  readonly random: () => number;
  /** Takes one line of JSON. */
  readonly writeLog: (line: string) => void;
}

const SURROUNDINGS: Surroundings = {
  now: Date.now,
  entropy: (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount)),
  // For jitter: from a source that nobody can foresee.
  random: () => randomInt(2 ** 47) / 2 ** 47,
  writeLog: (line) => process.stderr.write(`${line}\n`),
};

/** Which role does the work that tokens of a class pay for. */
const WORK: Record<TokenClass, ServedRole> = { message: 'sending', blob: 'sending', root: 'receiving', mask: 'mail' };

const HOUSEKEEPING_MS = 60_000;
const HEALTH_MS = 2000;
const AUTHENTICATION_TIMEOUT_MS = 8000;

/** @throws Fault malformed 'config-malformed' | 'secrets-malformed' | 'operator-key', unavailable 'storage-in-use' | 'storage-connect' | 'storage-read'; or Node's error where a port is taken */
export async function startServices(wanted: ServiceConfig, replaced: Partial<Surroundings> = {}): Promise<Running> {
  const config = checkConfig(wanted);
  const surroundings = { ...SURROUNDINGS, ...replaced };
  const log = createLog(surroundings.writeLog, surroundings.now);
  // Undoing runs backwards: what was begun last ends first.
  const undo: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
    log.event('info', 'stopped');
  };
  try {
    return { ...(await start(config, surroundings, log, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Undo = (() => Promise<void> | void)[];

async function start(
  config: ServiceConfig,
  surroundings: Surroundings,
  log: Log,
  undo: Undo,
): Promise<Omit<Running, 'close'>> {
  const { now, entropy, random } = surroundings;
  useProvider(nativeProvider(await loadSodium()));
  const { storage, home, sweep } = await openStore(config, entropy, log);
  undo.push(() => storage.close());
  const metrics = new Metrics();
  const host = config.host ?? '127.0.0.1';
  const limits = { ...LIMITS, ...config.limits };
  const crowded = { perPeer: limits.peerConnections, refused: () => metrics.count('refused_total', 'crowded') };
  const listener = new HttpListener({ crowd: config.behindProxy || config.development ? null : crowded });
  const port = await listener.listen(config.port, host);
  undo.push(() => listener.close());
  const origin = config.origin ?? `http://localhost:${port}`;
  const own = { origin, listener: () => `http://${host.includes(':') ? `[${host}]` : host}:${port}` };
  const key = provider().ed25519.publicKey(home.secrets.descriptorSeed);
  const sign = deliverySigner(signSeed(home.secrets.descriptorSeed), { origin, key }, now, entropy);
  const outgoing = new Outgoing({ development: config.development, own, sign });
  undo.push(() => outgoing.close());

  const retry = { ...RETRY, ...config.retry };
  const serves = (role: ServedRole): boolean => config.roles.includes(role);
  const generations = serves('receiving') ? new Generations(home, entropy) : null;
  const mailDomain = serves('mail') ? (config.mail?.domain ?? '') : '';
  const issuerKeys = serves('issuer') ? new IssuerKeys(home, config.issuer?.types ?? ['voprf', 'rsa'], entropy) : null;
  await issuerKeys?.rotate(now());
  const tokens = new AcceptedKeys({
    storage,
    outgoing,
    origin,
    classes: (Object.keys(WORK) as TokenClass[]).filter((tokenClass) => serves(WORK[tokenClass])),
    issuers: (config.tokenIssuers ?? []).map((issuer) => (issuer === SELF ? origin : issuer)),
    own: issuerKeys,
    log,
    now,
  });
  const { secrets } = home;
  const retryHorizonDays = retry.horizonDays;
  const descriptor = await OwnDescriptor.create({
    origin,
    roles: config.roles,
    mailDomain,
    retryHorizonDays,
    secrets,
    generations,
    tokens,
    now,
  });
  const hosted = new Hosted(storage, limits.blobBytes, now);
  await hosted.measure();
  const parts = {
    storage,
    hosted,
    outgoing,
    descriptors: new Descriptors(outgoing, metrics, now),
    redemption: new Redemption(storage, tokens, metrics, now),
    retry,
    log,
    metrics,
    now,
    random,
    entropy,
  };

  let draining = false;
  const health = async () => {
    if (draining) return 'draining';
    return (await isHealthy(storage, now())) ? 'ok' : 'unavailable';
  };
  const wanted = config.metricsToken === undefined ? null : sha256(encodeUtf8(config.metricsToken));
  const mayMeasure = (credential: string | null): boolean =>
    wanted === null ? config.development : credential !== null && equal(sha256(encodeUtf8(credential)), wanted);
  const app = createApp({ wellKnown: descriptor.wellKnown, health, metrics, mayMeasure, log });
  if (config.development) app.get(OPENAPI_PATH, (context) => context.json(openApi()));
  const room = new DiskRoom(config.dataDir, limits.reserveBytes, () => storage.reusableBytes?.() ?? 0);
  await room.measure();
  const load = new Load();
  metrics.beforeReading(async () => {
    metrics.gauge('body_bytes', load.bytes);
    metrics.gauge('http_connections', await listener.connections);
  });
  const serving = (authorise: Serving['authorise']): Serving => {
    const rates = rateLimits(config, now);
    const behindProxy = config.behindProxy ?? false;
    return { log, authorise, rates, behindProxy, load, hasRoom: () => room.has(), metrics };
  };
  const nobody = serving(async () => null);

  if (issuerKeys !== null) {
    const { accounts = 'open', invitations = [], listed = [], perDay } = config.issuer ?? {};
    const terms = { policy: accounts, invitations, listed, perDay: { ...PER_DAY, ...perDay } };
    const issuer = new Issuer({ ...parts, keys: issuerKeys, terms });
    serveRole(app, 'issuer', issuer.handlers, nobody);
    serveIssuer(app, issuer, nobody);
  }
  if (serves('sending')) {
    const sending = new Sending({ ...parts, limits });
    const hosting = hostingHandlers({ ...parts, blobDays: limits.blobDays });
    serveRole(app, 'sending', { ...sending.handlers, ...hosting }, nobody);
    await sending.start();
    undo.push(() => sending.stop());
  } else if (serves('mail')) {
    const { getBlobDigests, getBlobPart } = readingHandlers(hosted);
    serveEndpoint(app, 'getBlobDigests', getBlobDigests as Handler<Endpoint>, nobody);
    serveEndpoint(app, 'getBlobPart', getBlobPart as Handler<Endpoint>, nobody);
  }
  let closePush = () => {};
  if (generations !== null) {
    const { sessionKey } = secrets;
    const receiving = new Receiving({
      ...parts,
      service: descriptor.name,
      generations,
      sessionKey,
      limits,
      random,
      openingThreads: config.openingThreads ?? OPENING_THREADS,
      signers: new Signers({ ...parts, origin }),
      signedOnly: config.signedDeliveriesOnly ?? false,
    });
    const authorise = async (credential: string) => {
      const decoded = decodeBase64url(credential);
      return decoded === null ? null : receiving.authorise(decoded);
    };
    const fetches = new Fetches({ ...parts, origin, fetchedBytes: limits.fetchedBytes });
    serveRole(app, 'receiving', { ...receiving.handlers, ...fetches.handlers }, serving(authorise));
    await receiving.start();
    undo.push(() => receiving.stop());
    const push = new Push(receiving, parts);
    push.attach(listener.server);
    closePush = () => push.close();
  }
  let smtpPort = 0;
  if (serves('mail') && config.mail !== undefined) {
    const { mail } = config;
    const { maskNameKey } = secrets;
    const gateway = new MailGateway({
      ...parts,
      origin,
      maskNameKey,
      queueItems: limits.mailQueueItems,
      hasRoom: () => room.has(),
    });
    serveRole(app, 'mail', gateway.handlers, nobody);
    await gateway.start();
    undo.push(() => gateway.stop());
    const resolver = mail.dns !== undefined || config.development ? zoneResolver(mail.dns ?? {}) : dnsResolver();
    const authenticationTimeoutMs = AUTHENTICATION_TIMEOUT_MS;
    const smtp = new SmtpListener({
      ...parts,
      gateway,
      resolver,
      domain: mail.domain,
      tls: mail.tls ?? null,
      authenticationTimeoutMs,
    });
    smtpPort = await smtp.listen(mail.smtpPort, mail.smtpHost ?? host);
    undo.push(() => smtp.close());
  }

  const housekeeping = setInterval(() => {
    const rotated = issuerKeys?.rotate(now()) ?? Promise.resolve();
    rotated.then(() => descriptor.renew()).catch((error: unknown) => log.fault('rotation-failed', error));
    sweep(now()).catch((error: unknown) => log.fault('expiry-failed', error));
  }, HOUSEKEEPING_MS);
  undo.push(() => clearInterval(housekeeping));
  undo.push(() => {
    // Together: the listener is closed when its last socket is, and push sockets end only when told.
    const closed = listener.close();
    closePush();
    return closed;
  });
  // First of all that is undone.
  undo.push(async () => {
    draining = true;
    listener.drain();
    if (config.drainSeconds === undefined || config.drainSeconds === 0) return;
    log.event('info', 'draining', { seconds: config.drainSeconds });
    await new Promise((resolve) => setTimeout(resolve, (config.drainSeconds ?? 0) * 1000));
  });
  listener.serve(app);
  log.event('info', 'started', { port, smtpPort });
  return { origin, port, smtpPort, metrics };
}

/** A store that has to wait for its nodes is not healthy, though it may be in a moment. */
async function isHealthy(storage: Storage, now: number): Promise<boolean> {
  const answered = storage.keyValue('health').get('any', now);
  const patience = new Promise<false>((resolve) => setTimeout(() => resolve(false), HEALTH_MS).unref());
  return Promise.race([
    patience,
    answered.then(
      () => true,
      () => false,
    ),
  ]);
}

function rateLimits(config: ServiceConfig, now: () => number): Serving['rates'] {
  const rates = { ...RATES, ...config.rates };
  const limits: Partial<Record<EndpointName, RateLimit>> = {};
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const rate = rates[name];
    if (rate !== undefined) limits[name] = new RateLimit(rate, now);
  }
  return limits;
}

if (import.meta.main) {
  try {
    const running = await startServices(readConfig(process.env), {
      writeLog: (line) => process.stdout.write(`${line}\n`),
    });
    const stop = () => {
      process.off('SIGTERM', stop).off('SIGINT', stop);
      running.close().catch(() => process.exit(1));
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  } catch (error) {
    const known =
      error instanceof Fault ? error.message : ((error as NodeJS.ErrnoException).code ?? 'unexpected error');
    process.stderr.write(`The services did not start: ${known}\n`);
    process.exit(1);
  }
}
