// Questions about typed log-ins whose page is gone: the popup asks them, by the same rules as the bar in a page does.
import { isQuiet, isUnasked, setUnasked } from '#app/services/settings.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import { judgeTyped, keepTyped } from '#app/sites/keep-typed.ts';
import type { TypedLogins, WaitingLogin } from '#app/sites/typed-logins.ts';
import type { TypedQuestionView } from '#app/views/sites.ts';
import { siteLabel } from '#logins/site.ts';
import type { Handlers, OkOrReason } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { SitesContract } from './contract.ts';

export interface TypedParts {
  readonly typed: TypedLogins;
  readonly chosen: ChosenTabs;
}

/** What the person has to be asked about one; null: nothing (any more). */
export async function questionOf(
  { app }: Awaited<ReturnType<typeof openVaultOf>>,
  { chosen }: TypedParts,
  waiting: WaitingLogin,
): Promise<TypedQuestionView | null> {
  const { id, site, tabId } = waiting;
  const { finding, name } = await judgeTyped(app, waiting, await chosen.lastIn(tabId, site));
  return finding.is === 'new' || finding.is === 'changed' ? { id, is: finding.is, site: siteLabel(site), name } : null;
}

/** Those that the site took, in whatever tab. */
export async function typedQuestions(
  open: Awaited<ReturnType<typeof openVaultOf>>,
  parts: TypedParts,
): Promise<TypedQuestionView[]> {
  const waiting = (await parts.typed.all()).filter(({ isAccepted }) => isAccepted);
  const asked = await Promise.all(
    waiting.map(async (one) => {
      const label = siteLabel(one.site);
      const isLeft = (await isUnasked(open.app, label)) || (await isQuiet(open.app, label));
      const question = isLeft || (await parts.typed.isDeclined(one)) ? null : await questionOf(open, parts, one);
      if (question === null) await parts.typed.drop(one.id);
      return question ?? [];
    }),
  );
  return asked.flat();
}

/** How many only the popup asks. While the vault is locked nobody can tell what they are to those that are kept. */
export async function countAside(context: Pick<WorkerContext, 'device'>, parts: TypedParts): Promise<number> {
  const open = await context.device.opened();
  if (open !== null && (await parts.typed.asideCount()) > 0) await typedQuestions(open, parts);
  return parts.typed.asideCount();
}

/** The person's press. @param is what they were asked: nothing else is kept */
export async function keepAsked(
  context: WorkerContext,
  { typed, chosen }: TypedParts,
  waiting: WaitingLogin,
  is: 'new' | 'changed',
): Promise<OkOrReason<object, 'failed' | 'locked'>> {
  await context.used();
  const app = (await context.device.opened())?.app;
  if (app === undefined) return { ok: false, reason: 'locked' };
  const { finding } = await judgeTyped(app, waiting, await chosen.lastIn(waiting.tabId, waiting.site));
  if (finding.is !== is) return { ok: false, reason: 'failed' };
  const kept = await keepTyped(app, waiting, finding);
  if (kept === null) return { ok: false, reason: 'failed' };
  await typed.drop(waiting.id);
  await chosen.note(waiting.tabId, waiting.site, kept);
  return { ok: true };
}

export function typedHandlers(
  context: WorkerContext,
  parts: TypedParts,
): Pick<Handlers<SitesContract, unknown>, 'answerTyped' | 'askAboutTyped'> {
  const { typed } = parts;
  return {
    async answerTyped({ id, is, answer }) {
      const waiting = (await typed.all()).find((one) => one.id === id);
      if (waiting === undefined) return { ok: false, reason: 'gone' };
      if (answer === 'keep') {
        const kept = await keepAsked(context, parts, waiting, is);
        if (!kept.ok) return { ok: false, reason: 'gone' };
      } else if (answer === 'later') await typed.decline(waiting);
      else {
        await setUnasked((await openVaultOf(context)).app, siteLabel(waiting.site), true);
        await typed.drop(id);
      }
      // A bar in a page may ask the same.
      context.tabs.nudge();
      return { ok: true };
    },
    async askAboutTyped({ site }) {
      await setUnasked((await openVaultOf(context)).app, site, false);
      return null;
    },
  };
}
