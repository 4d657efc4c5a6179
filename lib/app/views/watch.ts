// What pages are shown of what could be safer: names and reasons, and no password.
import type { TimeToGuess } from '#logins/generate/guessing.ts';
import type { FindingReason } from '#logins/watch/findings.ts';
import type { RelationshipView } from './conversations.ts';
import type { EntryRowView } from './entries.ts';

export interface WatchView {
  /** Log-ins that were looked at. */
  count: number;
  /** Log-ins of which something is to be mended. */
  urgent: number;
  /** The worst first; none is empty. */
  groups: readonly { reason: FindingReason; count: number }[];
  ignored: number;
  leaks: {
    allowed: boolean;
    running: boolean;
    done: number;
    total: number;
    /** Why it ended early; it goes on by a press only. */
    trouble: 'no-answer' | 'nonsense' | 'stopped' | null;
    /** Log-ins about whose passwords an answer is known, and when the last one came. */
    asked: number;
    askedAt: number | null;
  };
}

export interface FindingView {
  entry: EntryRowView;
  reason: FindingReason;
  /** How often it was seen in leaks, in how many places it is used, or for how many years it is the same. */
  count: number;
  /** Domains that wrote to the mask, or hosts without https. */
  names: readonly string[];
  /** Log-ins with the same password, by what they are called. */
  others: readonly string[];
  time: TimeToGuess | null;
  /** Of a leaked mask. */
  mask: RelationshipView['mask'];
}
