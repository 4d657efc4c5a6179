// The receiving service: roots, deliveries, mailboxes and access to them. It can link everything
// under one root, and nothing else: it never sees writers, contents, or which correspondents of a root are one person.

import { encodeHex } from '#bytes/base64url.ts';
import { ascii, concat, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { hmacSha256, sha256 } from '#crypto/hash.ts';
import { dayOf } from '#protocol/base/day.ts';
import { verifySession } from '#protocol/service/session.ts';
import type { ValueOf } from '#wire/format.ts';
import type { ServiceName } from '#wire/service.ts';
import { ENVELOPE_BYTES, ID_BYTES } from '#wire/sizes.ts';
import { MAILBOX_PAGE, type Mailbox, rootRequest } from '#wire/transport.ts';
import { type EndpointHandlers, refuse, type Session } from '../http/call.ts';
import { Background } from '../runtime/background.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { KeyValue, Mailboxes, Signals, Storage } from '../storage/storage.ts';
import type { Redemption } from '../tokens/redemption.ts';
import type { FetchingEndpoint } from './fetches.ts';
import type { Generations } from './generations.ts';
import { Intake } from './intake.ts';
import { decodeItem } from './mailbox-item.ts';
import { Notices } from './notices.ts';
import { openHere } from './opening.ts';
import { OpeningThreads } from './opening-threads.ts';
import type { PaceLimit } from './pace.ts';
import { Roots } from './roots.ts';
import { SESSION_LIFETIME_MS, Sessions } from './sessions.ts';
import type { Signers } from './signers.ts';
import { Taking } from './taking.ts';

export interface ReceivingLimits {
  /** Deliveries accepted and not yet opened; above, deliveries are refused as unavailable. */
  readonly intakeItems: number;
  /** Bytes waiting in one mailbox; what would exceed them is dropped, the newest first, and counted. */
  readonly mailboxBytes: number;
  /** How often one delivery address is written to; earlier deliveries wait. */
  readonly addressPace: PaceLimit;
  /** How much one sending service brings to one root; the rest waits. */
  readonly servicePace: PaceLimit;
  /** Between two notices to a mailbox that is told now and then. */
  readonly pushEveryMinutes: number;
}

export interface ReceivingParts {
  readonly storage: Storage;
  readonly service: ServiceName;
  readonly generations: Generations;
  readonly sessionKey: Uint8Array;
  readonly redemption: Redemption;
  readonly limits: ReceivingLimits;
  readonly signers: Signers;
  /** Deliveries that no service signed are refused. */
  readonly signedOnly: boolean;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly entropy: Entropy;
  readonly random: () => number;
  /** How many threads may open deliveries beside the one that answers requests; 0: that one does it. */
  readonly openingThreads: number;
}

/** With fewer waiting, handing over to a thread would take longer than opening here. */
const MANY_WAITING = 8;
/**
 * With so many waiting, and every thread busy for some time, the thread that answers requests opens too, and so takes
 * in less.
 */
const FALLING_BEHIND = 500;
const NOTHING = new Uint8Array(0);
const WORD_BYTES = 16;
/**
 * Stands in for the key of a root that does not exist, so that asking takes as long: y = 4/5, the base point of
 * Ed25519.
 */
const NOBODY = new Uint8Array(32).fill(0x66).with(0, 0x58);

export class Receiving {
  readonly #parts: ReceivingParts;
  readonly #intake: Intake;
  readonly #taking: Taking;
  readonly #threads: OpeningThreads;
  readonly #roots: Roots;
  readonly #sessions: Sessions;
  readonly #mailboxes: Mailboxes;
  readonly #usedChallenges: KeyValue;
  readonly #arrivals: Signals;
  readonly #notices: Notices;
  readonly #background = new Background();

  constructor(parts: ReceivingParts) {
    this.#parts = parts;
    this.#roots = new Roots(parts.storage, parts.now);
    this.#sessions = new Sessions(parts.sessionKey);
    this.#mailboxes = parts.storage.mailboxes('mailboxes');
    this.#usedChallenges = parts.storage.keyValue('used challenges');
    this.#arrivals = parts.storage.signals('arrivals');
    const { pushEveryMinutes } = parts.limits;
    const tell = (root: Uint8Array, body: Uint8Array | null) =>
      this.#arrivals.send(root, body === null ? undefined : wordOf(body));
    this.#notices = new Notices({ everyMs: pushEveryMinutes * 60_000, tell, random: parts.random });
    const { service, generations, openingThreads } = parts;
    const here = openHere({ service, secretsOf: (generation) => generations.secretsOf(generation) });
    this.#threads = new OpeningThreads(
      () => ({ service, revision: generations.revision, allSecrets: () => generations.allSecrets() }),
      openingThreads,
    );
    this.#intake = new Intake({
      ...parts,
      ...parts.limits,
      roots: this.#roots,
      openerFor: (waiting) => {
        if (openingThreads === 0 || waiting < MANY_WAITING) return here;
        return waiting >= FALLING_BEHIND && this.#threads.depth > 1 ? here : this.#threads;
      },
      arrived: (root, latency, body) => this.#notices.arrived(root, latency, body),
    });
    this.#taking = new Taking({ ...parts, intake: this.#intake, background: this.#background });
  }

  start(): Promise<void> {
    return this.#intake.start();
  }

  async stop(): Promise<void> {
    this.#background.stop();
    await this.#intake.stop();
    this.#notices.stop();
    await this.#threads.close();
  }

  /** Resolves when no question to another service is under way: called when the way out is closed. */
  settled(): Promise<void> {
    return this.#background.end();
  }

  /**
   * Calls back whenever something new waits in the mailbox of the root, whichever process put it there, and when the
   * root is retired; with a word for `waiting` if it is told as it came.
   */
  onArrival(root: Uint8Array, listener: (word: Uint8Array | null) => void): () => void {
    return this.#arrivals.listen(root, listener);
  }

  /** The session of a credential, if it holds and its root still exists. */
  async authorise(credential: Uint8Array): Promise<Session | null> {
    const session = this.#sessions.check(credential, this.#parts.now());
    return session !== null && (await this.#roots.find(session.root)) !== null ? session : null;
  }

  /**
   * How much waits. @param word of `onArrival`: names the item that just came, which is answered if it is small and
   * nothing else waits
   */
  async waiting(root: Uint8Array, word: Uint8Array | null): Promise<{ count: number; only: Mailbox | null }> {
    const { items, waiting } = await this.#mailboxes.read(root, word === null ? 0 : 1, this.#parts.now());
    const [first] = items;
    if (word === null || first === undefined || waiting > 1 || !equal(wordOf(first.body), word))
      return { count: waiting, only: null };
    const item = { sequence: first.sequence, ...decodeItem(first.body) };
    const isSmall = item.envelope.length === ENVELOPE_BYTES.small;
    return { count: waiting, only: isSmall ? { items: [item], remaining: 0 } : null };
  }

  async #pageAfter(root: Uint8Array, after: number): Promise<Mailbox> {
    const { items, waiting } = await this.#mailboxes.read(root, MAILBOX_PAGE, this.#parts.now(), after);
    return {
      items: items.map(({ sequence, body }) => ({ sequence, ...decodeItem(body) })),
      remaining: waiting - items.length,
    };
  }

  /** Of roots and mailboxes; those for reading blobs are in fetches.ts. */
  readonly handlers: Omit<EndpointHandlers<'receiving'>, FetchingEndpoint> = {
    deliver: (call) => this.#taking.one(call),

    deliverMany: (call) => this.#taking.several(call),

    createRoot: async ({ body }) => {
      const { now, entropy, redemption, sessionKey } = this.#parts;
      const { addressKey, accessKey, token } = body;
      const notPaid = await redemption.redeem('root', token, rootRequest.encode({ ...body, token: NOTHING }));
      if (notPaid !== null) return notPaid;
      // A paid request makes one root: the same request again has the same root for an answer.
      const name = token.length === 0 ? entropy(ID_BYTES) : rootNameOf(sessionKey, body);
      const fresh = { addressKey, accessKey, createdDay: dayOf(now()), latency: 'now' } as const;
      return { root: await this.#roots.create(name, fresh, entropy) };
    },

    createChallenge: async () => {
      return { challenge: this.#sessions.createChallenge(this.#parts.now(), this.#parts.entropy) };
    },

    createSession: async ({ body }) => {
      const { service, now, metrics } = this.#parts;
      const { root, scope, challenge, signature } = body;
      const known = this.#sessions.checkChallenge(challenge, now());
      const accessKey = (await this.#roots.find(root))?.accessKey ?? NOBODY;
      const signed = verifySession(accessKey, { origin: service.origin, root, scope, challenge }, signature);
      // Used up only when everything else holds: a party that merely sees a challenge cannot spoil it.
      const granted =
        known !== null &&
        signed &&
        accessKey !== NOBODY &&
        (await this.#usedChallenges.create(encodeHex(sha256(challenge)), NOTHING, now(), known.expiresAt));
      metrics.count('sessions_total', granted ? 'granted' : 'refused');
      if (!granted) return refuse('untrusted');
      return { session: this.#sessions.create(root, scope, now()), lifetimeSeconds: SESSION_LIFETIME_MS[scope] / 1000 };
    },

    getMailbox: async ({ session }) => this.#pageAfter(session.root, 0),

    getMailboxPage: async ({ body, session }) => {
      if (body.acknowledged.length > 0) await this.#mailboxes.delete(session.root, body.acknowledged);
      return this.#pageAfter(session.root, body.after);
    },

    acknowledge: async ({ body, session }) => {
      await this.#mailboxes.delete(session.root, body.sequences);
      return null;
    },

    revoke: async ({ body, session }) => {
      await this.#roots.revoke(session.root, body.ids, this.#parts.generations.allExpireAt());
      return null;
    },

    setLatency: async ({ body, session }) => {
      // A session ends with its root.
      return (await this.#roots.setLatency(session.root, body.latency)) ? null : refuse('unauthorised');
    },

    retireRoot: async ({ session }) => {
      await this.#roots.retire(session.root);
      await this.#mailboxes.drop(session.root);
      this.#arrivals.send(session.root);
      return null;
    },
  };
}

/** Names an item among those of its mailbox. */
const wordOf = (body: Uint8Array): Uint8Array => sha256(body).subarray(0, WORD_BYTES);

function rootNameOf(key: Uint8Array, request: ValueOf<typeof rootRequest>): Uint8Array {
  return hmacSha256(key, concat(ascii('nucleus/root-name/1'), rootRequest.encode(request))).slice(0, ID_BYTES);
}
