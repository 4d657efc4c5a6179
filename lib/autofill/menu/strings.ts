// The words the in-page menu shows, with their English text. The entrypoint passes the reader's language; a test
// compares this list with `_locales/en`. `{site}`, `{name}`, `{from}` and `{count}` are replaced here, in the page.

export const STRINGS = {
  mark: 'Nucleus: who are you here?',
  menu: 'Nucleus',
  new: 'New identity for {site}',
  newDetail: '{name} · own address and password',
  newDetailPlain: '{name} · own address',
  unlock: 'Unlock Nucleus',
  unlockDetail: 'To see who you are on {site}',
  notHere: 'Not on this site',
  noIdentity: 'No identity here yet',
  search: 'Search in Nucleus',
  signup: 'This is a sign-up form',
  unused: 'Not used yet · {mask}',
  unusedCount: '{count} not used yet',
  unusedDetail: 'The sign-up was not sent',
  again: 'Try again',
  off: 'Off on {site}',
  undo: 'Undo',
  codeDetail: 'Fill the code from {from}',
  codeMailer: 'Sent by {domain}, not by the site itself',
  link: 'Open confirmation link',
  linkDetail: 'Leads to {site}',
  dismiss: 'Not now',
  working: 'One moment…',
  count: '{count} suggestions, arrow down to choose',
  filled: 'Filled as {name}',
  failed: 'That did not work. Nothing was changed.',
  changed: 'This page changed while the menu was open, so nothing was filled.',
  hasty: 'That was quicker than anybody reads. Look, then choose again.',
  moved: 'The menu moved. Look, then choose again.',
  covered: 'Something on this page lies over the menu, so nothing was filled.',
  altered: 'This page changes how the menu looks, so nothing was filled. Fill it from the Nucleus button.',
  hidden: 'This field cannot be seen plainly, so nothing was filled.',
  leftOut: 'One field cannot be seen, so its secret was left out. Press in that field to fill it.',
  notTaken: 'This page did not take everything. What is missing can be copied:',
  unfit: 'A field here does not allow what would go into it. It was left as it is.',
  copyEmail: 'Copy the e-mail address',
  copyUsername: 'Copy the user name',
  copyPassword: 'Copy the password',
  copyCode: 'Copy the code',
  copied: 'Copied. Now paste it into the field.',
  copyFailed: 'The browser did not let us copy it. You find it in Nucleus.',
  unavailable: 'Your receiving service could not be reached, so nothing was filled.',
  locked: 'Nucleus is locked.',
} as const;

export type Key = keyof typeof STRINGS;
export type Strings = Readonly<Record<Key, string>>;

/**
 * Strings read when they are needed, by a look-up such as `(key) => browser.i18n.getMessage(...)`: no list of keys
 * rides along.
 */
export const stringsFrom = (message: (key: Key) => string): Strings =>
  new Proxy({} as Strings, { get: (_, key) => message(key as Key) });

/** Puts values into the places named in braces; a key that is not known says that it failed. */
export function say(strings: Strings, key: string, values: Readonly<Record<string, string>> = {}): string {
  return (strings[key as Key] ?? strings.failed).replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
