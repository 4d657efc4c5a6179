// How hard a passphrase is to guess, by zxcvbn-ts with the lists of common passwords, loaded when the first letter is typed (≈ 230 kB). What is
// typed never leaves the page. The worker has the last word; this is advice while typing.

import { type ReadonlySignal, signal } from '@preact/signals';

export type Advice = 'longer' | 'words' | 'common' | 'repeats' | 'sequence' | 'date' | 'fine' | 'strong';

export interface Strength {
  /** 0 … 4 as zxcvbn scores. */
  score: number;
  advice: Advice;
}

type Check = (passphrase: string) => { score: number; feedback: { warning: string | null } };
let loading: Promise<Check> | null = null;

function loadCheck(): Promise<Check> {
  loading ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]).then(([core, common]) => {
    const factory = new core.ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
    return (passphrase) => factory.check(passphrase);
  });
  return loading;
}

const BY_WARNING: Record<string, Advice> = {
  straightRow: 'sequence',
  keyPattern: 'sequence',
  simpleRepeat: 'repeats',
  extendedRepeat: 'repeats',
  sequences: 'sequence',
  recentYears: 'date',
  dates: 'date',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  wordByItself: 'words',
  pwned: 'common',
};

/** A passphrase of this score can be chosen: 3 is beyond guessing at 10,000 tries a second, and Argon2id makes each of them slow. */
export const ENOUGH_SCORE = 3;
const SHORT_LETTERS = 12;

export function adviceFor(score: number, warning: string | null, letters: number): Advice {
  if (score >= 4) return 'strong';
  if (score >= ENOUGH_SCORE) return 'fine';
  const known = warning ? BY_WARNING[warning] : undefined;
  return known ?? (letters < SHORT_LETTERS ? 'longer' : 'words');
}

export interface StrengthModel {
  /** null: nothing typed, or the lists are still on their way. */
  readonly strength: ReadonlySignal<Strength | null>;
  /** Resolves when it is judged; never rejects: without the lists there is no advice, and the worker judges alone. */
  judge(passphrase: string): Promise<void>;
}

export function createStrength(): StrengthModel {
  const strength = signal<Strength | null>(null);
  let turn = 0;
  return {
    strength,
    async judge(passphrase) {
      const mine = ++turn;
      if (passphrase === '') {
        strength.value = null;
        return;
      }
      const check = await loadCheck().catch(() => null);
      if (mine !== turn || check === null) return;
      // zxcvbn's work grows with the square of the length; what is past a hundred letters is strong already.
      const { score, feedback } = check(passphrase.slice(0, 100));
      strength.value = { score, advice: adviceFor(score, feedback.warning, passphrase.length) };
    },
  };
}
