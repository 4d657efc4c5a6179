// What pages are shown of invitations, given and received.
import type { RelationshipId } from './ids.ts';

export interface InvitationView {
  id: string;
  /** What the invited person will see as my name. */
  name: string;
  /** My note of whom it is for. */
  label: string;
  /** null while the bundle is not yet hosted. */
  link: string | null;
  /** The whole bundle as text, for paste and file. */
  bundle: string;
  createdAt: number;
  expiresAt: number;
  state: 'open' | 'used' | 'expired' | 'withdrawn';
  /** Another person tried it after it was used. */
  triedAgain: boolean;
  relationship: RelationshipId | null;
}

export type InvitationPreview =
  | {
      ok: true;
      name: string;
      pronouns: string;
      picture: string;
      services: string[];
      expiresAt: number;
      suggestion: { name: string };
    }
  | {
      ok: false;
      reason:
        | 'malformed'
        | 'untrusted'
        | 'expired'
        | 'own'
        | 'already-accepted'
        | 'not-found'
        | 'unreachable'
        | 'newer-version';
    };
