// Configuration of a service process: the value that `startServices` takes, its defaults, and reading it from a JSON
// file and from the environment (which wins). Everything is checked before anything starts. Longer than most files,
// because every setting stands here with its default and its check, and nowhere else.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import * as v from 'valibot';
import { Fault } from '#bytes/fault.ts';
import { webLink } from '#bytes/web-url.ts';
import type { EndpointName } from '#wire/endpoints.ts';
import type { TokenType } from '#wire/token.ts';
import type { Retry } from '../dispatch/backoff.ts';
import type { AccountTerms } from '../issuer/accounts.ts';
import type { ReceivingLimits } from '../receiving/receiving.ts';
import type { Rate } from '../runtime/rate.ts';
import type { SendingLimits } from '../sending/sending.ts';

const SERVED_ROLES = ['issuer', 'sending', 'receiving', 'mail'] as const;
export type ServedRole = (typeof SERVED_ROLES)[number];

/** Stands for this very service in `tokenIssuers`: its origin may follow from a port that is any. */
export const SELF = 'self';

export interface IssuerConfig {
  /** `voprf` for services of this operator, `rsa` for those of others; both by default. */
  readonly types?: readonly TokenType[];
  /** `open` by default. */
  readonly accounts?: AccountTerms['policy'];
  /** Codes, and how many accounts each may open. */
  readonly invitations?: AccountTerms['invitations'];
  /** Accounts that the operator lists: SHA-256 of their secrets in hexadecimal, as the client shows it. */
  readonly listed?: readonly string[];
  /** Tokens an account may have in a day, and at once; over the defaults. */
  readonly perDay?: Partial<AccountTerms['perDay']>;
}

export interface Limits extends SendingLimits, ReceivingLimits {
  /** Bytes of blobs hosted, mails included; above, blobs are refused as unavailable and big mails deferred. */
  readonly blobBytes: number;
  /** Bytes of other services' blobs kept for readers at most. */
  readonly fetchedBytes: number;
  /** Of the disk, kept free: with less left new work is refused, so that the work that is here can end. */
  readonly reserveBytes: number;
  /** HTTP connections of one peer at once; behind a proxy and in development there is no such bound. */
  readonly peerConnections: number;
  /** Mails waiting to be delivered; above, mail is deferred. */
  readonly mailQueueItems: number;
}

export interface MailConfig {
  readonly smtpPort: number;
  /** The host to listen on for SMTP; the host of the service by default. */
  readonly smtpHost?: string;
  /** The part of masks after the @. */
  readonly domain: string;
  /** Instead of the DNS, in development: see `Zone`. */
  readonly dns?: Readonly<Record<string, readonly string[]>>;
  /** Name servers to ask, `address` or `address:port`; the machine's own by default. */
  readonly nameServers?: readonly string[];
  /** PEM texts. Without them STARTTLS is not offered. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A store that several processes share. */
export interface NatsConfig {
  readonly kind: 'nats';
  /** `host:port` of nodes. */
  readonly servers: readonly string[];
  /** Holds 32 bytes in base64. */
  readonly operatorKeyFile: string;
  /** Begins the names of everything there: services that share nodes have one each. */
  readonly namespace?: string;
  /** 3 with three servers or more, else 1. */
  readonly replicas?: number;
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
  /** PEM texts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** After that long without a word a process is taken for dead, and another does its work. */
  readonly leaseMs?: number;
}

export interface ServiceConfig {
  /** With `storage` of kind `nats` nothing is written there. */
  readonly dataDir: string;
  /** An SQLite database in `dataDir` by default, for one process. */
  readonly storage?: { readonly kind: 'sqlite' } | NatsConfig;
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /**
   * As others reach it; `http://localhost:<port>` by default. It names the service in every address, so it must not
   * change.
   */
  readonly origin?: string;
  readonly roles: readonly ServedRole[];
  readonly mail?: MailConfig;
  readonly issuer?: IssuerConfig;
  /** Issuers whose tokens are wanted for work here; `self` for this service's own. None: no token is wanted. */
  readonly tokenIssuers?: readonly string[];
  /** Allows plain http and private networks as destinations, and asks no DNS about mail. */
  readonly development: boolean;
  /** The bearer credential for reading /metrics. Without it they are closed, but in development open to everybody. */
  readonly metricsToken?: string;
  /** The page behind an invitation's link leads people without Nucleus here: a store, a site of yours. */
  readonly getNucleus?: string;
  /** Refuses deliveries that no service signed. */
  readonly signedDeliveriesOnly?: boolean;
  /** Behind a reverse proxy that sets `x-forwarded-for`. */
  readonly behindProxy?: boolean;
  /** Threads that open deliveries beside the one that answers requests; `OPENING_THREADS` by default. */
  readonly openingThreads?: number;
  /**
   * Before it ends on SIGTERM a service says for so long that it will (/healthz), and serves on: what a balancer needs
   * to notice.
   */
  readonly drainSeconds?: number;
  readonly retry?: Partial<Retry>;
  readonly limits?: Partial<Limits>;
  /** Per endpoint, over the defaults. */
  readonly rates?: Partial<Record<EndpointName, Rate>>;
}

/** One fewer than the processors: one thread answers requests. It cannot feed more than a few. */
export const OPENING_THREADS = Math.min(4, availableParallelism() - 1);

export const RETRY: Retry = { firstMs: 1000, maxMs: 15 * 60_000, horizonDays: 7 };

export const LIMITS: Limits = {
  queueItems: 1_000_000,
  blobBytes: 20 * 1024 ** 3,
  blobDays: 60,
  fetchedBytes: 2 * 1024 ** 3,
  intakeItems: 100_000,
  mailboxBytes: 128 * 1024 ** 2,
  // A correspondent uses each address once while others are left; the last one, a mask's and an invitation's are used
  // again and again.
  addressPace: { burst: 256, perSecond: 1000 / 86_400 },
  servicePace: { burst: 4096, perSecond: 20_000 / 86_400 },
  pushEveryMinutes: 15,
  mailQueueItems: 100_000,
  reserveBytes: 256 * 1024 ** 2,
  peerConnections: 1000,
  routes: [],
};

/** Tokens an account may have in a day: far more than a person needs, receipts and fresh addresses included. */
export const PER_DAY: AccountTerms['perDay'] = { message: 2000, blob: 200, root: 8, mask: 100 };

/** What one peer may ask for. Generous: they are there to bound damage, not use: use is bounded by tokens. */
export const RATES: Partial<Record<EndpointName, Rate>> = {
  submit: { burst: 20_000, perSecond: 200 },
  // Every submission is asked about a few times at most.
  getOutcome: { burst: 20_000, perSecond: 200 },
  getStatus: { burst: 1000, perSecond: 10 },
  createBlob: { burst: 1000, perSecond: 10 },
  // A part is a quarter of a megabyte: the largest blob is 4,224 of them.
  putBlobPart: { burst: 20_000, perSecond: 200 },
  completeBlob: { burst: 1000, perSecond: 10 },
  getBlobStatus: { burst: 1000, perSecond: 10 },
  cancelBlob: { burst: 1000, perSecond: 10 },
  // The reader is mostly a receiving service, for many people.
  getBlobDigests: { burst: 5000, perSecond: 50 },
  getBlobPart: { burst: 50_000, perSecond: 1000 },
  fetchBlobDigests: { burst: 2000, perSecond: 20 },
  fetchBlobPart: { burst: 20_000, perSecond: 200 },
  getDescriptor: { burst: 500, perSecond: 5 },
  getIssuer: { burst: 1000, perSecond: 10 },
  // A client with many accounts has many allowances: enough for a household, or a few.
  openAccount: { burst: 100, perSecond: 0.02 },
  issueTokens: { burst: 1000, perSecond: 5 },
  // The deliverer is a service, with the mail of many people.
  deliver: { burst: 20_000, perSecond: 500 },
  createRoot: { burst: 200, perSecond: 1 },
  createChallenge: { burst: 1000, perSecond: 10 },
  createSession: { burst: 1000, perSecond: 10 },
  createMask: { burst: 500, perSecond: 2 },
  renewMask: { burst: 2000, perSecond: 10 },
  retireMask: { burst: 500, perSecond: 5 },
};

/** Endpoints for several at once pay for each, from what the endpoint for one of them is allowed. */
export const PAYS_AS: Partial<Record<EndpointName, EndpointName>> = { deliverMany: 'deliver' };

const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));
const natural = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Bounded by how allowances are kept (issuer/accounts.ts). */
const tokens = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4_000_000));
const positive = v.pipe(v.number(), v.gtValue(0));
const pace = v.strictObject({ burst: positive, perSecond: positive });
const domain = v.pipe(v.string(), v.maxLength(128), v.regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/));

/** An IPv4 address, or an IPv6 one (in brackets before a port). */
const nameServer = v.pipe(
  v.string(),
  v.regex(/^(\d{1,3}(\.\d{1,3}){3}(:\d{1,5})?|[0-9a-f:]{2,39}|\[[0-9a-f:]{2,39}\](:\d{1,5})?)$/i),
);

const filled = v.pipe(v.string(), v.minLength(1));

const storage = v.variant('kind', [
  v.strictObject({ kind: v.literal('sqlite') }),
  v.strictObject({
    kind: v.literal('nats'),
    servers: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[^\s/]+:\d{1,5}$/))), v.minLength(1)),
    operatorKeyFile: filled,
    namespace: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,32}$/))),
    replicas: v.exactOptional(v.picklist([1, 3, 5])),
    token: v.exactOptional(filled),
    user: v.exactOptional(filled),
    password: v.exactOptional(filled),
    tls: v.exactOptional(
      v.strictObject({ ca: v.exactOptional(filled), cert: v.exactOptional(filled), key: v.exactOptional(filled) }),
    ),
    leaseMs: v.exactOptional(v.pipe(natural, v.minValue(500), v.maxValue(60_000))),
  }),
]);

const file = v.strictObject({
  dataDir: v.pipe(v.string(), v.minLength(1)),
  storage: v.exactOptional(storage),
  host: v.exactOptional(v.pipe(v.string(), v.minLength(1))),
  port,
  origin: v.exactOptional(v.pipe(v.string(), v.maxLength(128), v.check(isOrigin))),
  roles: v.pipe(v.array(v.picklist(SERVED_ROLES)), v.minLength(1)),
  mail: v.exactOptional(
    v.strictObject({
      smtpPort: port,
      smtpHost: v.exactOptional(v.string()),
      domain,
      dns: v.exactOptional(v.record(v.string(), v.array(v.string()))),
      nameServers: v.exactOptional(v.pipe(v.array(nameServer), v.minLength(1), v.maxLength(3))),
      tls: v.exactOptional(v.strictObject({ key: v.string(), cert: v.string() })),
    }),
  ),
  issuer: v.exactOptional(
    v.strictObject({
      types: v.exactOptional(v.pipe(v.array(v.picklist(['voprf', 'rsa'])), v.minLength(1))),
      accounts: v.exactOptional(v.picklist(['open', 'invitation', 'listed'])),
      invitations: v.exactOptional(
        v.array(v.strictObject({ code: v.pipe(v.string(), v.minLength(8), v.maxLength(64)), accounts: natural })),
      ),
      listed: v.exactOptional(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))),
      perDay: v.exactOptional(v.partial(v.strictObject({ message: tokens, blob: tokens, root: tokens, mask: tokens }))),
    }),
  ),
  tokenIssuers: v.exactOptional(
    v.pipe(
      v.array(v.union([v.literal(SELF), v.pipe(v.string(), v.maxLength(128), v.check(isOrigin))])),
      v.maxLength(8),
    ),
  ),
  development: v.boolean(),
  metricsToken: v.exactOptional(v.pipe(v.string(), v.minLength(16), v.maxLength(256))),
  getNucleus: v.exactOptional(v.pipe(v.string(), v.maxLength(512), v.check(isWebAddress))),
  behindProxy: v.exactOptional(v.boolean()),
  signedDeliveriesOnly: v.exactOptional(v.boolean()),
  openingThreads: v.exactOptional(v.pipe(natural, v.maxValue(64))),
  drainSeconds: v.exactOptional(v.pipe(natural, v.maxValue(300))),
  retry: v.exactOptional(
    v.partial(
      v.strictObject({
        firstMs: positive,
        maxMs: positive,
        horizonDays: v.pipe(natural, v.minValue(1), v.maxValue(30)),
      }),
    ),
  ),
  limits: v.exactOptional(
    v.partial(
      v.strictObject({
        queueItems: natural,
        blobBytes: natural,
        blobDays: natural,
        fetchedBytes: natural,
        intakeItems: natural,
        mailboxBytes: natural,
        addressPace: pace,
        servicePace: pace,
        pushEveryMinutes: positive,
        mailQueueItems: natural,
        reserveBytes: natural,
        peerConnections: natural,
        routes: v.pipe(v.array(v.pipe(v.string(), v.maxLength(128), v.check(isOrigin))), v.maxLength(8)),
      }),
    ),
  ),
  rates: v.exactOptional(v.record(v.string(), v.strictObject({ burst: positive, perSecond: positive }))),
});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isWebAddress(text: string): boolean {
  return webLink(text)?.href === text;
}

/** @throws Fault malformed 'config-malformed', naming the place and never the value */
export function checkConfig(value: unknown): ServiceConfig {
  const result = v.safeParse(file, value);
  if (!result.success) {
    const places = result.issues.map((issue) => v.getDotPath(issue) ?? 'the whole').join(', ');
    throw new Fault('malformed', 'config-malformed', `configuration: look at ${places}`);
  }
  const config = result.output as ServiceConfig;
  if (config.roles.includes('mail') && config.mail === undefined) {
    throw new Fault('malformed', 'config-malformed', 'configuration: the role mail wants `mail`');
  }
  if (config.tokenIssuers?.includes(SELF) && !config.roles.includes('issuer')) {
    throw new Fault('malformed', 'config-malformed', 'configuration: tokens of `self` want the role issuer');
  }
  if (config.storage?.kind === 'nats' && config.origin === undefined) {
    throw new Fault('malformed', 'config-malformed', 'configuration: processes that share a store want one `origin`');
  }
  return config;
}

/**
 * NUCLEUS_CONFIG names a JSON file; NUCLEUS_DATA_DIR, _HOST, _PORT, _ORIGIN, _ROLES, _DEVELOPMENT, _METRICS_TOKEN,
 * _GET_NUCLEUS, _MAIL_DOMAIN and _SMTP_PORT win over it.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ServiceConfig {
  const path = environment.NUCLEUS_CONFIG;
  const base = path === undefined ? {} : (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>);
  const mail = pick(environment, { NUCLEUS_MAIL_DOMAIN: ['domain', String], NUCLEUS_SMTP_PORT: ['smtpPort', Number] });
  const own = pick(environment, {
    NUCLEUS_DATA_DIR: ['dataDir', String],
    NUCLEUS_HOST: ['host', String],
    NUCLEUS_PORT: ['port', Number],
    NUCLEUS_ORIGIN: ['origin', String],
    NUCLEUS_ROLES: ['roles', (text) => text.split(',').map((role) => role.trim())],
    NUCLEUS_METRICS_TOKEN: ['metricsToken', String],
    NUCLEUS_GET_NUCLEUS: ['getNucleus', String],
    NUCLEUS_DEVELOPMENT: ['development', (text) => text === '1' || text === 'true'],
  });
  const withMail = Object.keys(mail).length === 0 ? {} : { mail: { ...(base.mail as object | undefined), ...mail } };
  return checkConfig({
    dataDir: './data',
    port: 8080,
    roles: ['sending', 'receiving'],
    development: false,
    ...base,
    ...own,
    ...withMail,
  });
}

function pick(
  environment: Readonly<Record<string, string | undefined>>,
  names: Readonly<Record<string, readonly [string, (text: string) => unknown]>>,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, [key, read]] of Object.entries(names)) {
    const text = environment[name];
    if (text !== undefined && text !== '') found[key] = read(text);
  }
  return found;
}
