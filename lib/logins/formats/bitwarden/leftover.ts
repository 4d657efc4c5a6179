// Parts of an item that are not understood here, or have no place: kept whole, by the path of their names (`sshKey`,
// `login.autofillOnPageLoad`), and written again at the same place.
import type { KeptPart } from '../entry.ts';
import type { ProblemReason } from '../format.ts';
import { type JsonObject, keptJson, parseJson } from '../json.ts';

export const BITWARDEN_ID = 'bitwarden';

/** Names of members would cost more than all texts together. */
const MOST_MEMBERS = 100;

/** Nothing, no, zero, or a list or object of such: what a file says of a part that an item does not have. */
function saysNothing(value: unknown, levels = 3): boolean {
  if (typeof value !== 'object') return value === undefined || value === '' || value === 0 || value === false;
  return value === null || (levels > 0 && Object.values(value).every((member) => saysNothing(member, levels - 1)));
}

/** Members that are not among the taken ones. @param tell of one that cannot be kept */
export function leftover(
  value: JsonObject,
  taken: readonly string[],
  prefix: string,
  tell: (reason: ProblemReason, what: string) => void,
): KeptPart[] {
  const left = Object.entries(value).filter(([name, member]) => !taken.includes(name) && !saysNothing(member));
  if (left.length > MOST_MEMBERS) tell('too-many', prefix);
  return left.slice(0, MOST_MEMBERS).flatMap(([name, member]) => {
    const what = `${prefix}${name}`;
    // A dot in a name would lead to another place when it is written.
    const hasPath = name.includes('.');
    const json = hasPath ? null : keptJson(member);
    if (json === null) tell(hasPath ? 'not-understood' : 'too-long', what);
    return json === null ? [] : [{ from: BITWARDEN_ID, what, json }];
  });
}

/** What was kept of the members of a section, or (no section) of the item itself. */
export function keptMembers(kept: readonly KeptPart[], section: string | null): JsonObject {
  const members = kept
    .filter(({ from }) => from === BITWARDEN_ID)
    .flatMap(({ what, json }): [string, unknown][] => {
      const dot = what.indexOf('.');
      const above = dot < 0 ? null : what.slice(0, dot);
      const value = parseJson(json);
      return above === section && value !== undefined ? [[what.slice(dot + 1), value]] : [];
    });
  return Object.fromEntries(members);
}
