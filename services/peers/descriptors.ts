// Descriptors of other services, fetched for clients (so that no new service sees their network address) and for the
// mail gateway. Kept in memory for a while; a failure is kept too, briefly, so that a dead origin costs one request and
// not one per caller. The signature is checked, which binds a descriptor to the key in it; the caller judges whether
// that key is the one meant.
import { decodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeUtf8 } from '#bytes/utf8.ts';
import { verifyDescriptor } from '#protocol/service/descriptor.ts';
import { WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { type DescriptorStatement, descriptor } from '#wire/service.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { Metrics } from '../runtime/metrics.ts';

export interface FetchedDescriptor {
  /** The format `descriptor`, encoded and signed. */
  readonly bytes: Uint8Array;
  readonly statement: DescriptorStatement;
}

interface Entry {
  readonly result: Promise<FetchedDescriptor | null>;
  until: number;
}

const KEPT_MS = 10 * 60_000;
const FAILURE_KEPT_MS = 15_000;
const MAX_KEPT = 1000;
const TIMEOUT_MS = 10_000;
/** Base64url of the biggest descriptor, and the JSON around it. */
const MAX_ANSWER_BYTES = Math.ceil((descriptor.maxBytes * 4) / 3) + 1024;

export class Descriptors {
  readonly #outgoing: Outgoing;
  readonly #metrics: Metrics;
  readonly #now: () => number;
  readonly #kept = new Map<string, Entry>();

  constructor(outgoing: Outgoing, metrics: Metrics, now: () => number) {
    this.#outgoing = outgoing;
    this.#metrics = metrics;
    this.#now = now;
  }

  /** Whether it would be answered without asking anybody. */
  has(origin: string): boolean {
    return (this.#kept.get(origin)?.until ?? 0) > this.#now();
  }

  /**
   * Null if the origin does not answer, or not with a descriptor of itself. Callers at the same time share one
   * request.
   */
  async of(origin: string): Promise<FetchedDescriptor | null> {
    const kept = this.#kept.get(origin);
    if (kept !== undefined && kept.until > this.#now()) {
      this.#metrics.count('descriptors_total', 'cache');
      return kept.result;
    }
    const entry: Entry = { result: this.#fetch(origin), until: this.#now() + TIMEOUT_MS };
    this.#kept.delete(origin);
    this.#kept.set(origin, entry);
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    const result = await entry.result;
    entry.until = this.#now() + (result === null ? FAILURE_KEPT_MS : KEPT_MS);
    this.#metrics.count('descriptors_total', result === null ? 'unavailable' : 'network');
    return result;
  }

  async #fetch(origin: string): Promise<FetchedDescriptor | null> {
    try {
      const answer = await this.#outgoing.ask(origin, WELL_KNOWN_PATH, null, MAX_ANSWER_BYTES, TIMEOUT_MS);
      const bytes = answer.status === 200 ? bytesOf(answer.body) : null;
      return bytes === null ? null : { bytes, statement: verifyDescriptor(bytes, { origin }) };
    } catch (error) {
      if (error instanceof Fault && error.blame !== 'bug') return null;
      throw error;
    }
  }
}

function bytesOf(body: Uint8Array): Uint8Array | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decodeUtf8(body) ?? '');
  } catch {
    return null;
  }
  const text = (parsed as { descriptor?: unknown } | null)?.descriptor;
  return typeof text === 'string' ? decodeBase64url(text) : null;
}
