// A typed, unsent text is there again after the panel was closed, the worker killed, the browser restarted, and in a
// second window; and a text sent from two windows at once is said once.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('keeps a draft through everything, and says it once from two windows', async ({ alex, blair }) => {
  const { alexs, blairs } = await acquaint(alex, blair);
  const panel = await alex.opensPanel();
  await panel.opensConversation('Blair');
  await panel.types('Shall we meet at six');
  await panel.closes();
  const again = await alex.opensPanel();
  await expect(again.conversation('Blair')).toContainText('Draft:');
  await again.opensConversation('Blair');
  await expect(again.composer).toHaveValue('Shall we meet at six');

  await again.composer.pressSequentially(' on Friday');
  await expect
    .poll(async () => (await alex.asks('thread', { relationship: alexs, before: null, limit: 1 }))?.draft)
    .toBe('Shall we meet at six on Friday');
  await alex.browser.killWorker();
  await expect(again.composer).toHaveValue('Shall we meet at six on Friday');
  await alex.restarts();
  const restarted = await alex.opensPanel();
  await restarted.isLocked();
  await alex.unlocks();
  await restarted.opensConversation('Blair');
  await expect(restarted.composer).toHaveValue('Shall we meet at six on Friday');

  const second = await alex.opensPanelInTab();
  await second.opensConversation('Blair');
  await expect(second.composer).toHaveValue('Shall we meet at six on Friday');
  await Promise.all([restarted.composer.press('Enter'), second.composer.press('Enter')]);
  await restarted.seesDelivery('Received');
  await second.seesDelivery('Received');
  for (const window of [restarted, second]) {
    await expect(window.composer).toHaveValue('');
    await window.showsTexts('Shall we meet at six on Friday');
  }
  expect((await blair.texts(blairs)).map(({ text }) => text)).toEqual(['Shall we meet at six on Friday']);

  // The same words once more are meant.
  await second.says('Yes?');
  await second.types('Yes?');
  await second.composer.press('Enter');
  await expect(restarted.bubble('Yes?')).toHaveCount(2);
  await expect.poll(async () => (await blair.texts(blairs)).length).toBe(3);
});
