// Which site a script in a page may be served as, and how it stands there. The site is the browser's word (`sender`); a
// frame of another site than the page around it is offered nothing, so an advertisement cannot collect what its host
// page would be given.
import type { AppContext } from '#app/ports/ports.ts';
import { isQuiet } from '#app/services/settings.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import { noteSiteIcon } from '#app/sites/site-icon.ts';
import type { TypedLogins } from '#app/sites/typed-logins.ts';
import type { FillQuestion } from '#app/views/sites.ts';
import { type Site, sameSite, siteLabel, siteOf } from '#logins/site.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { PageAt } from '../sites/asking.ts';
import type { Creation } from '../sites/creation.ts';
import type { FillPermits } from '../sites/fill-permits.ts';
import type { Suggestions } from '../sites/suggestions.ts';
import type { PausingClock } from './even.ts';

type OpenVault = Awaited<ReturnType<typeof openVaultOf>>;

export const GONE = { ok: false, reason: 'failed' } as const;
export const LOCKED = { ok: false, reason: 'locked' } as const;

/** The caller as the browser describes it (lib/adapters/browser/sender.ts). */
export interface ContentCaller {
  readonly tabId: number;
  readonly frameId: number;
  readonly windowId: number | null;
  readonly url: string;
  readonly topUrl: string | null;
}

/** The log-ins that wait, and who looks after them. */
export interface TypedKeeping {
  readonly typed: TypedLogins;
  /** Looks after what was typed, from now on until it is answered or old. */
  wake(): void;
}

/** What the handlers share: the worker's context, which identity was chosen in which tab, and what was typed. */
export interface ContentServing {
  readonly context: WorkerContext;
  readonly suggestions: Suggestions;
  readonly creation: Creation;
  readonly chosen: ChosenTabs;
  readonly clock: PausingClock;
  readonly keeping: TypedKeeping;
  readonly permits: FillPermits;
}

/** The site that may be served, or null. @param around origins of the frames between this one and its page */
export function siteServed(from: ContentCaller, around: readonly string[] = []): Site | null {
  if (from.frameId !== 0 && (from.topUrl === null || !sameSite(from.url, from.topUrl))) return null;
  // What lies between the frame and its page is only known by the script; the page itself the browser names.
  if (!around.every((origin) => sameSite(from.url, origin))) return null;
  return siteOf(from.url);
}

/** The state of the site: nothing is offered there, or the vault is locked, or the page may be served. */
export async function standingAt(
  { context }: ContentServing,
  site: Site | null,
): Promise<{ state: 'off' | 'locked' } | { state: 'ready'; site: Site; app: AppContext; open: OpenVault }> {
  if (site !== null) await context.judged();
  const state = site === null ? 'new' : await context.device.state();
  if (site === null || state === 'new') return { state: 'off' };
  if (state === 'locked') return { state: 'locked' };
  const open = await openVaultOf(context);
  const { app } = open;
  return (await isQuiet(app, siteLabel(site))) ? { state: 'off' } : { state: 'ready', site, app, open };
}

/** A page that may be given something, and the vault that it comes from. */
export interface ServedPage {
  readonly page: PageAt;
  readonly open: OpenVault;
}

/** Whether the person has the caller's tab in front of them. */
export async function isInFront({ context }: Pick<ContentServing, 'context'>, from: ContentCaller): Promise<boolean> {
  return (await context.tabs.find(undefined))?.tabId === from.tabId;
}

/** After a press of the person. @param around as of `siteServed` */
export async function servedAt(
  { context }: Pick<ContentServing, 'context'>,
  from: ContentCaller,
  around?: readonly string[],
): Promise<({ ok: true } & ServedPage) | typeof GONE | typeof LOCKED> {
  const site = siteServed(from, around);
  if (site === null) return GONE;
  await context.used();
  const open = await context.device.opened();
  return open === null ? LOCKED : { ok: true, page: { site, url: from.url }, open };
}

/** The question that the person has not answered yet, or null. */
export const unanswered = (question: FillQuestion | null, agreed: 'once' | 'always' | undefined) =>
  question === null || agreed !== undefined ? null : ({ ok: false, reason: 'asks', question } as const);

/** The page knows of this identity from now on, and its site has a look. */
export async function noteChoice(
  { chosen, context }: ContentServing,
  { tabId }: ContentCaller,
  { page, open }: ServedPage,
  identity: string,
): Promise<void> {
  await chosen.note(tabId, page.site, identity);
  const icon = await context.tabs.icon(tabId);
  // A form is filled whether there is room for a picture or not.
  if (icon !== null) await noteSiteIcon(open.app, identity, icon).catch(() => {});
}
