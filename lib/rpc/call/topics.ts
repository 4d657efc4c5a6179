// Topics: background → pages. An invalidation only, never content: the page asks again for its content.

export type Topic =
  | 'vault'
  /** How far the vault is with being rewritten. */
  | 'tidying'
  | 'settings'
  | 'connection'
  | 'conversations'
  | 'invitations'
  | 'site'
  | 'entries'
  /** What the generator made lately, and how it is set. */
  | 'generated'
  /** What could be safer about log-ins, as far as no record of them says it. */
  | 'watch'
  | `thread:${string}`;

export interface Invalidation {
  readonly topic: Topic;
  /** Counts up per worker life; a page that sees it go back has met a new worker and asks for everything again. */
  readonly revision: number;
}

/**
 * A page's word on its port: the conversation that the person has in front of them, with the focus in that page; null:
 * none.
 */
export interface Attends {
  readonly attends: string | null;
}

export function isAttends(said: unknown): said is Attends {
  const { attends } = (said ?? {}) as { readonly attends?: unknown };
  return attends === null || (typeof attends === 'string' && /^[0-9a-f]{32}$/.test(attends));
}

/** Name of the port that a page opens to hear topics. An open port is an open page, and says nothing of a person. */
export const TOPICS_PORT = 'topics';
