// The context of the worker's handlers: the device, its view in memory, and the browser behind a small port.
import type { Device } from '#app/device/device.ts';
import type { OpenVault } from '#app/device/open-vault.ts';
import type { SitePages } from '#app/logins/change-page.ts';
import type { LeakRange } from '#app/watch/leak-check.ts';
import { Fault } from '#bytes/fault.ts';
import type { Topic } from './topics.ts';

/**
 * A new identity or a new password for the form of the focused field; the likeliest log-in for the form in front, and
 * the next one if the same form is still filled.
 */
export type AskedOutside = 'create' | 'draw' | 'next';

/** Of a page: whether it has fields for a card or an address in sight; or that they are to be filled. */
export type AskedDetails = 'look' | 'card' | 'address';

export interface Tabs {
  /** Address of a tab, or of the tab in front; null if there is none or it may not be known. */
  find(tabId: number | undefined): Promise<{ tabId: number; url: string } | null>;
  open(url: string): Promise<void>;
  /**
   * The tab's icon as a `data:` address, if the browser has it and lets us see it; nothing is fetched from elsewhere.
   */
  icon(tabId: number): Promise<string | null>;
  /**
   * Asks the autofill script of a tab to fill this identity; the script asks back for it, and is answered by its site.
   * @param which the frame it was chosen in; of a frame of another origin: `within` asks for its host, `host` has it
   * filled; `tinted`: the person has read that the page's colours are changed, and wants it filled
   */
  fill(
    tabId: number,
    relationship: string,
    which?: {
      readonly frameId?: number;
      readonly within?: string;
      readonly host?: string;
      readonly agreed?: 'once' | 'always';
      readonly tinted?: true;
    },
  ): Promise<'told' | 'no-access' | 'no-form' | 'tinted' | { readonly host: string }>;
  /**
   * Asks the page what it has fields for, or to fill a card or an address; the script asks back for it. @param enters
   * also in a page in which no script of ours is yet
   * @returns of a look the kinds, if there are any
   */
  details(
    tabId: number,
    id: string,
    which: AskedDetails,
    enters: boolean,
  ): Promise<'told' | 'no-access' | 'no-form' | readonly ('card' | 'address')[]>;
  /** The same for a code, by the id of its mail or the name of the one-time code. */
  fillCode(tabId: number, id: string): Promise<'told' | 'no-access' | 'no-form'>;
  /**
   * What the form in front asks of a new identity, as our script there says it: JSON, of texts that are the page's.
   * Null: there is none, or we are not let in.
   */
  demands(tabId: number): Promise<string | null>;
  /** The page as it is seen, as a `data:` address; null: the tab is not in front, or the browser does not let us. */
  capture(tabId: number): Promise<string | null>;
  /** Opens the menu in one frame, in the field that has the focus. */
  openMenu(tabId: number, frameId: number): Promise<void>;
  /**
   * Has the page do what a row of the menu does. @param frameId absent: in the frame that has the focus
   * @returns whether there is a field for it; what becomes of it is told in the page
   */
  doInPage(tabId: number, does: AskedOutside, frameId?: number): Promise<boolean>;
  /** Injects parts of the autofill script into one frame, in this order. */
  injectParts(tabId: number, frameId: number, parts: readonly string[]): Promise<void>;
  /**
   * Tells all autofill scripts that Nucleus was unlocked, locked, or switched for a site: news that depend on no
   * identity.
   */
  nudge(): void;
}

/** A page of ours, as the browser describes it (lib/adapters/browser/sender.ts). */
export interface PageCaller {
  readonly page: string;
  /** null: it lies in no tab. */
  readonly windowId: number | null;
}

export interface WorkerContext {
  readonly device: Device;
  readonly tabs: Tabs;
  hasSiteAccess(url: string): Promise<boolean>;
  /**
   * Shows the popup over a page; unlocked there, it leads back to that frame. Called before anything is awaited:
   * browsers want a gesture for it.
   */
  openPopupFor(frame: { tabId: number; frameId: number; windowId: number | null }): Promise<void>;
  /**
   * Brings back the page for which the person unlocked in this popup, and has it go on. @returns false: none waited for
   * this popup
   */
  backToPage(from: PageCaller): Promise<boolean>;
  /** Called before anything is awaited: browsers want a gesture for it. @param invitation a link to look at */
  openPanel(windowId: number, invitation: string): Promise<void>;
  /** Likewise, at the form for a new card or address. */
  openNewEntry(windowId: number, kind: 'card' | 'address'): Promise<void>;
  /** The conversation, in a page of ours. */
  openThread(relationship: string): void;
  publish(topic: Topic): void;
  readonly entropy: (byteCount: number) => Uint8Array;
  /** A service that knows leaked passwords. */
  readonly leakRange: LeakRange;
  readonly sitePages: SitePages;
  /** What people choose for passwords, as the package carries it. */
  commonWords(): Promise<string>;
  pause(milliseconds: number): Promise<void>;
  /** Resolves when the next piece of long work may be done: what a person waits for comes before it. */
  turn(): Promise<void>;
  /** Work for which no caller waits went wrong. */
  report(error: unknown): void;
  now(): number;
  /**
   * The person uses Nucleus: auto-lock counts from here, or locks if the time has passed. Answers given after it come
   * after that lock.
   */
  used(): Promise<void>;
  /** Without a press of the person: locks if the time has passed. */
  judged(): Promise<void>;
  /** Likewise, without waiting for a vault that is being rewritten. */
  glanced(): Promise<void>;
}

/** @throws Fault locked 'vault-locked' */
export async function openVaultOf({ device }: Pick<WorkerContext, 'device'>): Promise<OpenVault> {
  const open = await device.opened();
  if (open === null) throw new Fault('locked', 'vault-locked', 'the vault is locked');
  return open;
}
