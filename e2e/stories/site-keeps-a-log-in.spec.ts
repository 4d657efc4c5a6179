// A log-in typed by hand is noticed once the site has taken it: asked about, kept, offered; changed, updated; never
// asked about at a site, and asked again.
import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

const EMAIL = 'alex@mail.example';

test('a typed log-in is asked about, kept and offered; a changed one updated; never here, and undone', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const { page } = site;
  const types = async (label: string, text: string): Promise<void> => {
    await site.field(label).click();
    if (label !== 'Name') await site.heedsTyping();
    await page.keyboard.type(text);
  };
  const signsUpAs = async (email: string, password: string): Promise<void> => {
    await shop.goesTo('/sign-up');
    await types('Name', 'Alex');
    await types('E-mail', email);
    await types('Password', password);
    await shop.signsUp();
  };
  const says = (words: RegExp) => expect.poll(async () => (await site.bar())?.title ?? '').toMatch(words);
  await types('Name', 'Alex');
  await types('E-mail', EMAIL);
  await types('Password', 'typed by hand');
  await shop.signsUp();
  await site.isAsked(/^Keep this log-in for /, EMAIL);
  await site.shot('bar-keep');
  await site.answersBar('Keep');
  await says(/^Kept\./);

  await shop.goesTo('/log-in');
  await site.field('E-mail').click();
  await site.chooses(new URL(town.shopUrl).host);
  await expect(site.field('Password')).toHaveValue('typed by hand');

  // The shop does not know this one: it has a sign-up whose code was never typed, by another password.
  await signsUpAs(EMAIL, 'a newer one');
  await site.isAsked(/^Update the password for /, EMAIL);
  await site.answersBar('Update');
  await says(/^Updated\./);

  await signsUpAs('alex.two@mail.example', 'typed by hand');
  await site.isAsked(/^Keep this log-in for /, 'alex.two@mail.example');
  await site.answersBar('Never here');
  await says(/no longer asks/);
  await site.answersBar('Undo');
  await expect.poll(() => site.bar()).toBe(null);

  // Its page is gone before it was answered: the popup asks.
  await signsUpAs('alex.two@mail.example', 'typed by hand');
  await site.isAsked(/^Keep this log-in for /, 'alex.two@mail.example');
  await page.goto('about:blank');
  const popup = await alex.opensPopup();
  await expect(popup.page.getByText('Keep the log-in that you typed for')).toBeVisible();
  await popup.page.getByRole('button', { name: 'Never here' }).click();
  await expect(popup.page.getByText('no longer asks about log-ins')).toBeVisible();
  expect((await alex.settings()).unaskedSites).toEqual([new URL(town.shopUrl).host]);
  await popup.page.getByRole('button', { name: 'Undo' }).click();
  await expect(popup.page.getByText('no longer asks about log-ins')).toHaveCount(0);
  expect((await alex.settings()).unaskedSites).toEqual([]);
});
