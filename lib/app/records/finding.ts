// What a person said of findings about their log-ins (lib/logins/watch/findings.ts), and what was asked about leaks.
// The findings themselves are worked out anew. Each record has the id of its log-in.
import { boolean, bytes, choice, list, struct, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { NOWHERE, recordKind, refs, singleton } from './record.ts';

const FINDING_CODES = {
  leaked: 1,
  'mask-leaked': 2,
  reused: 3,
  weak: 4,
  'plain-http': 5,
  old: 6,
  'two-factor': 7,
} as const;

/** Which findings are to be passed over; of one that was written by two devices the later counts. */
export const ignoredFindingsKind = recordKind(
  'ignored-findings',
  'fact',
  1,
  256,
  struct({ reasons: list(16, struct({ reason: choice(FINDING_CODES), at: timestamp, isIgnored: boolean })) }),
  [{ topic: 'entries' }],
);
export type IgnoredFindings = ValueOf<typeof ignoredFindingsKind.format>;
export const ignoredFindings = refs<IgnoredFindings, [id: string]>(ignoredFindingsKind);

/** Whether it may be asked which passwords were leaked. There is none until the person said so. */
export const leakConsentKind = recordKind('leak-consent', 'own', 1, 16, struct({ isGiven: boolean }), [
  { topic: 'watch' },
]);
export const leakConsent = singleton(leakConsentKind);

/** First bytes of a password's SHA-256: they say whether an answer is about the password that is there now. */
export const PASSWORD_MARK_BYTES = 16;
export const leakAnswerKind = recordKind(
  'leak-answer',
  'own',
  1,
  64,
  struct({ mark: bytes(PASSWORD_MARK_BYTES), seen: u32, at: timestamp }),
  // The watch tells pages of it, once for many.
  NOWHERE,
);
export type LeakAnswer = ValueOf<typeof leakAnswerKind.format>;
export const leakAnswer = refs<LeakAnswer, [id: string]>(leakAnswerKind);
