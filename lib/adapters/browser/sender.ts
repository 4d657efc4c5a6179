// Who is calling, by the browser's word only: an extension page by its exact address, a content
// script by its tab and frame. Nothing in a message counts. Pure, so that every refusal can be tested without a
// browser.
import { webUrl } from '#bytes/web-url.ts';

/** The caller, as both browsers name it: `runtime.MessageSender`, as far as it is used. */
export interface Sender {
  readonly id?: string | undefined;
  readonly url?: string | undefined;
  /** Absent in older browsers; 'null' for an opaque origin (a sandboxed frame). */
  readonly origin?: string | undefined;
  readonly frameId?: number | undefined;
  readonly documentId?: string | undefined;
  readonly tab?:
    | { readonly id?: number | undefined; readonly url?: string | undefined; readonly windowId?: number | undefined }
    | undefined;
}

/** This extension, as the browser names it. */
export interface Self {
  readonly id: string;
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at its end. */
  readonly origin: string;
}

export const PAGES = ['popup', 'sidepanel', 'options', 'welcome'] as const;
export type Page = (typeof PAGES)[number];

export interface FromPage {
  readonly page: Page;
  /** Only if the page lies in a tab. */
  readonly windowId: number | null;
}

export interface FromContent {
  readonly tabId: number;
  /**
   * Of the tab, so that a relayed gesture can open its panel with nothing asked before; null if the browser does not
   * say.
   */
  readonly windowId: number | null;
  /** 0: the page itself. */
  readonly frameId: number;
  readonly url: string;
  readonly origin: string;
  /** Of the page around the frame; null if the browser does not say (no permission for it). */
  readonly topUrl: string | null;
  /**
   * Names the document, so that an answer cannot reach the next one in the same frame; null if the browser has none.
   */
  readonly documentId: string | null;
}

/** The extension page that calls, or null: it is none of ours. */
export function fromPage(sender: Sender, self: Self): FromPage | null {
  if (sender.id !== self.id || sender.url === undefined) return null;
  // Cut as text: a URL parser would make other spellings equal to ours.
  const address = sender.url.split(/[?#]/, 1)[0];
  const page = PAGES.find((name) => address === `${self.origin}/${name}.html`);
  return page === undefined ? null : { page, windowId: sender.tab?.windowId ?? null };
}

/**
 * The web page's frame in which our script calls, or null: a page of ours, another extension, an opaque origin, no web
 * page.
 */
export function fromContent(sender: Sender, self: Self): FromContent | null {
  const { id, url, tab, frameId } = sender;
  if (id !== self.id || url === undefined || tab?.id === undefined || tab.id < 0 || frameId === undefined) return null;
  // A sandboxed frame has an http address and the origin 'null'; about:blank and srcdoc have no http address.
  const origin = webUrl(url)?.origin;
  if (origin === undefined) return null;
  if (sender.origin !== undefined && sender.origin !== origin) return null;
  const topUrl = tab.url ?? (frameId === 0 ? url : null);
  return {
    tabId: tab.id,
    windowId: tab.windowId ?? null,
    frameId,
    url,
    origin,
    topUrl,
    documentId: sender.documentId ?? null,
  };
}
