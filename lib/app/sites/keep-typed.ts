// Keeping a log-in that a person typed into a page of a site: a new one of their own, or another password of one that
// is kept already, whose old one stays among its versions.
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { siteLabel } from '#logins/site.ts';
import { matches } from '#logins/sites/match.ts';
import { findTyped, type KeptLogin, type TypedFinding, titleFor } from '#logins/typed.ts';
import { addEntry, changeEntry } from '../logins/change.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import type { Transaction } from '../store/transaction.ts';
import { cleanName } from '../words/name.ts';
import { likeliestAt } from './sites.ts';
import type { WaitingLogin } from './typed-logins.ts';

/** What it is to those that are kept, and by which name the person knows it. */
export async function judgeTyped(
  app: Pick<AppContext, 'store'>,
  typed: WaitingLogin,
  chosen: string | null,
): Promise<{ readonly finding: TypedFinding; readonly name: string }> {
  const known = (await likeliestAt(app, typed.site)).filter(({ login: fills }) => fills !== null);
  const rules = await Promise.all(known.map(({ id }) => app.store.read([entry(id)])));
  const kept = known.map(({ id, login: fills, mask }, at): KeptLogin => {
    const [its] = rules[at] ?? [null];
    return {
      id,
      names: [fills?.username ?? '', mask?.address ?? '', mask?.second?.address ?? '', its?.email ?? ''],
      password: fills?.password ?? '',
      isForPage: mask !== null || its === null || its.sites.some((one) => matches(one, typed.url)),
    };
  });
  const finding = findTyped(typed, kept, chosen);
  const its = finding.is === 'changed' ? kept.find(({ id }) => id === finding.id) : undefined;
  return { finding, name: its?.names.find((one) => one !== '') ?? (typed.username || typed.email) };
}

/** @param finding what the person was asked about @returns id of the log-in; null: it is gone */
export async function keepTyped(
  app: AppContext,
  typed: WaitingLogin,
  finding: Extract<TypedFinding, { is: 'new' | 'changed' }>,
): Promise<string | null> {
  const { id } = finding.is === 'new' ? typed : finding;
  // The likeliest next time.
  const filledAt = app.now();
  const asUsed = (transaction: Transaction): void => {
    const known = transaction.get(login(id));
    if (known !== null) transaction.put(login(id), { ...known, used: true, filledAt });
  };
  if (finding.is === 'new') await addEntry(app, id, await entryOf(app, typed), asUsed);
  else if (!(await changeEntry(app, id, { password: typed.password }, asUsed)).ok) return null;
  return id;
}

async function entryOf(app: Pick<AppContext, 'store'>, typed: WaitingLogin) {
  const { site, title, url, username, email, password } = typed;
  // Beside the log-ins of the site that there are.
  const [beside] = await likeliestAt(app, site);
  const [its] = beside === undefined ? [null] : await app.store.read([entry(beside.id)]);
  const named = username === '' ? { username: email, email: '' } : { username, email: email === username ? '' : email };
  return {
    ...EMPTY_ENTRY,
    ...named,
    title: titleFor(cleanName(title), siteLabel(site)),
    folder: its?.folder ?? [],
    sites: [{ url, match: 'domain' as const }],
    password,
  };
}
