// Names of fields and files where a place takes each once.

/** Of one name the first stays: the second becomes `Name (2)`. */
export function uniqueNames<Named extends { readonly name: string }>(all: readonly Named[]): Named[] {
  const taken = new Set<string>();
  return all.map((one) => {
    let name = one.name;
    for (let count = 2; taken.has(name); count++) name = `${one.name} (${count})`;
    taken.add(name);
    return { ...one, name };
  });
}
