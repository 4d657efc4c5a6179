// Words by chance for a passphrase: drawn on request, shown, drawn anew, and used only if the person chooses them.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Entropy } from '#bytes/entropy.ts';
import { drawWords } from '#logins/generate/passphrase.ts';

/** Of 7,776 words each: 64 bits, which Argon2id makes dearer still. */
export const SUGGESTED_WORDS = 5;

export interface SuggestionModel {
  /** The words, with a space between; null: none was asked for, or the list could not be read. */
  readonly words: ReadonlySignal<string | null>;
  /** Draws, or draws anew. */
  draw(): Promise<void>;
}

export function createSuggestion(entropy: Entropy, load: () => Promise<readonly string[]>): SuggestionModel {
  const words = signal<string | null>(null);
  return {
    words,
    async draw() {
      const list = await load().catch(() => null);
      words.value = list === null ? null : drawWords(entropy, list, SUGGESTED_WORDS).join(' ');
    },
  };
}
