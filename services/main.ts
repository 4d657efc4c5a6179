// A service process: any set of roles on one embedded store, one HTTP listener and, for the mail gateway, one SMTP
// listener. What all roles share is made here; each takes it and adds its own (<role>/role.ts). Run as a program it is
// configured by file and environment (config.ts) and stops on SIGTERM or SIGINT: nothing new is taken, what is under
// way ends, what is undelivered waits on disk.
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
import type { Serving } from './http/serve.ts';
import { IssuerKeys } from './issuer/issuer-keys.ts';
import { OPENAPI_PATH, openApi } from './openapi.ts';
import { deliverySigner } from './peers/delivery-signature.ts';
import { Descriptors } from './peers/descriptors.ts';
import {
  checkConfig,
  LIMITS,
  RATES,
  RETRY,
  readConfig,
  SELF,
  type ServedRole,
  type ServiceConfig,
} from './process/config.ts';
import { OwnDescriptor } from './process/own-descriptor.ts';
import type { Parts, Undo } from './process/parts.ts';
import { openStore } from './process/store.ts';
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
import type { Storage } from './storage/storage.ts';
import { AcceptedKeys } from './tokens/accepted-keys.ts';
import { Redemption } from './tokens/redemption.ts';

export type { ServedRole, ServiceConfig } from './process/config.ts';

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

/**
 * @throws Fault malformed 'config-malformed' | 'secrets-malformed' | 'operator-key', unavailable 'storage-in-use' |
 * 'storage-connect' | 'storage-read'; or Node's error where a port is taken
 */
export async function startServices(wanted: ServiceConfig, replaced: Partial<Surroundings> = {}): Promise<Running> {
  const config = checkConfig(wanted);
  const surroundings = { ...SURROUNDINGS, ...replaced };
  const log = createLog(surroundings.writeLog, surroundings.now);
  const undo: Undo = [];
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

async function start(
  config: ServiceConfig,
  surroundings: Surroundings,
  log: Log,
  undo: Undo,
): Promise<Omit<Running, 'close'>> {
  const { now, entropy, random } = surroundings;
  useProvider(nativeProvider(await loadSodium()));
  const { storage, home, sweep } = await openStore(config, entropy, log);
  const background = new Background();
  // Last, since both wait for what the closing of the store cuts off.
  undo.push(() => background.end());
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
  const settling: Undo = [];
  undo.push(async () => {
    outgoing.close();
    for (const settled of settling) await settled();
    await listener.settled();
  });

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
  const room = new DiskRoom(config.dataDir, limits.reserveBytes, () => storage.reusableBytes?.() ?? 0);
  await room.measure();
  let draining = false;
  const health = async () => {
    if (draining) return 'draining';
    return (await isHealthy(storage, now())) ? 'ok' : 'unavailable';
  };
  const mayMeasure = measuring(config);
  const { getNucleus = null } = config;
  const app = createApp({ origin, wellKnown: descriptor.wellKnown, health, metrics, mayMeasure, getNucleus, log });
  if (config.development) app.get(OPENAPI_PATH, (context) => context.json(openApi()));
  const load = new Load();
  metrics.beforeReading(async () => {
    metrics.gauge('body_bytes', load.bytes);
    metrics.gauge('http_connections', await listener.connections);
  });
  const hasRoom = () => room.has();
  const behindProxy = config.behindProxy ?? false;
  const parts: Parts = {
    ...{ config, limits, retry, origin, host, descriptor, secrets, storage, hosted, outgoing },
    ...{ hasRoom, app, listener, log, metrics, now, random, entropy, settling },
    descriptors: new Descriptors(outgoing, metrics, now),
    redemption: new Redemption(storage, tokens, metrics, now),
    serving: (authorise) => {
      return { log, authorise, rates: rateLimits(config, now), behindProxy, load, hasRoom, metrics };
    },
  };
  if (issuerKeys !== null) startIssuer(parts, issuerKeys);
  if (serves('sending')) await startSending(parts, undo);
  const closePush = generations === null ? async () => {} : await startReceiving(parts, generations, undo);
  const { mail } = config;
  const smtpPort = serves('mail') && mail !== undefined ? await startMail(parts, mail, undo) : 0;

  background.every(HOUSEKEEPING_MS, () => {
    const rotated = issuerKeys?.rotate(now()) ?? Promise.resolve();
    background.run(
      rotated.then(() => descriptor.renew()),
      (error) => log.fault('rotation-failed', error),
    );
    background.run(sweep(now()), (error) => log.fault('expiry-failed', error));
  });
  undo.push(() => background.stop());
  undo.push(async () => {
    // Together: the listener is closed when its last socket is, and push sockets end only when told.
    await Promise.all([listener.close(), closePush()]);
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
