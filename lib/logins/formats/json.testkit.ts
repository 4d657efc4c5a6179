// Exports as they must never be: with anything in any place, or cut off.
import fc from 'fast-check';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Paths to all values inside. */
function pathsIn(value: Json, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))];
}

function replaced(value: Json, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  // A change before it left nothing here.
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    key === name ? replaced(member, rest, by) : member,
  ]);
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}

/** The text of an export, one to three values of which are something else, or which ends somewhere. */
export function anyDamaged(sample: unknown): fc.Arbitrary<string> {
  const text = JSON.stringify(sample);
  const paths = pathsIn(JSON.parse(text));
  const strange = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>('', 'x', -1, 1e308, 1.5, [], {}, [[]], null, true, { __proto__: null, constructor: 1 }),
  );
  const changed = fc
    .array(fc.tuple(fc.constantFrom(...paths), strange), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((value, [path, by]) => replaced(value as Json, path, by), JSON.parse(text)))
    .map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 5, arbitrary: changed },
    fc.nat(text.length).map((length) => text.slice(0, length)),
    fc.json(),
  );
}
