// The generator of our pages: how a person likes it, and its texts of late. It draws in the page, and each text is kept
// here before the page shows it.
import * as v from 'valibot';
import type { GeneratedView, GeneratorView } from '#app/views/generator.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const what = v.picklist(['password', 'passphrase', 'username', 'mask']);
const choices = v.object({
  what,
  password: v.object({
    length: count,
    lower: v.boolean(),
    upper: v.boolean(),
    digits: v.boolean(),
    specials: v.boolean(),
    lookAlikes: v.boolean(),
    minDigits: count,
    minSpecials: count,
  }),
  passphrase: v.object({
    words: count,
    separator: v.pipe(v.string(), v.maxLength(8)),
    capitals: v.boolean(),
    digit: v.boolean(),
    language: v.pipe(v.string(), v.regex(/^([a-z]{2})?$/)),
  }),
  username: v.object({ from: v.picklist(['words', 'syllables']), digits: count }),
});

export const generator = {
  generator: method<GeneratorView>()(nothing),
  setGenerator: method<null>()(choices),
  /** `id`: drawn by the page. `replaces`: one that was shown for a moment only, on the way to this one. */
  keepDrawn: method<OkOrReason<object, 'too-long'>>()(
    v.object({
      id,
      what,
      text: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
      site: v.pipe(v.string(), v.maxLength(255)),
      replaces: v.nullable(id),
    }),
  ),
  generatedLately: method<GeneratedView[]>()(nothing),
  revealGenerated: method<OkOrReason<{ text: string }, 'gone'>>()(v.object({ id })),
  clearGenerated: method<null>()(nothing),
} as const;
export type GeneratorContract = typeof generator;
