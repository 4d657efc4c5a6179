// Nucleus locks when asked and when left alone. Mail still comes, is counted, and is there after unlocking; a restart
// of the browser loses nothing.

import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, PASSPHRASE } from '../people/person.ts';

test('counts what comes while locked and shows it after unlocking, also when the worker died or the browser restarted', async ({
  alex,
  blair,
}) => {
  const { blairs } = await acquaint(alex, blair);
  const alexs = await alex.opensPanel();
  await alexs.sees('Blair');
  const say = async (text: string) => {
    const nonce = createHash('md5').update(text).digest('hex');
    expect(await blair.asks('send', { relationship: blairs, text, nonce })).toMatchObject({ ok: true });
  };

  const glimpse = async () => {
    const worker = await alex.browser.worker();
    return JSON.stringify((await worker.evaluate(() => chrome.storage.session.get('glimpse'))).glimpse ?? null);
  };
  await expect.poll(glimpse).not.toBe('null');
  await alexs.beginsInvitation('Somebody from the choir', 'Alexandra');
  await alexs.goesHome();
  await alexs.presses('Lock Nucleus');
  await alexs.isLocked();
  expect(await glimpse(), 'what is left in memory for the first paint').toBe('null');
  await expect(alexs.screen).not.toContainText('Blair');
  await say('While locked');
  await alexs.sees('One new message is waiting for you.');
  await alex.browser.killWorker();
  await say('And once more');
  await alexs.sees('2 new messages are waiting for you.');
  await expect.poll(() => alex.badge()).toBe('2');
  await alexs.shot('locked-waiting');
  expect((await blair.texts(blairs)).at(-1)?.delivery, 'nobody has read it, and nobody says so').toBe('sent');
  await alexs.unlocks(PASSPHRASE);
  await alexs.hasBegunInvitation('Somebody from the choir', 'Alexandra');
  await alexs.goesHome();
  await alexs.opensConversation('Blair');
  await alexs.hears('And once more');
  expect(await alexs.texts()).toEqual(['While locked', 'And once more']);
  await expect.poll(async () => (await blair.texts(blairs)).at(-1)?.delivery).toBe('read');

  // Left alone for longer than the settings allow, as told by the moment of the last use.
  await alex.asks('changeSettings', { autoLockMinutes: 5 });
  const worker = await alex.browser.worker();
  await worker.evaluate((at) => chrome.storage.session.set({ 'used-at': at }), Date.now() - 6 * 60_000);
  await alex.browser.killWorker();
  await alexs.isLocked();
  await alexs.unlocks(PASSPHRASE);
  await alexs.hears('And once more');

  // Rows stand there while the worker starts, and one that is pressed opens.
  await expect.poll(glimpse).not.toBe('null');
  await alex.browser.killWorker();
  const early = await alex.opensPanelInTab();
  await early.opensConversation('Blair');
  await early.hears('And once more');
  await early.closes();

  await say('Before the restart');
  await alexs.hears('Before the restart');
  await alex.goesAway();
  await say('During the restart');
  await alex.restarts();
  const after = await alex.opensPanel();
  await after.isLocked();
  await after.unlocks(PASSPHRASE);
  await after.hasBegunInvitation('Somebody from the choir', 'Alexandra');
  await after.goesHome();
  await after.opensConversation('Blair');
  await after.hears('During the restart');
  expect(await after.texts()).toEqual(['While locked', 'And once more', 'Before the restart', 'During the restart']);
});
