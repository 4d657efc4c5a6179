// Blobs of any service, read for the owners of roots (docs/protocol/blobs.md): the host sees this service and not the
// reader. The bytes are verified against the digest that the reader named, so neither the host nor the maker of the
// reference can use this to read anything else; private networks are not asked (outgoing.ts). Small blobs are kept for
// a day under their digest. Nothing here has a key.
import { encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { equal, u32Bytes } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { areDigestsOf } from '#protocol/blob/blob.ts';
import { type DigestsQuery, isHostedSize, MAX_PARTS, type PartQuery, partBytes, partCount } from '#wire/blob.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { DIGEST_BYTES, PART_BYTES } from '#wire/sizes.ts';
import { partDigest } from '../blobs/hosted.ts';
import { type EndpointHandlers, type Refusal, refuse, type Session } from '../http/call.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { type Rate, RateLimit } from '../runtime/rate.ts';
import type { Blobs, Storage } from '../storage/storage.ts';
import { Turns } from './turns.ts';

const MIB = 1024 ** 2;
const KEPT_MS = 24 * 60 * 60_000;
/** Larger ones are read once, by one device, and would push out all others. */
const KEPT_BLOB_BYTES = 32 * MIB;
/** What one root may read, in MiB: two of the largest at once, 2 MiB a second then. */
const ROOT_MIB: Rate = { burst: 2560, perSecond: 2 };
/**
 * Different things that one root may wait for at once: twice what one device of its owner asks for. A host of its own
 * that never answers holds no more.
 */
const ROOT_AT_ONCE = 16;
/**
 * Calls that may wait for them. A device that was killed asks again for the same and is heard; so is the next, and the
 * one after it.
 */
const ROOT_CALLS = 4 * ROOT_AT_ONCE;
/**
 * Requests to hosts at once, each of a part at most in memory; as many of one host as there are sockets to it; and how
 * many may wait for their turn.
 */
const TURNS = { atOnce: 48, ofOneHost: 16, waiting: 512 };
/** Lists of digests in memory: 32 of the longest. */
const LIST_BYTES = 32 * MAX_PARTS * DIGEST_BYTES;
const TIMEOUT_MS = 30_000;
const BUSY_SECONDS = 5;

export type FetchingEndpoint = 'fetchBlobPart' | 'fetchBlobDigests';

type Fetched = Uint8Array | Refusal<'not-found' | 'untrusted' | 'bad-gateway' | 'unavailable'>;

export interface FetchesParts {
  readonly storage: Storage;
  readonly outgoing: Outgoing;
  /** Of this process: what it hosts itself is not kept twice. */
  readonly origin: string;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Bytes of other services' blobs kept at most. */
  readonly fetchedBytes: number;
}

export class Fetches {
  readonly #parts: FetchesParts;
  readonly #kept: Blobs;
  readonly #roots: RateLimit;
  /** Fetches under way, by name: a second reader of the same waits for the same answer. */
  readonly #running = new Map<string, Promise<Fetched>>();
  /** Verified lists by digest, the last used at the end. */
  readonly #lists = new Map<string, Uint8Array>();
  #listBytes = 0;
  readonly #turns = new Turns(TURNS);
  /** How many calls wait for what, by root and by the name of what they wait for. */
  readonly #underWay = new Map<string, Map<string, number>>();

  constructor(parts: FetchesParts) {
    this.#parts = parts;
    this.#kept = parts.storage.blobs('fetched');
    this.#roots = new RateLimit(ROOT_MIB, parts.now);
  }

  readonly handlers: Pick<EndpointHandlers<'receiving'>, FetchingEndpoint> = {
    fetchBlobPart: async ({ body, session }) => {
      if (!this.#isAskable(body) || body.part >= partCount(body.byteCount)) return refuse('malformed');
      const mib = partBytes(body.byteCount, body.part) / MIB;
      return this.#forRoot(session, mib, `${nameOf(body)} ${body.part}`, () => this.#part(body));
    },

    fetchBlobDigests: async ({ body, session }) => {
      if (!this.#isAskable(body)) return refuse('malformed');
      const mib = (partCount(body.byteCount) * DIGEST_BYTES) / MIB;
      return this.#forRoot(session, mib, `${nameOf(body)} list`, () => this.#list(body));
    },
  };

  async #forRoot(
    { root }: Session,
    mib: number,
    what: string,
    work: () => Promise<Fetched>,
  ): Promise<Fetched | Refusal<'rate-limited'>> {
    const name = encodeHex(root);
    const waiting = this.#underWay.get(name) ?? new Map<string, number>();
    const calls = [...waiting.values()].reduce((sum, count) => sum + count, 0);
    const full = calls >= ROOT_CALLS || (!waiting.has(what) && waiting.size >= ROOT_AT_ONCE);
    if (full) return refuse('rate-limited', BUSY_SECONDS);
    const waitSeconds = this.#roots.take(name, mib);
    if (waitSeconds > 0) return refuse('rate-limited', waitSeconds);
    this.#underWay.set(name, waiting.set(what, (waiting.get(what) ?? 0) + 1));
    try {
      return await this.#once(what, work);
    } finally {
      const left = (waiting.get(what) ?? 1) - 1;
      if (left === 0) waiting.delete(what);
      else waiting.set(what, left);
      if (waiting.size === 0) this.#underWay.delete(name);
    }
  }

  #isAskable({ origin, byteCount }: DigestsQuery): boolean {
    return isHostedSize(byteCount) && this.#parts.outgoing.allows(origin);
  }

  #once(name: string, work: () => Promise<Fetched>): Promise<Fetched> {
    const running = this.#running.get(name);
    if (running !== undefined) return running;
    const started = work().finally(() => this.#running.delete(name));
    this.#running.set(name, started);
    return started;
  }

  async #part(query: PartQuery): Promise<Fetched> {
    const { metrics, now } = this.#parts;
    const kept = await this.#kept.readPart(query.digest, query.part, now());
    if (kept !== null) {
      metrics.count('fetches_total', 'kept');
      return kept;
    }
    // A blob of one part: its list is the digest of that part.
    const list =
      partCount(query.byteCount) === 1 ? null : await this.#once(`${nameOf(query)} list`, () => this.#list(query));
    if (list !== null && !(list instanceof Uint8Array)) return list;
    const path = ENDPOINTS.getBlobPart.path
      .replace(':id', encodeBase64url(query.id))
      .replace(':part', encodeBase64url(u32Bytes(query.part)));
    const body = await this.#ask(query.origin, path, PART_BYTES);
    if (!(body instanceof Uint8Array)) return body;
    const digest = partDigest(body);
    const genuine =
      list === null
        ? areDigestsOf(query, digest)
        : equal(digest, list.subarray(query.part * DIGEST_BYTES, (query.part + 1) * DIGEST_BYTES));
    if (!genuine || body.length !== partBytes(query.byteCount, query.part)) return this.#foreign();
    metrics.count('fetches_total', 'fetched');
    await this.#keep(query, body, digest);
    return body;
  }

  async #list(query: DigestsQuery): Promise<Fetched> {
    const name = encodeHex(query.digest);
    const known = this.#lists.get(name);
    if (known !== undefined && areDigestsOf(query, known)) {
      this.#lists.delete(name);
      this.#lists.set(name, known);
      return known;
    }
    const path = ENDPOINTS.getBlobDigests.path.replace(':id', encodeBase64url(query.id));
    const list = await this.#ask(query.origin, path, partCount(query.byteCount) * DIGEST_BYTES);
    if (!(list instanceof Uint8Array)) return list;
    if (!areDigestsOf(query, list)) return this.#foreign();
    // Another may have asked for the same meanwhile, under another id.
    if (!this.#lists.has(name)) this.#listBytes += list.length;
    this.#lists.set(name, list);
    for (const [oldest, bytes] of this.#lists) {
      if (this.#listBytes <= LIST_BYTES) break;
      this.#lists.delete(oldest);
      this.#listBytes -= bytes.length;
    }
    return list;
  }

  #foreign(): Fetched {
    this.#parts.metrics.count('fetches_total', 'foreign');
    return refuse('untrusted');
  }

  async #ask(origin: string, path: string, maxBytes: number): Promise<Fetched> {
    const turn = this.#turns.take(origin);
    if (turn === null) return refuse('unavailable', BUSY_SECONDS);
    const end = await turn;
    try {
      const answer = await this.#parts.outgoing.ask(origin, path, null, maxBytes, TIMEOUT_MS);
      if (answer.status === 200) return answer.body;
      this.#parts.metrics.count('fetches_total', answer.status === 404 ? 'gone' : 'unreachable');
      return answer.status === 404
        ? refuse('not-found')
        : refuse('bad-gateway', answer.retryAfterSeconds ?? BUSY_SECONDS);
    } catch (error) {
      if (!(error instanceof Fault) || error.blame === 'bug') throw error;
      this.#parts.metrics.count('fetches_total', 'unreachable');
      return refuse('bad-gateway', BUSY_SECONDS);
    } finally {
      end();
    }
  }

  async #keep(query: PartQuery, body: Uint8Array, digest: Uint8Array): Promise<void> {
    const { origin, now, fetchedBytes } = this.#parts;
    if (query.origin === origin || query.byteCount > KEPT_BLOB_BYTES) return;
    if ((await this.#kept.find(query.digest, now())) === null) {
      if ((await this.#kept.byteCount()) + query.byteCount > fetchedBytes) return;
      const until = now() + KEPT_MS;
      const blob = { byteCount: query.byteCount, unfinishedUntil: until, expiresAt: until };
      await this.#kept.create(query.digest, blob, now());
    }
    await this.#kept.writePart(query.digest, query.part, body, digest, now());
  }
}

/** Origin and id belong to it: an answer for one host is not given for another. */
function nameOf({ origin, id, digest, byteCount }: DigestsQuery): string {
  return `${origin} ${encodeHex(id)} ${encodeHex(digest)} ${byteCount}`;
}
