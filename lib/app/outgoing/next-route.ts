// The next route of a letter that a sending service has taken (docs/protocol/delivery.md): a pure decision from its
// record. If the way it went leads nowhere, the same envelope goes another; so often and no oftener; only when no way
// is left does the message fail. Whether a receipt came is not asked here: with it the record is gone.
import type { Entropy } from '#bytes/entropy.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { DELAY_SECONDS } from '#wire/transport.ts';
import { MAX_PASSAGES } from '../records/letter.ts';
import type { Transit } from '../records/watch.ts';

export type RouteDecision =
  /** Nothing more can or need be done. */
  | { readonly is: 'done' }
  | { readonly is: 'wait'; readonly untilAt: number }
  /** To the next of their services. */
  | { readonly is: 'turn' }
  /** The same address by another service of mine. */
  | { readonly is: 'again' }
  | { readonly is: 'failed' };

/** First question: a correspondent who is there sends a receipt sooner, and then none is asked. */
const FIRST_MS = 90_000;
/** Nothing waits for automatic messages, so they are asked about later. */
const FIRST_AUTOMATIC_MS = 8 * 60_000;
const AGAIN_MS = 5 * 60_000;
const MAX_AGAIN_MS = 4 * 3_600_000;
/** Delivered, and no receipt for so long: the address may lead nowhere, which no service tells. A night is shorter. */
export const SILENT_MS = 12 * 3_600_000;
/** Services go on trying for 7 days: until then another way may be opened. */
const HORIZON_MS = 7 * DAY_MS;
/** And a day more until all of them have said so. */
const END_MS = HORIZON_MS + DAY_MS;
/** A service of mine that does not say what became of a letter may have lost it. */
const UNANSWERED = 2;

/** When a letter that was taken now is first looked after. Draws 2 bytes. */
export function firstLookAt(
  { sequence, delay }: Pick<Transit, 'sequence' | 'delay'>,
  now: number,
  entropy: Entropy,
): number {
  return now + DELAY_SECONDS[delay] * 1000 + within(sequence === 0 ? FIRST_AUTOMATIC_MS : FIRST_MS, entropy);
}

/** Judged after its outcomes were asked. Draws 2 bytes if it waits. */
export function judge(letter: Transit, now: number, entropy: Entropy): RouteDecision {
  const { passages, alternates, sequence, acceptedAt, delay, asked, unanswered } = letter;
  const age = now - letter.createdAt;
  const newest = passages.at(-1);
  const mayGoOn = passages.length < MAX_PASSAGES && age < HORIZON_MS;
  const turns = mayGoOn && alternates.length > 0;
  if (passages.some(({ outcome }) => outcome === 'delivered')) {
    if (sequence === 0) return { is: 'done' };
    const silentAt = acceptedAt + DELAY_SECONDS[delay] * 1000 + SILENT_MS;
    // Written under a clock that has been put back since, it would wait for ever.
    if (now < silentAt && now >= acceptedAt) return { is: 'wait', untilAt: silentAt + within(SILENT_MS / 8, entropy) };
    return turns && newest?.outcome === 'delivered' ? { is: 'turn' } : { is: 'done' };
  }
  if (newest !== undefined && newest.outcome !== 'waiting') {
    if (turns) return { is: 'turn' };
    if (newest.outcome === 'unknown' && mayGoOn) return { is: 'again' };
    if (passages.every(({ outcome }) => outcome !== 'waiting')) return ended(sequence);
  } else {
    // The service still holds it after all that time: theirs is away.
    if (asked > 0 && unanswered === 0 && turns) return { is: 'turn' };
    if (unanswered >= UNANSWERED && mayGoOn) return { is: turns ? 'turn' : 'again' };
  }
  if (age >= END_MS) return ended(sequence);
  const longer = Math.min(MAX_AGAIN_MS, AGAIN_MS * 2 ** Math.min(asked, 10));
  return { is: 'wait', untilAt: now + within(longer, entropy) };
}

const ended = (sequence: number): RouteDecision => ({ is: sequence === 0 ? 'done' : 'failed' });

/** From two thirds to four thirds of it, so that questions about letters of one moment come at different ones. */
function within(durationMs: number, entropy: Entropy): number {
  const draw = entropy(2);
  const share = (((draw[0] ?? 0) << 8) | (draw[1] ?? 0)) / 0x10000;
  return Math.round(durationMs * (2 / 3 + (2 / 3) * share));
}
