// What is kept in memory to show an open vault: the directory of its relationships. One per open vault, gone with it.
import type { OpenVault } from '#app/device.ts';
import { Directory } from '#app/show/directory.ts';
import { Search } from '#app/show/search.ts';

export interface Shown {
  readonly directory: Directory;
  readonly search: Search;
}

const shown = new WeakMap<OpenVault['desk'], Shown>();

export function shownOf({ desk }: OpenVault): Shown {
  const known = shown.get(desk);
  if (known !== undefined) return known;
  const directory = new Directory(desk.store);
  const made = { directory, search: new Search(desk.store, directory) };
  shown.set(desk, made);
  return made;
}
