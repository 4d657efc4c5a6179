// Whatever a correspondent writes, a link says where it leads before it is followed, the whole host included, and
// nothing in a text turns it round.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

const LONG = `${'accounts-of-the-reading-room-'.repeat(2)}x.${'sub.'.repeat(20)}readingroom.localhost`;

test('shows where a link leads before it opens it', async ({ alex, blair, town }) => {
  const { blairs } = await acquaint(alex, blair);
  const panel = await alex.opensPanel();
  await panel.opensConversation('Blair');
  const { page } = panel;
  const said = [
    `Look: ${town.shopUrl}/sign-up, or ask at help@readingroom.example!`,
    `http://${LONG}/today`,
    'https://bank.example@evil.example/ is none',
    'Open \u202eevil.exe',
  ];
  for (const [at, text] of said.entries())
    await blair.asks('send', { relationship: blairs, text, nonce: String(at).padStart(32, '0') });
  await expect(page.locator('.bubble')).toHaveCount(said.length);
  await expect(page.locator('.bubble a')).toHaveText([
    `${town.shopUrl}/sign-up`,
    'help@readingroom.example',
    `http://${LONG}/today`,
  ]);
  await expect(page.locator('.bubble').last()).toHaveText('Open ⟦U+202E⟧evil.exe');
  await panel.shot('links');

  const question = page.getByRole('dialog');
  const link = page.getByRole('link', { name: `${town.shopUrl}/sign-up` });
  await link.click();
  await expect(question.getByRole('heading')).toHaveText(`Open ${town.shopSite}?`);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(link).toBeFocused();
  // The middle button, for which browsers open a tab by themselves.
  const before = alex.browser.context.pages().length;
  await link.click({ button: 'middle' });
  await expect(question.getByRole('heading')).toHaveText(`Open ${town.shopSite}?`);
  expect(alex.browser.context.pages()).toHaveLength(before);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);

  // A host is never cut: its end says whose it is.
  await page.getByRole('link', { name: LONG }).click();
  await expect(question.getByRole('heading')).toHaveText(`Open ${LONG}?`);
  await panel.shot('link-long-host');
  for (const shown of [question.getByRole('heading'), question.locator('.address')])
    expect(await shown.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'help@' }).click();
  await expect(question).toContainText('A mail shows your own address');
  await panel.shot('link-mail');
  await page.keyboard.press('Escape');

  await link.click();
  const [opened] = await Promise.all([
    alex.browser.context.waitForEvent('page'),
    question.getByRole('button', { name: 'Open' }).click(),
  ]);
  await expect(opened).toHaveURL(`${town.shopUrl}/sign-up`);
  await expect(question).toHaveCount(0);
});
