// What a person is told of a call that failed. Expected outcomes have words of their own where they are asked for; this
// is for the rest, by who is to blame.

import { type Blame, Fault } from '#bytes/fault.ts';
import { i18n } from '#i18n';

const WORDS = {
  malformed: 'unexpected',
  untrusted: 'refused',
  refused: 'refused',
  unavailable: 'unreachable',
  locked: 'locked',
  bug: 'unexpected',
} as const satisfies Record<Blame, string>;

type FailureWords = (typeof WORDS)[Blame] | 'noAnswer' | 'full' | 'storage';

export function wordsFor(error: unknown): FailureWords {
  if (!(error instanceof Fault)) return 'unexpected';
  const { blame, code } = error;
  if (code === 'worker-gone') return 'noAnswer';
  if (code === 'storage-full') return 'full';
  return code.startsWith('storage-') ? 'storage' : WORDS[blame];
}

export function failureText(error: unknown): string {
  return i18n.t(`failure.${wordsFor(error)}`);
}
