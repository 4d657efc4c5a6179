// How hard a new passphrase is to guess: first by the worker's own rule, without a dictionary
// (lib/logins/passphrase.ts), then by zxcvbn with lists of common passwords and of English words and names (≈ 800 kB,
// in pages only). The passphrase never leaves the page for this.

import { type ReadonlySignal, signal } from '@preact/signals';
import { weaknessOf } from '#logins/passphrase.ts';

export type Advice = 'longer' | 'words' | 'common' | 'repeats' | 'sequence' | 'date' | 'fine' | 'strong';

export interface Strength {
  /** 0 … 4, by powers of ten of the guesses that it takes (STEPS). */
  score: number;
  advice: Advice;
}

interface Lists {
  check(passphrase: string): { guessesLog10: number; feedback: { warning: string | null } };
  /** The EFF's long list: 7,776 words that are easy to type and to tell apart. */
  readonly words: readonly string[];
}
let loading: Promise<Lists> | null = null;

/** Once for a page; a file that could not be read is asked for again. */
export function loadLists(): Promise<Lists> {
  loading ??= Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
    .then(([core, common, english]) => {
      const dictionary = { ...common.dictionary, ...english.dictionary };
      const factory = new core.ZxcvbnFactory({ dictionary, graphs: common.adjacencyGraphs });
      return { check: (passphrase: string) => factory.check(passphrase), words: common.dictionary['diceware-common'] };
    })
    .catch((error) => {
      loading = null;
      throw error;
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

/**
 * The beginning of each score, in powers of ten of guesses. A thief with many machines makes perhaps 10,000 a second
 * against Argon2id: 10^10 are days then, 10^14 centuries.
 */
const STEPS = [4, 7, 10, 14];
/** A passphrase of this score can be chosen. */
export const ENOUGH_SCORE = 3;

export const scoreOf = (guessesLog10: number): number => STEPS.filter((step) => guessesLog10 >= step).length;

export function adviceFor(score: number, warning: string | null): Advice {
  if (score >= 4) return 'strong';
  if (score >= ENOUGH_SCORE) return 'fine';
  return (warning ? BY_WARNING[warning] : undefined) ?? 'words';
}

/**
 * Both judgements. zxcvbn's work grows with the square of the length; a passphrase past a hundred letters is strong
 * already.
 */
export function strengthOf(passphrase: string, { check }: Pick<Lists, 'check'>): Strength {
  const weakness = weaknessOf(passphrase);
  const { guessesLog10, feedback } = check(passphrase.slice(0, 100));
  const score = scoreOf(guessesLog10);
  if (weakness === null) return { score, advice: adviceFor(score, feedback.warning) };
  const advice = { short: 'longer', repeats: 'repeats', known: 'common' } as const;
  return { score: Math.min(score, weakness === 'short' ? 1 : 0), advice: advice[weakness] };
}

export interface StrengthModel {
  /** null: nothing typed, or the lists are still on their way, or they cannot be read. */
  readonly strength: ReadonlySignal<Strength | null>;
  /** Resolves when it is judged; never rejects. A passphrase that could not be judged is not chosen. */
  judge(passphrase: string): Promise<void>;
}

export function createStrength(load: () => Promise<Pick<Lists, 'check'>> = loadLists): StrengthModel {
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
      const lists = await load().catch(() => null);
      if (mine !== turn) return;
      strength.value = lists === null ? null : strengthOf(passphrase, lists);
    },
  };
}
