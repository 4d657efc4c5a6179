// An identity or a log-in of one's own, made for the page and answered for its form at once.
import { fillFor } from '#app/sites/sites.ts';
import type { Handlers } from '../call/contract.ts';
import { askedBefore, keepAnswer, type PageAt } from '../sites/asking.ts';
import type { ContentContract, FillAnswer } from './contract.ts';
import { type ContentCaller, type ContentServing, GONE, noteChoice, servedAt, unanswered } from './serving.ts';

type Made = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: string };

export function creationHandlers(
  serving: ContentServing,
): Pick<Handlers<ContentContract, ContentCaller>, 'create' | 'createOwn'> {
  const { creation } = serving;
  /** Nothing is made before the person has answered what there is to ask. */
  const filledWith = async (
    make: (page: PageAt) => Promise<Made>,
    agreed: 'once' | 'always' | undefined,
    from: ContentCaller,
  ): Promise<FillAnswer> => {
    const at = await servedAt(serving, from);
    if (!at.ok) return at;
    const { page, open } = at;
    const question = (await askedBefore(open, page, null))?.question ?? null;
    const waits = unanswered(question, agreed);
    if (waits !== null) return waits;
    const made = await make(page);
    // The words a page's menu knows are in lib/autofill/menu/strings.ts.
    if (!made.ok) return { ok: false, reason: made.reason === 'unreachable' ? 'unavailable' : 'failed' };
    const fill = await fillFor(open.app, made.id, page.site, { begins: true });
    if (fill === null) return GONE;
    if (agreed === 'always' && question !== null) await keepAnswer(open, page, question);
    await noteChoice(serving, from, at, made.id);
    return { ok: true, fill };
  };
  return {
    async createOwn({ address, password, agreed }, from) {
      const own = address.trim();
      if (own === '') return GONE;
      return filledWith(
        async ({ site, url }) => ({ ok: true, id: await creation.createOwn(site, url, own, password) }),
        agreed,
        from,
      );
    },

    create: ({ password, ownUsername = false, agreed }, from) =>
      filledWith(({ site, url }) => creation.create(site, url, { password, ownUsername }), agreed, from),
  };
}
