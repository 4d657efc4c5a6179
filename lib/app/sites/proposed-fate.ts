// What becomes of a new password that a form of a site was given: a page tells whether its form went away, as after a
// success, or came back. That is said to the person and no more, for a page may look like either. Logging in with it is
// the site's own word.
import type { Site } from '#logins/site.ts';
import type { TypedLogin } from '#logins/typed.ts';
import { noteProposedSeen, settleProposed } from '../logins/proposal.ts';
import type { AppContext } from '../ports/ports.ts';
import { likeliestAt } from './sites.ts';

/** Its log-in, and since when it waits; null: this password waits for nothing there. */
export async function waitingAs(
  app: Pick<AppContext, 'store'>,
  site: Site,
  password: string,
): Promise<{ readonly id: string; readonly at: number } | null> {
  for (const { id, login: known } of await likeliestAt(app, site))
    if (known?.proposed?.password === password) return { id, at: known.proposed.at };
  return null;
}

/** @returns whether there is nothing left to ask */
export async function noteFate(
  app: AppContext,
  { site, password, purpose }: Pick<TypedLogin, 'password' | 'purpose'> & { readonly site: Site },
  isTaken: boolean,
): Promise<boolean> {
  const waiting = await waitingAs(app, site, password);
  if (waiting === null) return false;
  const { id, at } = waiting;
  if (isTaken && purpose === 'login') return settleProposed(app, id, at, true);
  await noteProposedSeen(app, id, at, isTaken ? 'taken' : 'back');
  return false;
}
