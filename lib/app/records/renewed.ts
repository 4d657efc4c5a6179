// Which mask was last renewed at a gateway, and when: renewals of others are kept apart from it, also by a worker that
// was started anew. Forgotten after a day.
import { struct, timestamp, type ValueOf } from '#wire/format.ts';
import { id16, NOWHERE, refs, releasedKind } from './record.ts';

export const renewedKind = releasedKind(
  'renewed',
  'fact',
  1,
  64,
  struct({ relationship: id16, at: timestamp }),
  NOWHERE,
);
export type Renewed = ValueOf<typeof renewedKind.format>;
/** By the gateway's origin. */
export const renewed = refs<Renewed, [origin: string], true>(renewedKind);
