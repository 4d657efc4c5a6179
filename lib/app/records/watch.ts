// Letters that a sending service has taken and no receipt has confirmed yet; services of theirs that did not take a
// letter; and why a message could not be brought.
import { choice, list, struct, text, timestamp, u8, type ValueOf } from '#wire/format.ts';
import { ENVELOPE_BYTES, ORIGIN_BYTES } from '#wire/sizes.ts';
import { letterFields } from './letter.ts';
import { NOWHERE, recordKind, refs, singleton } from './record.ts';

/** It goes when a receipt names its message; when an automatic one is delivered; or when nothing more can be done. */
export const transitKind = recordKind(
  'transit',
  'own',
  1,
  ENVELOPE_BYTES.large + 6144,
  struct({
    ...letterFields,
    /** When the newest passage began. */
    acceptedAt: timestamp,
    /** How often that passage was asked about, and how often in a row no answer came. */
    asked: u8,
    unanswered: u8,
    notBeforeAt: timestamp,
  }),
  NOWHERE,
);
export type Transit = ValueOf<typeof transitKind.format>;
/**
 * A message has one at most, so that a receipt finds it: `name` is its number; of an automatic one, something random.
 */
export const transit = refs<Transit, [relationship: string, name: string | number]>(transitKind);

/** Receiving services that did not take what was meant for them: others are tried first until then. */
export const MAX_TROUBLES = 32;
export const troublesKind = recordKind(
  'troubles',
  'own',
  1,
  MAX_TROUBLES * (ORIGIN_BYTES + 8) + 8,
  struct({ items: list(MAX_TROUBLES, struct({ origin: text(ORIGIN_BYTES), untilAt: timestamp })) }),
  NOWHERE,
);
export const troubles = singleton(troublesKind);

/** Codes are append-only. */
export const FAILURES = {
  /** No sending service of mine took it. */
  untaken: 1,
  /** No address of theirs is good any more. */
  unaddressed: 2,
  /** The services refused it for good. */
  refused: 3,
  /** It was taken, and could be brought to none of their services. */
  undelivered: 4,
} as const;
export type Failure = keyof typeof FAILURES;
/** Why a message of mine failed; there for failed ones only, and written with them. */
export const failureKind = recordKind('failure', 'fact', 1, 16, struct({ why: choice(FAILURES) }), NOWHERE);
export const failure = refs<{ why: Failure }, [relationship: string, sequence: number]>(failureKind);
