// A service process: any set of roles on one embedded store, one HTTP listener and, for the mail gateway, one SMTP
// listener. Makes the parts that all roles share; each role adds its own (roles/). Run as a program it is configured by
// file and environment (process/config.ts) and stops on SIGTERM or SIGINT: it takes nothing new, finishes the work
// under way, and leaves undelivered items on disk.
import { randomInt } from 'node:crypto';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { signSeed } from '#crypto/keys.ts';
import { provider, useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { ENDPOINTS, type EndpointName } from '#wire/endpoints.ts';
import type { TokenClass } from '#wire/token.ts';
import { Hosted } from './blobs/hosted.ts';
import { nativeProvider } from './crypto/native.ts';
import { createApp } from './http/app.ts';
import { HttpListener } from './http/listener.ts';
import { Load } from './http/load.ts';
import { Outgoing } from './http/outgoing.ts';
import type { HttpApp, Serving } from './http/serve.ts';
import { IssuerKeys } from './issuer/issuer-keys.ts';
import { OPENAPI_PATH, openApi } from './openapi.ts';
import { deliverySigner } from './peers/delivery-signature.ts';
import { Descriptors } from './peers/descriptors.ts';
import {
  checkConfig,
  LIMITS,
  PAYS_AS,
  RATES,
  RETRY,
  readConfig,
  SELF,
  type ServedRole,
  type ServiceConfig,
} from './process/config.ts';
import { OwnDescriptor } from './process/own-descriptor.ts';
import type { ProcessParts, Undo } from './process/parts.ts';
import { openStore, type ProcessStore } from './process/store.ts';
import { Generations } from './receiving/generations.ts';
import { startIssuer } from './roles/issuer.ts';
import { startMail } from './roles/mail.ts';
import { startReceiving } from './roles/receiving.ts';
import { startSending } from './roles/sending.ts';
import { Background } from './runtime/background.ts';
import { DiskRoom } from './runtime/disk-room.ts';
import { createLog, type Log } from './runtime/log.ts';
import { Metrics } from './runtime/metrics.ts';
import { RateLimit } from './runtime/rate.ts';
import type { SecretsHome } from './secrets/secrets.ts';
import type { Storage } from './storage/storage.ts';
import { AcceptedKeys } from './tokens/accepted-keys.ts';
import { Redemption } from './tokens/redemption.ts';

export type { ServedRole, ServiceConfig } from './process/config.ts';

export interface RunningServices {
  readonly origin: string;
  readonly port: number;
  /** 0 if the role mail is not served. */
  readonly smtpPort: number;
  readonly metrics: Metrics;
  /** Ends gracefully; everything accepted is on disk. */
  close(): Promise<void>;
}

/** What a test may replace. */
export interface ProcessContext {
  readonly now: () => number;
  readonly entropy: Entropy;
  readonly random: () => number;
  /** Takes one line of JSON. */
  readonly writeLog: (line: string) => void;
}

const OF_THIS_PROCESS: ProcessContext = {
  now: Date.now,
  entropy: (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount)),
  // For jitter: from a source that no client can foresee.
  random: () => randomInt(2 ** 47) / 2 ** 47,
  writeLog: (line) => process.stderr.write(`${line}\n`),
};

/** Which role does the work that tokens of a class pay for. */
const WORK: Record<TokenClass, ServedRole> = { message: 'sending', blob: 'sending', root: 'receiving', mask: 'mail' };

const HOUSEKEEPING_MS = 60_000;
const HEALTH_MS = 2000;

/**
 * @throws Fault malformed 'config-malformed' | 'secrets-malformed' | 'operator-key', unavailable 'storage-in-use' |
 * 'storage-connect' | 'storage-read'; or Node's error if a port is taken
 */
export async function startServices(
  wanted: ServiceConfig,
  replaced: Partial<ProcessContext> = {},
): Promise<RunningServices> {
  const config = checkConfig(wanted);
  const context = { ...OF_THIS_PROCESS, ...replaced };
  const log = createLog(context.writeLog, context.now);
  const undo: Undo = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
    log.event('info', 'stopped');
  };
  try {
    return { ...(await start(config, context, log, undo)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  config: ServiceConfig,
  context: ProcessContext,
  log: Log,
  undo: Undo,
): Promise<Omit<RunningServices, 'close'>> {
  const { now, entropy, random } = context;
  useProvider(nativeProvider(await loadSodium()));
  const store = await openStore(config, entropy, log);
  const { storage, home } = store;
  const { secrets } = home;
  const background = new Background();
  // Last, since both wait for what the closing of the store cuts off.
  undo.push(() => background.end());
  undo.push(() => storage.close());
  const metrics = new Metrics();
  const limits = { ...LIMITS, ...config.limits };
  const retry = { ...RETRY, ...config.retry };
  const line = await listen(config, limits.peerConnections, metrics, undo);
  const { origin, host, port, listener } = line;
  const { outgoing, settling } = openOutgoing(config, line, home, context, undo);
  const shared = { storage, outgoing, origin, log, now };
  const issued = await describe(config, home, shared, entropy, retry.horizonDays);
  const { descriptor, tokens, generations, issuerKeys } = issued;
  const hosted = new Hosted(storage, limits.blobBytes, now);
  await hosted.measure();
  const room = new DiskRoom(config.dataDir, limits.reserveBytes, () => storage.reusableBytes?.() ?? 0);
  await room.measure();
  const draining = { yet: false };
  const app = appOf(config, { origin, descriptor, storage, metrics, log, now }, draining);
  const load = new Load();
  metrics.beforeReading(async () => {
    metrics.gauge('body_bytes', load.bytes);
    metrics.gauge('http_connections', await listener.connections);
  });
  const hasRoom = () => room.has();
  const behindProxy = config.behindProxy ?? false;
  const parts: ProcessParts = {
    ...{ config, limits, retry, origin, host, descriptor, secrets, storage, hosted, outgoing },
    ...{ hasRoom, app, listener, log, metrics, now, random, entropy, settling },
    descriptors: new Descriptors(outgoing, metrics, now),
    redemption: new Redemption(storage, tokens, metrics, now),
    serving: (authorise) => {
      return { log, authorise, rates: rateLimits(config, now), behindProxy, load, hasRoom, metrics };
    },
  };
  const { smtpPort, closePush } = await startRoles(parts, generations, issuerKeys, undo);
  keepHouse(background, store, issued, log, now);
  undo.push(() => background.stop());
  undoListening(config, listener, closePush, draining, log, undo);
  listener.serve(app);
  log.event('info', 'started', { port, smtpPort });
  return { origin, port, smtpPort, metrics };
}

interface Line {
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  readonly listener: HttpListener;
}

async function listen(config: ServiceConfig, perPeer: number, metrics: Metrics, undo: Undo): Promise<Line> {
  const host = config.host ?? '127.0.0.1';
  const crowded = { perPeer, refused: () => metrics.count('refused_total', 'crowded') };
  const listener = new HttpListener({ crowd: config.behindProxy || config.development ? null : crowded });
  const port = await listener.listen(config.port, host);
  undo.push(() => listener.close());
  return { origin: config.origin ?? `http://localhost:${port}`, host, port, listener };
}

function openOutgoing(
  { development }: ServiceConfig,
  { origin, host, port, listener }: Line,
  { secrets }: SecretsHome,
  { now, entropy }: ProcessContext,
  undo: Undo,
): Pick<ProcessParts, 'outgoing' | 'settling'> {
  const own = { origin, listener: () => `http://${host.includes(':') ? `[${host}]` : host}:${port}` };
  const key = provider().ed25519.publicKey(secrets.descriptorSeed);
  const sign = deliverySigner(signSeed(secrets.descriptorSeed), { origin, key }, now, entropy);
  const outgoing = new Outgoing({ development, own, sign });
  const settling: Undo = [];
  undo.push(async () => {
    outgoing.close();
    for (const settled of settling) await settled();
    await listener.settled();
  });
  return { outgoing, settling };
}

interface Issued {
  readonly descriptor: OwnDescriptor;
  readonly tokens: AcceptedKeys;
  readonly generations: Generations | null;
  readonly issuerKeys: IssuerKeys | null;
}

/** The keys that the service has in use, and what it says of itself. */
async function describe(
  config: ServiceConfig,
  home: SecretsHome,
  shared: Pick<ProcessParts, 'storage' | 'outgoing' | 'origin' | 'log' | 'now'>,
  entropy: Entropy,
  retryHorizonDays: number,
): Promise<Issued> {
  const { origin, now } = shared;
  const { roles } = config;
  const serves = (role: ServedRole): boolean => roles.includes(role);
  const generations = serves('receiving') ? new Generations(home, entropy) : null;
  const mailDomain = serves('mail') ? (config.mail?.domain ?? '') : '';
  const issuerKeys = serves('issuer') ? new IssuerKeys(home, config.issuer?.types ?? ['voprf', 'rsa'], entropy) : null;
  await issuerKeys?.rotate(now());
  const tokens = new AcceptedKeys({
    ...shared,
    classes: (Object.keys(WORK) as TokenClass[]).filter((tokenClass) => serves(WORK[tokenClass])),
    issuers: (config.tokenIssuers ?? []).map((issuer) => (issuer === SELF ? origin : issuer)),
    own: issuerKeys,
  });
  const { secrets } = home;
  const said = { origin, roles, mailDomain, retryHorizonDays, secrets, generations, tokens, now };
  return { descriptor: await OwnDescriptor.create(said), tokens, generations, issuerKeys };
}

function appOf(
  config: ServiceConfig,
  {
    origin,
    descriptor,
    storage,
    metrics,
    log,
    now,
  }: Pick<ProcessParts, 'origin' | 'descriptor' | 'storage' | 'metrics' | 'log' | 'now'>,
  draining: { readonly yet: boolean },
): HttpApp {
  const health = async () => {
    if (draining.yet) return 'draining';
    return (await isHealthy(storage, now())) ? 'ok' : 'unavailable';
  };
  const mayMeasure = measuring(config);
  const { getNucleus = null } = config;
  const app = createApp({ origin, wellKnown: descriptor.wellKnown, health, metrics, mayMeasure, getNucleus, log });
  if (config.development) app.get(OPENAPI_PATH, (context) => context.json(openApi()));
  return app;
}

async function startRoles(
  parts: ProcessParts,
  generations: Generations | null,
  issuerKeys: IssuerKeys | null,
  undo: Undo,
): Promise<{ smtpPort: number; closePush: () => Promise<void> }> {
  const { roles, mail } = parts.config;
  if (issuerKeys !== null) startIssuer(parts, issuerKeys);
  if (roles.includes('sending')) await startSending(parts, undo);
  const closePush = generations === null ? async () => {} : await startReceiving(parts, generations, undo);
  const smtpPort = roles.includes('mail') && mail !== undefined ? await startMail(parts, mail, undo) : 0;
  return { smtpPort, closePush };
}

/** Keys that are due are replaced, what has expired is removed. */
function keepHouse(
  background: Background,
  { sweep }: ProcessStore,
  { descriptor, issuerKeys }: Issued,
  log: Log,
  now: () => number,
): void {
  background.every(HOUSEKEEPING_MS, () => {
    const rotated = issuerKeys?.rotate(now()) ?? Promise.resolve();
    background.run(
      rotated.then(() => descriptor.renew()),
      (error) => log.fault('rotation-failed', error),
    );
    background.run(sweep(now()), (error) => log.fault('expiry-failed', error));
  });
}

function undoListening(
  { drainSeconds = 0 }: ServiceConfig,
  listener: HttpListener,
  closePush: () => Promise<void>,
  draining: { yet: boolean },
  log: Log,
  undo: Undo,
): void {
  undo.push(async () => {
    // Together: the listener is closed when its last socket is, and push sockets end only when told.
    await Promise.all([listener.close(), closePush()]);
  });
  // First of all that is undone.
  undo.push(async () => {
    draining.yet = true;
    listener.drain();
    if (drainSeconds === 0) return;
    log.event('info', 'draining', { seconds: drainSeconds });
    await new Promise((resolve) => setTimeout(resolve, drainSeconds * 1000));
  });
}

/** A store that has to wait for its nodes is not healthy, though it may be in a moment. */
async function isHealthy(storage: Storage, now: number): Promise<boolean> {
  const answered = storage.keyValue('health').get('any', now);
  let patience: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    patience = setTimeout(resolve, HEALTH_MS, false);
  });
  const found = answered.then(
    () => true,
    () => false,
  );
  return Promise.race([late, found]).finally(() => clearTimeout(patience));
}

/** Who may read the counters. */
function measuring({ metricsToken, development }: ServiceConfig): (credential: string | null) => boolean {
  const wanted = metricsToken === undefined ? null : sha256(encodeUtf8(metricsToken));
  return (credential) =>
    wanted === null ? development : credential !== null && equal(sha256(encodeUtf8(credential)), wanted);
}

function rateLimits(config: ServiceConfig, now: () => number): Serving['rates'] {
  const rates = { ...RATES, ...config.rates };
  const limits: Partial<Record<EndpointName, RateLimit>> = {};
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const rate = rates[name];
    if (rate !== undefined) limits[name] = new RateLimit(rate, now);
  }
  for (const [name, as] of Object.entries(PAYS_AS)) {
    const limit = limits[as];
    if (limit !== undefined) limits[name as EndpointName] = limit;
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
