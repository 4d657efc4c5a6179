// How a page's script, and the popup for it, name a one-time code: by its log-in and its place among that one's codes,
// beside the ids of mails that brought one. No code is in it: it is computed at the choice.

const NAMED = /^([0-9a-f]{32})\.(\d)$/;

export const oneTimeName = (entry: string, index: number): string => `${entry}.${index}`;

/** Null: it names a mail. */
export function namedOneTime(name: string): { readonly entry: string; readonly index: number } | null {
  const [, entry, index] = NAMED.exec(name) ?? [];
  return entry === undefined ? null : { entry, index: Number(index) };
}
