// Unlocking for a web page: the popup over it, or a small window if the browser lets none open, and the way back to the
// page when the vault is open. The waiting frame is kept in `storage.session`, since the worker may die while a
// passphrase is typed.
import { browser } from 'wxt/browser';
import type { Frame } from '#rpc/worker/page-scripts.ts';
import { tabs } from './tabs.ts';

const KEY = 'waits-for-unlocking';
/** Older than this, no frame waits for it any more. */
const STALE_MS = 10 * 60_000;
const WINDOW = { type: 'popup', width: 400, height: 560 } as const;

interface Waiting extends Frame {
  /** Of the small window; null: the popup was opened. */
  readonly windowId: number | null;
  readonly at: number;
}

/** @param windowId of the page */
export async function unlockForPage({ tabId, frameId, windowId }: Frame & { windowId: number | null }): Promise<void> {
  const opened = await browser.action.openPopup(windowId === null ? {} : { windowId }).then(
    () => true,
    // Firefox wants a gesture, which it does not relay; Chromium before 127 opens no popup for an extension.
    () => false,
  );
  const window = opened
    ? null
    : await browser.windows.create({ ...WINDOW, url: browser.runtime.getURL('/popup.html') });
  const waiting: Waiting = { tabId, frameId, windowId: window?.id ?? null, at: Date.now() };
  await browser.storage.session.set({ [KEY]: waiting });
}

/**
 * The frame that waited for the popup, or small window, in which the person has just unlocked: its tab is in front
 * again. It is told once.
 * @param caller the page of ours; `windowId` null: it lies in no tab
 * @returns null: no frame waited for this one
 */
export async function takeBack(caller: {
  readonly page: string;
  readonly windowId: number | null;
}): Promise<Frame | null> {
  if (caller.page !== 'popup') return null;
  const { [KEY]: held } = await browser.storage.session.get(KEY);
  const waiting = held as Waiting | undefined;
  if (waiting === undefined || waiting.windowId !== caller.windowId) return null;
  await browser.storage.session.remove(KEY);
  if (Date.now() - waiting.at > STALE_MS) return null;
  const tab = await tabs.find(waiting.tabId);
  if (tab === null) return null;
  if (waiting.windowId !== null) {
    await browser.windows.remove(waiting.windowId);
    await browser.tabs.update(tab.id, { active: true });
    await browser.windows.update(tab.windowId, { focused: true });
  } else if (!(await isInFront(tab))) return null;
  return { tabId: tab.id, frameId: waiting.frameId };
}

/** The popup may be another one by now, over another page. */
async function isInFront({ id, windowId }: { id: number; windowId: number }): Promise<boolean> {
  const [front] = await browser.tabs.query({ active: true, windowId });
  return front?.id === id;
}
