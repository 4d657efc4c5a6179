// What the generator made lately, so that what was drawn and lost is found again, and how a person likes it.
import { boolean, choice, list, struct, text, timestamp, u8 } from '#wire/format.ts';
import { id16, recordKind, singleton } from './record.ts';

export const MOST_GENERATED = 100;
/** In bytes: twenty words with what stands between them. */
export const LONGEST_GENERATED = 800;
export const LONGEST_SEPARATOR_BYTES = 32;

const what = choice({ password: 1, passphrase: 2, username: 3, mask: 4 });

export const generatedKind = recordKind(
  'generated',
  'fact',
  1,
  128 * 1024,
  struct({
    /** The newest first. Merging, those of both are kept, each once. */
    items: list(
      MOST_GENERATED,
      struct({
        id: id16,
        what,
        text: text(LONGEST_GENERATED),
        /** As a person reads it; empty: it was made for none. */
        site: text(255),
        at: timestamp,
      }),
    ),
    /** All up to this time were cleared. Merging, the later one counts. */
    clearedAt: timestamp,
  }),
  [{ topic: 'generated' }],
);
export const generated = singleton(generatedKind);

export const generatorKind = recordKind(
  'generator',
  'fact',
  1,
  256,
  struct({
    what,
    password: struct({
      ...{ length: u8, lower: boolean, upper: boolean, digits: boolean, specials: boolean },
      ...{ lookAlikes: boolean, minDigits: u8, minSpecials: u8 },
    }),
    passphrase: struct({
      ...{ words: u8, separator: text(LONGEST_SEPARATOR_BYTES), capitals: boolean, digit: boolean },
      /** Empty: as the browser speaks. */
      language: text(2),
    }),
    username: struct({ from: choice({ words: 1, syllables: 2 }), digits: u8 }),
    /** Merging, the later one counts. */
    setAt: timestamp,
  }),
  [{ topic: 'generated' }],
);
export const generatorSettings = singleton(generatorKind);
