// The holders of addresses at a service that I am leaving, and whether they write to another one already. Gone when the
// service is left.
import { choice, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, recordKind, refs } from './record.ts';

export const moveKind = recordKind(
  'move',
  'fact',
  1,
  512,
  struct({
    /** The service that is left. */
    origin: text(ORIGIN_BYTES),
    /** Whose the addresses are: a relationship, or an invitation of mine. */
    owner: id16,
    purpose: choice({ person: 1, invitation: 2, mask: 3 }),
    /**
     * `owed`: to be given others; `told`: a message, or a renewal of the mask, that does so is on its way; `moved`:
     * they have them.
     */
    state: choice({ owed: 1, told: 2, moved: 3 }),
    /** When `state` became what it is. */
    stateAt: timestamp,
    /**
     * While `owed`: not told before. Spread over hours, so that a service does not see all of my relationships in one
     * burst.
     */
    dueAt: timestamp,
    /**
     * Number in the owner's book of the first address made since: a correspondent who writes to it, or to a later one,
     * knows where I am.
     */
    from: u32,
    /** Last day of any of their addresses there. */
    lastDay: u32,
  }),
  [{ topic: 'connection' }],
);
export type Move = ValueOf<typeof moveKind.format>;
export const move = refs<Move, [origin: string, owner: string]>(moveKind);
