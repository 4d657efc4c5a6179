// A confirmation mail brings a code and a link; the person can use each at once: from the side panel, from the page
// that waits, or typed into boxes.

import { expect } from '@playwright/test';
import { BY_MAILER, SHOP, writes } from '../people/mail.ts';
import { received, ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('opens the confirmation link from the side panel, and the waiting page goes on', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await shop.site.page.bringToFront();
  await shop.signsUp();
  await panel.opensConversation(town.shopSite);
  const mail = panel.mail(/is your Corner Shop code$/);
  await mail.getByRole('button', { name: `Open ${town.shopSite}` }).click();
  const question = panel.page.getByRole('dialog', { name: `Open ${town.shopSite}?` });
  await expect(question).toContainText(`${town.shopUrl}/confirm/`);
  await panel.shot('mail-link');
  const confirmed = await alex.nextTab(() => question.getByRole('button', { name: 'Open' }).click());
  await expect(confirmed.page).toHaveURL(/\/account/);
  await shop.site.page.bringToFront();
  await shop.isWelcomed();
});

test('offers the link in a corner of a page that has no field for a code', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  await shop.goesTo('/shapes');
  const text = `Please confirm your address:\r\n${town.shopUrl}/confirm/0123456789abcdefghij`;
  await writes(town, { from: SHOP, to: email, subject: 'Confirm your address', text });
  await shop.site.offers('Open confirmation link', 'Not now');
  await shop.site.shot('link-in-corner');
  const opened = await alex.nextTab(() => shop.site.chooses('Open confirmation link'));
  await expect(opened.page).toHaveURL(`${town.shopUrl}/confirm/0123456789abcdefghij`);
});

test('offers a code nowhere any more, though the page sends it in the moment in which it is filled', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  await shop.takesNewIdentity();
  await shop.signsUp();
  const before = await alex.opensPopup();
  await expect(before.card.getByRole('button', { name: 'Fill', exact: true })).toBeVisible();
  await before.closes();
  await shop.site.page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('[name=code]');
    field?.addEventListener('input', () => field.form?.submit());
  });
  await shop.site.field('Code').click();
  await shop.site.chooses(/^\d{3} \d{3}$/);
  await shop.isWelcomed();
  const after = await alex.opensPopup();
  await expect(after.card).toBeVisible();
  await expect(after.card.locator('.code-digits')).toHaveCount(0);
});

test('says that a mail came whose link leads elsewhere, and shows it', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  await shop.goesTo('/shapes');
  const text = 'Please confirm your address:\r\nhttp://click.elsewhere.example/ls/click?upn=u001.AbCdEf0123456789';
  await writes(town, { from: SHOP, to: email, subject: 'One more step', text });
  await shop.site.offers(/^New mail from/, 'Not now');
  await shop.site.shot('mail-in-corner');
  const panel = await alex.getsPanel(() => shop.site.chooses('New mail from'));
  await expect(panel.mail('One more step')).toBeVisible();
});

test('brings a code to six boxes, as soon as it comes', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town, '/shapes/plain');
  const { site } = shop;
  await site.field('E-mail').click();
  await site.chooses('New identity for');
  await expect(site.field('E-mail')).not.toHaveValue('');
  const mask = await site.field('E-mail').inputValue();
  await shop.goesTo('/shapes/code');
  await site.field('Digit 1').click();
  await site.settles();
  expect(await site.titles()).toEqual([]);
  await writes(town, {
    from: SHOP,
    to: mask,
    subject: 'Your code',
    text: 'Your code is 704 921. It is good for ten minutes.',
  });
  await site.chooses('704 921');
  await expect(site.field('Digit 6')).toHaveValue('1');
  await site.page.getByRole('button', { name: 'Confirm' }).click();
  expect(Object.values(await received(site)).join('')).toBe('704921');
});

test('offers the code of the mailer that answered the form, with its name, when it is asked for', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  await writes(town, { ...BY_MAILER(email), subject: 'Welcome', text: 'Your code is 111 222.' });
  await expect(panel.mail('Welcome')).toBeVisible();
  await shop.goesTo('/shapes/code');
  await site.field('Digit 1').click();
  await site.settles();
  expect(await site.titles()).toEqual([]);

  await shop.goesTo('/shapes/code');
  await writes(town, { ...BY_MAILER(email), subject: 'Your code', text: 'Your code is 704 921.' });
  await expect(panel.mail('Your code')).toBeVisible();
  await site.page.bringToFront();
  await site.settles();
  // Not by itself, as a code of the site's own would be.
  expect(await site.titles()).toEqual([]);
  // A box for one digit is too narrow for a mark: a press in it asks.
  await site.field('Digit 1').click();
  await site.offers('704 921');
  await site.shot('code-of-mailer');
  expect((await site.menu()).map(({ detail, selected }) => [detail, selected])).toEqual([
    ['Sent by mailer.localhost, not by the site itself', false],
  ]);
  await site.chooses('704 921');
  await expect(site.field('Digit 6')).toHaveValue('1');
});
