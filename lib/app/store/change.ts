// What pages show, by topic, and what a kind of record says of it: which topics a write changes. Invalidations only,
// never content.

/** The same words as the topics of lib/rpc. */
export type Change =
  | { readonly topic: 'settings' | 'connection' | 'conversations' | 'invitations' | 'site' | 'generated' | 'watch' }
  | { readonly topic: 'thread'; readonly relationship: string }
  | { readonly topic: 'entries'; readonly entry: string };

export type ShownPart = readonly (string | number | boolean | null | Uint8Array)[];

/**
 * Pages of this topic show something of a record; `thread`: of the relationship with which its id begins, `entries`: of
 * the entry.
 */
export interface Shown<T> {
  readonly topic: Change['topic'];
  /**
   * The part of the value that they show; empty: nothing of this one. Absent: all of it. A page asks again whenever it
   * is told, so a kind that is written often declares it.
   */
  of?(value: T): ShownPart;
  /** They show it only beside this other record: if there is none, nobody is told. */
  beside?(id: string): { readonly kind: any; readonly id: string };
}
