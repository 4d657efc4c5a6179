// The popup tells the person's identity on the site in front: none yet, then one whose address can be copied, whose
// form can be filled, whose mail is one press away.

import { expect } from '@playwright/test';
import { SHOP, writes } from '../people/mail.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';
import { Visitor } from '../people/site-visitor.ts';

test('makes an identity, copies its address and fills the page with it', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town);
  let popup = await alex.opensPopup();
  await expect(popup.page.getByText(`No identity at ${town.shopSite} yet`)).toBeVisible();
  await popup.shot('popup-nobody');
  await popup.page.getByRole('button', { name: 'Create an identity' }).click();
  await expect(popup.card).toBeVisible();
  const name = await popup.card.getByRole('heading').innerText();
  const mask = /\S+@mail\.localhost/.exec(await popup.card.innerText())?.[0] ?? '';
  expect(mask).toMatch(new RegExp(`^${name.toLowerCase().replace(' ', '-')}-`));
  await popup.shot('popup-identity');
  await popup.card.getByRole('button', { name: 'Copy the e-mail mask' }).click();
  await expect(popup.page.getByRole('button', { name: 'Copied' })).toBeVisible();

  await popup.closes();
  await site.page.bringToFront();
  await site.field('E-mail').click();
  await site.page.keyboard.press('Escape');
  await site.page.keyboard.press('ControlOrMeta+V');
  await expect(site.field('E-mail')).toHaveValue(mask);

  await site.page.reload();
  // In the context menu of a field, too: there is one identity, so it is filled.
  await site.field('E-mail').focus();
  await alex.choosesInContextMenu('fill', site.page);
  await expect(site.field('E-mail')).toHaveValue(mask);

  await site.page.reload();
  popup = await alex.opensPopup();
  await expect(popup.card.getByRole('button', { name: /^Fill/ })).toBeFocused();
  // The popup closes at the key, maybe before it is let go.
  const gone = popup.page.waitForEvent('close');
  await popup.page.keyboard.press('Enter').catch(() => {});
  await gone;
  await expect(site.field('E-mail')).toHaveValue(mask);
  await expect(site.field('Name')).toHaveValue(name);
  await expect(site.field('Password')).not.toHaveValue('');

  await site.page.reload();
  await site.page.evaluate(() => document.documentElement.style.setProperty('filter', 'grayscale(1)'));
  popup = await alex.opensPopup();
  await popup.fills();
  const question = popup.page.getByRole('dialog', { name: 'Fill this page all the same?' });
  await expect(question).toContainText('its menu in the page fills nothing');
  await popup.shot('popup-tinted');
  await question.getByRole('button', { name: 'Fill it' }).click();
  await expect(site.field('Password')).not.toHaveValue('');
  await expect(site.field('E-mail')).toHaveValue(mask);
});

test('counts unread mail, shows its code and leads to the conversation', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  await writes(town, { from: SHOP, to: email, subject: 'Your code', text: 'Your code is 704 921.' });
  const popup = await alex.opensPopup();
  await expect(popup.card).toContainText('704921');
  await expect(popup.card).toContainText('One unread message');
  await popup.shot('popup-unread');
  const panel = await alex.getsPanel(() => popup.card.getByRole('button', { name: /Messages/ }).click());
  await expect(panel.mail('Your code')).toBeVisible();
});

test('asks the form in front what it takes, for the generator and for a new identity', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town);
  await site.field('Password').evaluate((field: HTMLInputElement) => {
    field.pattern = '[a-z0-9]{9}';
    field.removeAttribute('minlength');
  });
  const popup = await alex.opensPopup();
  await popup.draws();
  const drawn = popup.page.locator('.generator-drawn output');
  await expect(drawn).toHaveText(/^[a-z0-9]{9}$/);
  await expect(popup.page.getByRole('switch', { name: `Follows the rules of ${town.shopSite}` })).toBeVisible();
  const slider = popup.page.getByRole('slider', { name: 'Length' });
  await expect(slider).toHaveAccessibleDescription(`${town.shopSite} takes passwords of exactly 9 characters.`);
  await expect(slider).toHaveAttribute('max', '9');
  await popup.shot('popup-generator-by-form');
  await popup.page.getByRole('button', { name: 'Generator' }).click();
  await popup.page.getByRole('button', { name: 'Create and fill' }).click();
  await expect(site.field('Password')).toHaveValue(/^[a-z0-9]{9}$/);
});

test('makes an identity and fills the page with one press, also in the context menu', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const popup = await alex.opensPopup();
  await popup.page.getByRole('button', { name: 'Create and fill' }).click();
  await expect(site.field('Password')).not.toHaveValue('');
  const first = await site.field('E-mail').inputValue();
  await popup.closes();
  await shop.signsUp();
  const withCode = await alex.opensPopup();
  await withCode.card.getByRole('button', { name: 'Fill', exact: true }).click();
  await expect(site.field('Code')).toHaveValue(/^\d{6}$/);
  await withCode.closes();
  await shop.goesTo('/sign-up');
  await site.field('E-mail').focus();
  await alex.choosesInContextMenu('create', site.page);
  await expect(site.field('E-mail')).toHaveValue(/@mail\.localhost$/);
  const second = await site.field('E-mail').inputValue();
  expect(second).not.toBe(first);
  // Of two, the person chooses: the menu opens in the field.
  await site.page.reload();
  await site.field('E-mail').focus();
  await alex.choosesInContextMenu('fill', site.page);
  await expect
    .poll(async () =>
      (await site.menu())
        .map(({ detail }) => detail)
        .slice(0, 2)
        .sort(),
    )
    .toEqual([first, `Not used yet · ${second}`].sort());
  await site.page.keyboard.press('Escape');
  // A key fills them in turn, and a new password comes in the context menu.
  await alex.pressesFillKey(site.page);
  await site.offers(/^Filled as /);
  const one = await site.field('E-mail').inputValue();
  const [said] = await site.titles();
  await alex.pressesFillKey(site.page);
  await expect(site.field('E-mail')).toHaveValue([first, second].find((mask) => mask !== one) ?? '');
  // Said when all of it is done; the words about the first one may still stand there.
  await expect.poll(async () => (await site.titles()).map((title) => title === said)).toEqual([false]);
  await site.offers(/^Filled as /);
  const kept = await site.field('Password').inputValue();
  await site.field('Password').focus();
  await alex.choosesInContextMenu('password', site.page);
  await expect(site.field('Password')).not.toHaveValue(kept);
});

test('switches help off for one site and on again', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town);
  await (await alex.opensPopup()).setsHelp(false);
  await site.page.reload();
  await site.field('E-mail').click();
  await site.settles();
  expect(await site.hasMark()).toBe(false);
  const popup = await alex.opensPopup();
  await expect(popup.page.getByText('Nucleus is off in the forms of this site.')).toBeVisible();
  await popup.shot('popup-quiet');
  await popup.setsHelp(true);
  await site.page.reload();
  await site.field('E-mail').click();
  await site.seesMark();
});

test('“Not on this site” in the page does the same', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town);
  await site.field('E-mail').click();
  await site.chooses('Not on this site');
  await site.offers(`Off on ${town.shopSite}`, 'Undo');
  await site.page.reload();
  await site.field('E-mail').click();
  await site.settles();
  expect(await site.hasMark()).toBe(false);
  await (await alex.opensPopup()).setsHelp(true);
});

test('finds people, sites and mail while one types', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  await writes(town, { from: SHOP, to: email, subject: 'Your pomegranate order', text: 'It is on its way.' });
  const popup = await alex.opensPopup();
  await expect(popup.card).toContainText('One unread message');
  await popup.searches('pome');
  await expect(popup.page.getByText('Your pomegranate order')).toBeVisible();
  await popup.shot('popup-search');
  const panel = await alex.getsPanel(() => popup.page.getByText('Your pomegranate order').click());
  await expect(panel.mail('Your pomegranate order')).toBeVisible();
});

test('fills a log-in of another site that was searched for, after a question that names both', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { name, password } = await shop.takesNewIdentity();
  const other = await alex.visits(`${town.shopUrl.replace('shop.localhost', 'other.localhost')}/log-in`);
  const popup = await alex.opensPopup();
  await expect(popup.page.getByText('No identity at other.localhost')).toBeVisible();
  await popup.searches(name);
  const fill = popup.page.getByRole('button', { name: /^Fill: shop\.localhost/ });
  await fill.click();
  const question = popup.page.getByRole('dialog', { name: /^Fill it on other\.localhost/ });
  await expect(question).toContainText('is your log-in for shop.localhost');
  await popup.shot('popup-other-site');
  await question.getByRole('button', { name: "Don't fill" }).click();
  await expect(question).toHaveCount(0);
  await expect(other.field('Password')).toHaveValue('');
  await fill.click();
  await question.getByRole('button', { name: 'Fill it this once' }).click();
  await expect(other.field('Password')).toHaveValue(password);
});

test('unlocks where the person is', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { name } = await shop.takesNewIdentity();
  await alex.locks();
  const popup = await alex.opensPopup();
  await expect(popup.page.getByRole('heading', { name: 'Nucleus is locked' })).toBeVisible();
  await expect(popup.page.locator('body')).not.toContainText(name);
  await popup.shot('popup-locked');
  await alex.unlocksIn(popup.page);
  await expect(popup.card).toContainText(name);
});

test('keeps what was searched for over a lock, and not longer', async ({ alex, town }) => {
  await ShopVisit.begins(alex, town);
  const { page } = await alex.opensPopup();
  await page.getByRole('button', { name: 'Search' }).click();
  const field = page.getByRole('searchbox');
  await field.fill('koala');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.getByRole('button', { name: 'Lock' }).click();
  await expect(page.getByRole('heading', { name: 'Nucleus is locked' })).toBeVisible();
  await page.reload();
  await alex.unlocksIn(page);
  await expect(field).toHaveValue('koala');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Create an identity' })).toBeVisible();
  await expect(field).toHaveCount(0);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(field).toHaveValue('');
});

test('helps in pages that are open already as soon as it may', async ({ person, town }) => {
  const alex = new Visitor(await person({ siteAccess: 'yes' }));
  await alex.setsUp({ siteAccess: false });
  const { site } = await ShopVisit.begins(alex, town);
  await site.field('E-mail').click();
  await site.settles();
  expect(await site.hasMark()).toBe(false);
  await alex.allowsSites();
  await site.page.bringToFront();
  await site.field('Name').click();
  await site.field('E-mail').click();
  await site.seesMark();
});
