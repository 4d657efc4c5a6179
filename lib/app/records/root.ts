// A root of mine at a receiving service: the one that new addresses are made for (its keys are in the service's record too), or a former
// one, kept for as long as an address leads to it. Its address key goes with its renewal: nothing is made for it any more.
import { struct, text, u32, type ValueOf } from '#wire/format.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, key, recordKind, refs } from './record.ts';

export const rootKind = recordKind(
  'root',
  1,
  512,
  struct({
    origin: text(ORIGIN_BYTES),
    root: id16,
    accessSeed: key,
    /** The day from which on it was used. */
    sinceDay: u32,
    /** The day on which another took its place; 0: none has. */
    formerDay: u32,
  }),
);
export type Root = ValueOf<typeof rootKind.format>;
/** By its hexadecimal name. */
export const rootRecord = refs<Root, [root: string]>(rootKind);
