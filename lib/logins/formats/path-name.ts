// A folder's path as one name: a tag of what lies in several.

const names = new WeakMap<readonly string[], string>();

/** Made once for each path: any number of entries may name a long one. */
export function pathName(path: readonly string[]): string {
  const name = names.get(path) ?? path.join('/');
  names.set(path, name);
  return name;
}
