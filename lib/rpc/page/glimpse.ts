// What the side panel shows of an open vault before the worker answers: the answers to what it asks first, as the
// worker last had them (lib/rpc/worker). UTF-8 of JSON, by our own worker, in volatile memory; pages read it, so it
// needs no library. What the worker then answers takes its place.
import { isLeftAlone } from '#app/device/left-alone.ts';
import { decodeUtf8, encodeUtf8 } from '#bytes/utf8.ts';
import type { MethodAnswer } from '../call/contract.ts';
import type { PageContract } from './contract.ts';

/** Another number than a former program's: its glimpse is none. */
const FORMAT = 1;
/** More than are in sight in most panels. */
export const MOST_ROWS = 20;
const MOST_BYTES = 32 * 1024;

export interface Glimpse {
  readonly recoveryConfirmed: boolean;
  /** Of the settings: a vault left alone for longer counts as locked. 0: it never does. */
  readonly autoLockMinutes: number;
  /** Its first rows. */
  readonly conversations: MethodAnswer<PageContract['conversations']>;
}

const written = (glimpse: Glimpse): Uint8Array => encodeUtf8(JSON.stringify({ format: FORMAT, ...glimpse }));

/** With as many rows as there is room for. */
export function encodeGlimpse(glimpse: Glimpse): Uint8Array {
  const { conversations, ...rest } = glimpse;
  for (let rows = MOST_ROWS; ; rows >>= 1) {
    const items = conversations.items.slice(0, rows);
    const encoded = written({ ...rest, conversations: { ...conversations, items } });
    if (encoded.length <= MOST_BYTES || items.length === 0) return encoded;
  }
}

/**
 * @param usedAt when Nucleus was last used; null: not known
 * @returns null: there is none to be shown
 */
export function decodeGlimpse(encoded: Uint8Array | null, usedAt: number | null, now: number): Glimpse | null {
  if (encoded === null || encoded.length > MOST_BYTES) return null;
  try {
    const { format, ...glimpse } = JSON.parse(decodeUtf8(encoded) ?? 'null') as Glimpse & { format: unknown };
    if (format !== FORMAT) return null;
    const { autoLockMinutes } = glimpse;
    // A mark from the future: the clock was put back, and nobody knows for how long.
    const isKnown = usedAt !== null && usedAt <= now;
    return autoLockMinutes === 0 || (isKnown && !isLeftAlone(usedAt, autoLockMinutes, now)) ? glimpse : null;
  } catch {
    return null;
  }
}
