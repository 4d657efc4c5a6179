// The text on the toolbar button.
import { browser } from 'wxt/browser';

const COLOR = '#4b3fd1';

export async function showBadge(text: string): Promise<void> {
  await browser.action.setBadgeText({ text });
  await browser.action.setBadgeBackgroundColor({ color: COLOR });
}
