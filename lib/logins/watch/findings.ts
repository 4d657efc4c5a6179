// What could be safer about log-ins, and which of it is worst. Pure: passwords come as marks that are equal where they
// are, with what was found out of each.
import { GUESSES_PER_SECOND_LOG10, type TimeToGuess, timeToGuess } from '../generate/guessing.ts';
import { type Site, securedSite, siteLabel } from '../site.ts';

/** The worst first. */
export const FINDING_REASONS = ['leaked', 'mask-leaked', 'reused', 'weak', 'plain-http', 'old', 'two-factor'] as const;
export type FindingReason = (typeof FINDING_REASONS)[number];

/** What a person is asked to mend. The rest could be better, and nothing is wrong with it. */
export const URGENT_REASONS: readonly FindingReason[] = ['leaked', 'mask-leaked', 'reused', 'weak', 'plain-http'];

export interface WatchedLogin {
  readonly id: string;
  /** The password, as a mark; empty: there is none. */
  readonly mark: string;
  readonly guessesLog10: number;
  readonly passwordChangedAt: number;
  /** How often it was seen in leaks; null: not known. */
  readonly seenInLeaks: number | null;
  readonly sites: readonly Site[];
  /** `Families.of` each of them; of one without a site a family of its own. */
  readonly families: readonly string[];
  /** A code or a passkey of it is kept here. */
  readonly hasSecondFactor: boolean;
  /** Its site takes one-time codes. */
  readonly takesCodes: boolean;
  /** Domains that wrote to its mask and are not its site, the newest last; of a mask that is on. */
  readonly maskLeaks: readonly { readonly domain: string; readonly at: number }[];
}

export interface Finding {
  readonly id: string;
  readonly reason: FindingReason;
  /** When the newest of its facts came to be: what was ignored before that is another matter. 0: it always was so. */
  readonly since: number;
  /** How often it was seen in leaks, or for how many years the password is the same. */
  readonly count: number;
  /** Domains that wrote to the mask, or hosts that are asked without https. */
  readonly names: readonly string[];
  /** Log-ins with the same password. */
  readonly others: readonly string[];
  readonly time: TimeToGuess | null;
}

/** A password that takes longer than these is no weak one. */
const WEAK: readonly TimeToGuess[] = ['instant', 'minutes', 'hours'];
/** One that will not outlast its owner is worth a new one after so many years; one made by chance never is. */
const OLD_YEARS = 5;
const YEAR_MS = 365.25 * 86_400_000;

const found = (id: string, reason: FindingReason, since: number, more: Partial<Finding> = {}): Finding => ({
  ...{ id, reason, since, count: 0, names: [], others: [], time: null },
  ...more,
});

const timeOf = ({ guessesLog10 }: WatchedLogin): TimeToGuess =>
  timeToGuess(guessesLog10, GUESSES_PER_SECOND_LOG10.site);

/** Of a password the worst alone: a leaked one is not called weak, too. */
function passwordFinding(login: WatchedLogin, now: number): Finding | null {
  const { id, mark, passwordChangedAt: since, seenInLeaks } = login;
  if (mark === '') return null;
  if ((seenInLeaks ?? 0) > 0) return found(id, 'leaked', since, { count: seenInLeaks ?? 0 });
  const time = timeOf(login);
  if (WEAK.includes(time)) return found(id, 'weak', since, { time });
  const years = Math.floor((now - since) / YEAR_MS);
  const isOld = time !== 'centuries' && since > 0 && years >= OLD_YEARS;
  return isOld ? found(id, 'old', since, { count: years, time }) : null;
}

/** Log-ins of one password, in groups that have a family of sites in common, over others if need be. */
function apart(logins: readonly WatchedLogin[]): WatchedLogin[][] {
  const groups: { families: Set<string>; logins: WatchedLogin[] }[] = [];
  const groupOf = new Map<string, (typeof groups)[number]>();
  for (const login of logins) {
    const met = [...new Set(login.families.flatMap((family) => groupOf.get(family) ?? []))];
    // The largest takes the others in, so that a family changes its group a few times only.
    const into = met.sort((a, b) => b.families.size - a.families.size)[0] ?? { families: new Set(), logins: [] };
    if (met.length === 0) groups.push(into);
    for (const one of met.slice(1)) {
      into.logins.push(...one.logins.splice(0));
      for (const family of one.families) {
        into.families.add(family);
        groupOf.set(family, into);
      }
    }
    into.logins.push(login);
    for (const family of login.families) {
      into.families.add(family);
      groupOf.set(family, into);
    }
  }
  return groups.map((group) => group.logins).filter((group) => group.length > 0);
}

/** Others that are named with each: more would not be read. */
const MOST_OTHERS = 5;

function reusedFindings(logins: readonly WatchedLogin[]): Finding[] {
  const byMark = new Map<string, WatchedLogin[]>();
  for (const login of logins) {
    if (login.mark === '') continue;
    const same = byMark.get(login.mark);
    if (same === undefined) byMark.set(login.mark, [login]);
    else same.push(login);
  }
  const groups = [...byMark.values()].map((same) => ({ same, places: same.length < 2 ? [] : apart(same) }));
  return groups
    .filter(({ places }) => places.length > 1)
    .sort((a, b) => b.places.length - a.places.length)
    .flatMap(({ same, places }) => {
      const since = same.reduce((newest, { passwordChangedAt }) => Math.max(newest, passwordChangedAt), 0);
      return places.flatMap((place, at) => {
        const elsewhere = [...places.slice(at + 1), ...places.slice(0, at)].slice(0, MOST_OTHERS);
        const others = elsewhere.map((one) => (one[0] as WatchedLogin).id);
        return place.map(({ id }) => found(id, 'reused', since, { count: places.length, others }));
      });
    });
}

/** Everything there is to say, the worst first. */
export function findingsOf(logins: readonly WatchedLogin[], now: number): Finding[] {
  const findings: Finding[] = reusedFindings(logins);
  for (const login of logins) {
    const { id, sites, maskLeaks, hasSecondFactor, takesCodes, mark } = login;
    const ofPassword = passwordFinding(login, now);
    if (ofPassword !== null) findings.push(ofPassword);
    const leak = maskLeaks.at(-1);
    if (leak !== undefined)
      findings.push(found(id, 'mask-leaked', leak.at, { names: maskLeaks.map(({ domain }) => domain).reverse() }));
    const open = sites.filter((site) => securedSite(site) !== null);
    if (open.length > 0 && mark !== '') findings.push(found(id, 'plain-http', 0, { names: open.map(siteLabel) }));
    if (takesCodes && !hasSecondFactor && mark !== '') findings.push(found(id, 'two-factor', 0));
  }
  const guesses = new Map(logins.map(({ id, guessesLog10 }) => [id, guessesLog10]));
  const badness = ({ id, reason, count }: Finding): number =>
    reason === 'weak' ? -(guesses.get(id) ?? 0) : reason === 'leaked' || reason === 'old' ? count : 0;
  return findings.sort(
    (a, b) => FINDING_REASONS.indexOf(a.reason) - FINDING_REASONS.indexOf(b.reason) || badness(b) - badness(a),
  );
}
