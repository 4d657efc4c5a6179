// What a row of a hostile page says (tricks.ts and those beside it), and the form that most pages have.

import type { Wish } from '../people/drawn.ts';

/** A row, by the beginning of its title, or words for the menu's own field; and what then comes. */
export type Step = { readonly comes: Wish } & ({ readonly chooses: string } | { readonly types: string });

export interface Trick {
  readonly page: string;
  /** In the page's head. */
  readonly head?: string;
  /** Before and after the form. */
  readonly around?: readonly [string, string];
  /** The form; a sign-up form unless given. */
  readonly form?: string;
  /** The form stands in a frame of the page, in this markup around `FRAME`, or in a frame of that, around `DEEP`. */
  readonly frame?: string;
  /** Where it is met, if not at the server's own name; a log-in is kept for `harbour.example`. */
  readonly host?: string;
  /** The field at which the menu opens, if not the one for an e-mail address. */
  readonly field?: string;
  /** That field is for a code. */
  readonly isForCode?: boolean;
  /** How the person gets from the first menu to the rows that the trick is about. */
  readonly path?: readonly Step[];
  /** The worker answers the tab in front alone, so the row is played there. */
  readonly isFront?: boolean;
  /** The row that is pressed, by the beginning of its title; the first one unless given. */
  readonly row?: string;
  /** Once the menu has been read: the style of a popover that is laid over it (covers.ts), or an act. */
  readonly cover?: string;
  readonly does?: () => unknown;
  /** The person hears of it before any press. */
  readonly isTold?: boolean;
  /**
   * How long the menu could not be checked, from the end of the time to read to the press; by the clock of our script.
   */
  readonly unseenMs?: number;
  /** The trick's effect stays: a menu opened afterwards never counts as read. */
  readonly lasts?: boolean;
  /**
   * Something of the page is in the top layer from the start: if the browser does not report visibility, no menu over
   * it counts as read.
   */
  readonly raised?: boolean;
  /**
   * `refused`: nothing is filled, and this is said. `gone`: the menu goes, and nothing is filled. `reads`: nothing of
   * it reaches the menu, which looks as ever and fills. `leftOut`: no secret is filled, and that is said. `asks`: it
   * asks whether the log-in of another site is to be filled.
   */
  readonly comes: 'reads' | 'asks' | 'leftOut' | 'gone' | (string & {});
  /** The other message that may come instead, depending on the moment. */
  readonly or?: string;
  /** The script may see first that the field is not what it was, and take the menu away. */
  readonly mayGo?: boolean;
  /** Only these browsers know what the page uses. */
  readonly engines?: RegExp;
  /**
   * The mouse meets the page's own element where the row lies: there is no press on the menu that could be answered.
   */
  readonly takesPress?: boolean;
}

export const FORM = `<form onsubmit="return false"><label>E-mail <input name="email" type="email" autocomplete="email"></label>
<label>Password <input name="password" type="password" autocomplete="new-password"></label><button>Sign up</button></form>`;
