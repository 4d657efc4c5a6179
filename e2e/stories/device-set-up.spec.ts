// A newcomer sets Nucleus up in three steps; later the passphrase opens it, a wrong one is told, and the recovery code
// sets a new one.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { PASSPHRASE } from '../people/person.ts';
import { Welcome } from '../people/person-welcome.ts';

const NEW_PASSPHRASE = 'anvil tulip harbour nonsense';

test('sets Nucleus up in three steps, and opens it again with passphrase or recovery code', async ({ newcomer }) => {
  const welcome = new Welcome(await newcomer.browser.welcomePage());
  await welcome.isAtStep(1);
  await welcome.types('correct horse battery staple');
  await welcome.sees('Attackers try this one first. Choose words of your own.');
  await welcome.isToldStrength(1);
  await welcome.types('refrigerator');
  await welcome.sees('Could be guessed.');
  await welcome.repeats('refrigerator');
  await welcome.goesOn();
  await welcome.isAtStep(1);
  await welcome.types(PASSPHRASE);
  await welcome.isToldStrength(4);
  await welcome.repeats(`${PASSPHRASE}!`);
  await welcome.goesOn();
  await welcome.sees('The two do not match.');
  await welcome.repeats(PASSPHRASE);
  await welcome.shot('set-up-1');
  await welcome.goesOn();

  await welcome.isAtStep(2);
  const groups = await welcome.writesDownCode();
  await welcome.shot('set-up-2');
  await welcome.confirmsCode(groups.map(() => 'WRONG'));
  await welcome.sees(/^That is not group \d+\. Check your copy\.$/);
  await welcome.confirmsCode(groups);

  await welcome.isAtStep(3);
  await welcome.sees('Almost there');
  await welcome.sees('Press the puzzle piece at the top of the browser, then the pin beside Nucleus.');
  await welcome.shot('set-up-3');
  await welcome.pinsButton();
  await welcome.sees('The Nucleus button is on your toolbar.');

  const panel = await newcomer.opensPanel();
  await panel.sees('No conversations yet');
  await panel.shot('panel-empty');
  await panel.page.keyboard.press('?');
  const keys = panel.page.getByRole('dialog', { name: 'Keyboard' });
  await expect(keys).toContainText(/Open Nucleus over the page\s*Alt\s*Shift\s*K/);
  await panel.page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await panel.presses('Lock Nucleus');
  await panel.isLocked();
  await panel.shot('panel-locked');
  await panel.unlocks('not my passphrase');
  await panel.sees('That is not the passphrase. Try once more.');
  // It is selected: the next typing replaces it.
  await panel.page.keyboard.type(PASSPHRASE);
  await panel.page.keyboard.press('Enter');
  await panel.sees('No conversations yet');

  await panel.presses('Lock Nucleus');
  await panel.presses('Forgot your passphrase?');
  await panel.recovers(groups.toReversed().join('-'), NEW_PASSPHRASE);
  await panel.sees('That code does not open this vault. Check each group of letters.');
  await panel.recovers(groups.join(' ').toLowerCase(), NEW_PASSPHRASE);
  await panel.sees('No conversations yet');

  await panel.presses('Lock Nucleus');
  await panel.unlocks(PASSPHRASE);
  await panel.sees('That is not the passphrase. Try once more.');
  await panel.unlocks(NEW_PASSPHRASE);
  await panel.sees('No conversations yet');
});

test('suggests words, fills them in when they are chosen, and locks with them', async ({ newcomer }) => {
  const welcome = new Welcome(await newcomer.browser.welcomePage());
  await welcome.isAtStep(1);
  const first = await welcome.isSuggestedWords('Suggest words');
  await welcome.shot('suggested');
  expect(await welcome.typed()).toEqual(['', '']);
  const words = await welcome.isSuggestedWords('Other words');
  expect(words).not.toBe(first);
  await welcome.takesWords();
  await expect.poll(() => welcome.typed()).toEqual([words, words]);
  await welcome.isToldStrength(4);
  await welcome.shot('suggested-taken');
  await welcome.page.setViewportSize({ width: 340, height: 900 });
  await welcome.page.emulateMedia({ colorScheme: 'dark' });
  await welcome.shot('suggested-narrow-dark');
  expect(await welcome.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await welcome.goesOn();
  await welcome.isAtStep(2);
  const panel = await newcomer.opensPanel();
  await panel.presses('Lock Nucleus');
  await panel.unlocks(words);
  await panel.sees('No conversations yet');
});
