// What becomes of log-ins that a person typed into a page: they are held until the site took them, then the person is
// asked once, in the tab's own page. A script gets no password back, and the pair is kept that was held, never one that
// comes with the press.
import { MAX_PASSWORD_BYTES } from '#app/logins/entry-records.ts';
import { isUnasked, setUnasked } from '#app/services/settings.ts';
import { noteFate, waitingAs } from '#app/sites/proposed-fate.ts';
import type { WaitingLogin } from '#app/sites/typed-logins.ts';
import { clip, utf8Length, wellFormed } from '#bytes/utf8.ts';
import { webUrl } from '#bytes/web-url.ts';
import { type Site, siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers, MethodRequest } from '../call/contract.ts';
import { openVaultOf } from '../call/worker-context.ts';
import { keepAsked, questionOf } from '../sites/typed-questions.ts';
import type { keeping } from './keeping-contract.ts';
import { type ContentCaller, type ContentServing, siteServed, standingAt } from './serving.ts';

const MAX_URL_BYTES = 2048;

/** The page of the typing, without what only that visit has: query and fragment. */
function pageOf(from: ContentCaller): string {
  const { origin = '', pathname = '' } = webUrl(from.url) ?? {};
  const url = `${origin}${pathname}`;
  return utf8Length(url) <= MAX_URL_BYTES ? url : origin;
}

function clean(request: MethodRequest<typeof keeping.typed>) {
  const { username, email, password, former, purpose, form, title } = request;
  const texts = [password, former].map(wellFormed);
  // Half of a password is a wrong one.
  if (texts.some((text) => utf8Length(text) > MAX_PASSWORD_BYTES) || texts[0] !== password) return null;
  const short = { username: clip(wellFormed(username.trim()), 1280), email: clip(wellFormed(email.trim()), 400) };
  const about = { form: clip(wellFormed(form), 400), title: clip(wellFormed(title), 300) };
  return { ...short, ...about, password, former: texts[1] ?? '', purpose };
}

export function keepingHandlers(serving: ContentServing): Handlers<typeof keeping, ContentCaller> {
  // In one piece: a table of handlers.
  const { context, chosen, keeping: its } = serving;
  const { typed, wake } = its;

  /** Whether something typed there may be asked about, and whether that has to wait for the vault. */
  const heedAt = async (site: Site | null): Promise<'locked' | 'open' | null> => {
    const at = await standingAt(serving, site);
    if (at.state !== 'ready') return at.state === 'locked' ? 'locked' : null;
    return (await isUnasked(at.app, siteLabel(at.site))) ? null : 'open';
  };

  /** The one that waits in the caller's tab, or aside, if it is of its site. */
  const waitingFor = async (from: ContentCaller): Promise<WaitingLogin | null> => {
    const site = siteServed(from);
    const waiting = await typed.in(from.tabId);
    if (waiting?.site === site) return waiting;
    return site === null || from.frameId !== 0 ? null : typed.asideAt(site);
  };

  /** The one that the caller's bar asks about: another may have been typed beside it meanwhile. */
  const askedAt = async (from: ContentCaller, id: string): Promise<WaitingLogin | null> => {
    if (from.frameId !== 0) return null;
    const known = (await typed.all()).find((one) => one.id === id && (one.isAside || one.tabId === from.tabId));
    return known?.site === siteServed(from) ? (known ?? null) : null;
  };

  /**
   * The tab's own page is of another site: nothing of the log-in is shown there. If it asks for a password, perhaps for
   * the same one again, it says nothing yet of whether the first site took it.
   */
  const noteElsewhere = async (from: ContentCaller, forms: readonly string[]): Promise<void> => {
    const waiting = (await typed.all()).findLast(({ tabId }) => tabId === from.tabId);
    if (waiting === undefined || from.frameId !== 0 || siteOf(from.url) === waiting.site) return;
    if (forms.includes(waiting.form)) await typed.drop(waiting.id);
    else if (forms.length === 0) await typed.elsewhere(waiting.id);
  };

  const isLocked = async () => (await context.device.opened()) === null;
  const appIfOpen = async () => (await context.device.opened())?.app;

  /** If its password waits for the site's word. @returns whether there is nothing left to ask */
  const noteWord = async (waiting: WaitingLogin, isTaken: boolean): Promise<boolean> => {
    const app = await appIfOpen();
    return app !== undefined && (await noteFate(app, waiting, isTaken));
  };

  const waitsForWord = async (site: Site, password: string): Promise<boolean> => {
    const app = await appIfOpen();
    return app !== undefined && (await waitingAs(app, site, password)) !== null;
  };

  /**
   * A new password whose form came back, or stands on, and nothing there is marked as wrong: many sites show it beside
   * the good news. Only the person can tell, and is asked at leisure: in the popup, or by a later page without that
   * form.
   */
  const noteUnclear = async (waiting: WaitingLogin): Promise<void> => {
    // One that Nucleus drew has its own question.
    if (await waitsForWord(waiting.site, waiting.password)) await typed.drop(waiting.id);
    else await typed.unclear(waiting.id);
  };

  const setUnaskedAt = async (from: ContentCaller, unasked: boolean): Promise<void> => {
    const site = siteServed(from);
    if (site === null || from.frameId !== 0) return;
    await context.used();
    await setUnasked((await openVaultOf(context)).app, siteLabel(site), unasked);
  };

  return {
    async typed({ around, filled, ...request }, from) {
      const site = siteServed(from, around);
      const state = await heedAt(site);
      const given = clean(request);
      if (site === null || state === null || given === null) return null;
      if (filled && !(await waitsForWord(site, given.password))) return null;
      const { tabId, frameId } = from;
      if (given.username === '' && given.email === '') given.username = await typed.nameIn({ tabId, site });
      const id = await typed.note({ tabId, frameId, site, url: pageOf(from) }, given, isLocked);
      wake();
      return { id };
    },

    async typedName({ name, around }, from) {
      const site = siteServed(from, around);
      const state = await heedAt(site);
      const given = clip(wellFormed(name.trim()), 1280);
      if (site !== null && state !== null && given !== '')
        await typed.noteName({ tabId: from.tabId, site }, given, isLocked);
      return null;
    },

    async typedEnded({ id, accepted, unclear = false }, from) {
      const waiting = await typed.in(from.tabId);
      if (waiting?.id !== id) return null;
      if (unclear && waiting.purpose === 'change') {
        await noteUnclear(waiting);
        wake();
        return null;
      }
      const isDone = await noteWord(waiting, accepted);
      await (accepted && !isDone ? typed.accept(id) : typed.drop(id));
      wake();
      return null;
    },

    async toKeep({ forms, refuses = true }, from) {
      const waiting = await waitingFor(from);
      if (waiting === null) {
        await noteElsewhere(from, forms);
        return null;
      }
      const { id, form, site } = waiting;
      const state = await heedAt(site);
      const isBack = forms.includes(form);
      if (state !== null && isBack && waiting.purpose === 'change' && !refuses) await noteUnclear(waiting);
      // The form came back: the site did not take it.
      else if (state === null || isBack) {
        if (isBack) await noteWord(waiting, false);
        await typed.drop(id);
      } else if (!waiting.isAccepted && (await noteWord(waiting, true))) await typed.drop(id);
      else if (from.frameId === 0 && !(await typed.isDeclined(waiting))) {
        await typed.accept(id);
        const label = siteLabel(site);
        if (state === 'locked') return { id, is: 'locked', site: label, name: '', form };
        const question = await questionOf(await openVaultOf(context), { typed, chosen }, waiting);
        if (question !== null) return { ...question, form };
        await typed.drop(id);
      } else if (from.frameId === 0) await typed.drop(id);
      return null;
    },

    async keepTyped({ id, is }, from) {
      const waiting = await askedAt(from, id);
      if (waiting === null) return { ok: false, reason: 'failed' };
      return keepAsked(context, { typed, chosen }, waiting, is);
    },

    async notNow({ id }, from) {
      const waiting = await askedAt(from, id);
      if (waiting !== null) await typed.decline(waiting);
      return null;
    },

    async neverKeep(_, from) {
      await setUnaskedAt(from, true);
      const waiting = await waitingFor(from);
      if (waiting !== null) await typed.drop(waiting.id);
      return null;
    },

    async askAgain(_, from) {
      await setUnaskedAt(from, false);
      return null;
    },
  };
}
