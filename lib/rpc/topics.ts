// Topics: background → pages. An invalidation only, never content: the page asks again for what it shows.

export type Topic =
  | 'vault'
  /** How far the vault is with being rewritten. */
  | 'tidying'
  | 'settings'
  | 'connection'
  | 'conversations'
  | 'invitations'
  | 'site'
  | `thread:${string}`;

export interface Invalidation {
  readonly topic: Topic;
  /** Counts up per worker life; a page that sees it go back has met a new worker and asks for everything again. */
  readonly revision: number;
}

/** Name of the port that a page opens to hear topics; the worker also takes it as "somebody is looking". */
export const TOPICS_PORT = 'topics';
