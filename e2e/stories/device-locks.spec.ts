// Nucleus locks when asked and when left alone. Mail still comes, is counted, and is there after unlocking; a restart
// of the browser loses nothing. A PIN unlocks for a few tries.

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
  await expect
    .poll(async () => (await blair.texts(blairs)).map(({ delivery }) => delivery), {
      message: 'nobody has read them, and nobody says so',
    })
    .toEqual(['sent', 'sent']);
  await alexs.unlocks(PASSPHRASE);
  await alexs.hasBegunInvitation('Somebody from the choir', 'Alexandra');
  await alexs.goesHome();
  await alexs.opensConversation('Blair');
  await alexs.showsTexts('While locked', 'And once more');
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

  // A PIN, set in the options, unlocks; the worker that counts its tries dies in between.
  const options = await alex.browser.open('options.html#security');
  const security = options.locator('#security');
  await security.getByRole('button', { name: 'Set a PIN' }).click();
  await security.getByLabel('Your passphrase').fill(PASSPHRASE);
  await security.getByLabel('New PIN').fill('1234');
  await security.getByLabel('Repeat the PIN').fill('1234');
  await security.locator('form').getByRole('button', { name: 'Set a PIN' }).click();
  await expect(security).toContainText('one of the first that a thief would try');
  await security.getByLabel('New PIN').fill('2846');
  await security.getByLabel('Repeat the PIN').fill('2846');
  await security.locator('form').getByRole('button', { name: 'Set a PIN' }).click();
  await expect(security).toContainText('A PIN unlocks Nucleus until you close the browser.');
  await options.close();
  await alexs.goesHome();
  await alexs.presses('Lock Nucleus');
  await alexs.isLocked();
  expect(await glimpse()).toBe('null');
  await alexs.unlocksByPin('7391');
  await expect(alexs.screen).toContainText('That is not the PIN. 4 tries are left.');
  await alexs.shot('locked-pin');
  await alexs.unlocksByPin('2846');
  await alexs.opensConversation('Blair');
  await alexs.hears('And once more');
  await alexs.goesHome();
  await alexs.presses('Lock Nucleus');
  await alexs.isLocked();
  for (const left of ['4 tries are left.', '3 tries are left.', '2 tries are left.', 'One try is left']) {
    await alexs.unlocksByPin('7391');
    // The answer, and not the hint below the field, which may come before it.
    await expect(alexs.screen).toContainText(`That is not the PIN. ${left}`);
    await alex.browser.killWorker();
  }
  await alexs.unlocksByPin('7391');
  await expect(alexs.screen).toContainText('Five wrong tries, so the PIN is gone.');
  await alexs.unlocks(PASSPHRASE);
  await alexs.opensConversation('Blair');

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
  await after.showsTexts('While locked', 'And once more', 'Before the restart', 'During the restart');
});
