// A root of mine at a receiving service: the one that new addresses are made for (its keys are in the service's record
// too), or a former one, kept for as long as an address leads to it. Its address key goes with its renewal: nothing is
// made for it any more.
import { part, struct, text, u32, type ValueOf } from '#wire/format.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, key, recordKind, refs } from './record.ts';

const fieldsV1 = {
  origin: text(ORIGIN_BYTES),
  root: id16,
  accessSeed: key,
  /** The day from which on it was used. */
  sinceDay: u32,
  /** The day on which another took its place; 0: none has. */
  formerDay: u32,
};
const rootV1 = part('root record', 512, struct(fieldsV1));

export const rootKind = recordKind(
  'root',
  'decision',
  2,
  512,
  struct({
    ...fieldsV1,
    /**
     * Of a former root that was replaced because its key may be in other hands: the day on which it is closed, even if
     * correspondents still write there. 0: of any other root.
     */
    untilDay: u32,
  }),
  [{ topic: 'connection' }],
  { 1: (encoded) => ({ ...rootV1.decode(encoded), untilDay: 0 }) },
);
export type Root = ValueOf<typeof rootKind.format>;
/** By its hexadecimal name. */
export const rootRecord = refs<Root, [root: string]>(rootKind);
