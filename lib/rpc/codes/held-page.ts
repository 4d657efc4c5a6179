// The page that a person asked to have a code read from, as a picture: taken at once, while it looks as they saw it,
// and handed to the first page of ours that asks. In memory only.
import type { Tabs } from '../call/worker-context.ts';

export interface HeldView {
  /** As a `data:` address. */
  readonly picture: string;
  /** The page's address. */
  readonly url: string;
}

/** An unlocking may lie between. */
const STALE_MS = 10 * 60_000;

export class HeldPage {
  #held: { readonly at: number; readonly view: Promise<HeldView | null> } | null = null;

  hold(view: Promise<HeldView | null>, now: number): void {
    this.#held = { at: now, view: view.catch(() => null) };
  }

  /** Once. Null: none is held, or the browser gave no picture. */
  async take(now: number): Promise<HeldView | null> {
    const held = this.#held;
    this.#held = null;
    return held === null || Math.abs(now - held.at) > STALE_MS ? null : held.view;
  }
}

/** A picture that the page holds itself, of a kind that browsers draw anywhere; another is seen on the page alone. */
const OWN_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/;
const MOST_LETTERS = 8 * 1024 ** 2;

/** @param source of the picture that was pressed; without one, or of one that lies elsewhere, the page as it is seen */
export async function heldPicture(
  tabs: Pick<Tabs, 'capture' | 'find'>,
  tabId: number,
  source = '',
): Promise<HeldView | null> {
  const isOwn = source.length <= MOST_LETTERS && OWN_PICTURE.test(source);
  const [picture, tab] = await Promise.all([isOwn ? source : tabs.capture(tabId), tabs.find(tabId)]);
  return picture === null || tab === null ? null : { picture, url: tab.url };
}
