// The number on the toolbar button: unread messages, or arrivals while locked.
import { browser } from 'wxt/browser';

const MOST = 99;

export async function showBadge(count: number, color: string): Promise<void> {
  await browser.action.setBadgeText({ text: count === 0 ? '' : count > MOST ? `${MOST}+` : String(count) });
  await browser.action.setBadgeBackgroundColor({ color });
}
