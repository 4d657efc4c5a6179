// The words by which pages name their fields and forms, one file a language (words/), for text that `plain` normalised:
// so no capital, accent or - _ . : / in a list, but for scripts in which these are letters. A word stands there because
// pages in general use it, never for one site. English comes with the menu, others as a page needs them (languages.ts);
// every page has the hints only (glance.ts).

import { any } from '../page/plain.ts';
import { words as english } from '../words/en.ts';

export interface Vocabulary {
  /** The e-mail address. */
  email: RegExp;
  /** An address that is not the visitor's own, or something about a mail. */
  notMine: RegExp;
  /** A person's name at a site: user name, account, nickname. */
  username: RegExp;
  /** A person's whole name. */
  name: RegExp;
  givenName: RegExp;
  familyName: RegExp;
  /** A telephone number; identities have none. */
  phone: RegExp;
  /** Other data that a field may ask for. */
  other: RegExp;
  /** A code that is sent to the person. */
  code: RegExp;
  /** Other things called a code. */
  notCode: RegExp;
  /** A code that was sent for sure, and not a picture puzzle, which pages call "verification code" too. */
  sent: RegExp;
  /** A password, said by a field that need not be of that type. */
  password: RegExp;
  /** Words at a field for robots. */
  decoy: RegExp;
  /** A list of mails that one joins. */
  newsletter: RegExp;
  /** Words that begin an account … */
  signup: RegExp;
  /** … and words that open one. */
  login: RegExp;
  /** Recovering a lost password. */
  recover: RegExp;
  /** A question that leads to the other form: "Already have an account?", "New here?". */
  otherwise: RegExp;
  /** Check boxes of log-ins … */
  remember: RegExp;
  /** … and of sign-ups. */
  terms: RegExp;
  /** On a button that leads to the next step. */
  next: RegExp;
  /** To be typed once more. */
  again: RegExp;
  /** The password that is … */
  old: RegExp;
  /** … and the one that will be. */
  fresh: RegExp;
}

/** Those in use in this frame. */
export const w: Vocabulary = { ...english };

/** Adds a language to those in use. */
export function speak(language: Partial<Vocabulary>): void {
  for (const list of Object.keys(language) as (keyof Vocabulary)[]) w[list] = any(w[list], language[list] as RegExp);
}
