// A row of the menu, and what it does when it is chosen.

export interface MenuRow {
  readonly title: string;
  readonly detail?: string;
  /** Seed of a generated picture, or the name of an icon. */
  readonly picture?: string;
  readonly icon?:
    | 'ban'
    | 'lock'
    | 'mail'
    | 'link'
    | 'close'
    | 'note'
    | 'copy'
    | 'search'
    | 'again'
    | 'key'
    | 'check'
    | 'card'
    | 'home';
  readonly quiet?: boolean;
  /** Nothing of it is cut: it names a host, which must be read to its end. */
  readonly whole?: boolean;
  readonly digits?: boolean;
  /** Absent: a row that only tells. */
  readonly choice?: Choice;
}

/** What a row does when it is chosen. */
export type Choice =
  | {
      readonly does: 'fill';
      readonly id: string;
      readonly name: string;
      readonly proposed?: true;
      readonly former?: true;
    }
  /** A new password, in the place of the one that it has. */
  | { readonly does: 'change'; readonly id: string; readonly name: string }
  /** A new password, for nobody in particular. */
  | { readonly does: 'draw' }
  /** Whether the site took the one that was proposed then. */
  | { readonly does: 'settle'; readonly id: string; readonly at: number; readonly accepted: boolean }
  | { readonly does: 'create'; readonly name: string }
  | { readonly does: 'code' | 'link' | 'mail' | 'dismiss'; readonly id: string }
  /** A card or an address. */
  | { readonly does: 'details'; readonly id: string; readonly name: string }
  | { readonly does: 'add'; readonly what: 'card' | 'address' }
  /** What could not be filled, for the person to paste. */
  | { readonly does: 'copy'; readonly text: string }
  /** The same once more. */
  | { readonly does: 'again'; readonly choice: Choice | null }
  | { readonly does: 'signup' }
  | { readonly does: 'unused' }
  | { readonly does: 'later' }
  /** Rows of their own: log-ins of any site, the person's own addresses, one to be typed. */
  | { readonly does: 'find' }
  | { readonly does: 'own' }
  | { readonly does: 'type' }
  | { readonly does: 'address'; readonly address: string; readonly name: string }
  /** The question about this choice is answered. */
  | { readonly does: 'agree'; readonly choice: FillingChoice; readonly agreed: 'once' | 'always' }
  | { readonly does: 'close' }
  | { readonly does: 'unlock' | 'search' | 'never' | 'undo' };

/** Choices that put the secret of a log-in into the page: the person may be asked before. */
export type FillingChoice = Extract<Choice, { does: 'fill' | 'create' | 'address' | 'change' }>;
export const isFilling = (choice: Choice): choice is FillingChoice =>
  ['fill', 'create', 'address', 'change'].includes(choice.does);
