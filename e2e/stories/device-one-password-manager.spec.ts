// In a real window, as a person has it: the browser's own password manager lays its question over the page that waits for a code, and follows
// through the pages after it. Once Nucleus is let be the password manager, it asks nothing and lays no list over our menu.

import { expect } from '@playwright/test';
import { Screen } from '../harness/screen.ts';
import { ShopVisit } from '../people/shop.ts';
import { Visitor } from '../people/site-visitor.ts';
import { test as base } from '../people/town.ts';

const test = base.extend<{ display: Screen; alex: Visitor }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures one needs
  display: async ({}, use) => {
    const screen = await Screen.opens();
    await use(screen);
    await screen.closes();
  },
  alex: async ({ resident, display }, use) => use(await Visitor.awake(await resident('alex', { screen: display }))),
});

/** Less than that of a page is its own caret and the pointer. */
const NOTHING = 0.01;
/** A question or a list of the browser's is larger. */
const SOMETHING = 0.02;

test('leaves passwords to Nucleus where a person lets it', async ({ alex, display, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const covered = () => display.coveredShare(site.page);
  expect(await covered(), 'the screen shows what the page has').toBeLessThan(NOTHING);
  const { name } = await shop.takesNewIdentity();
  await shop.signsUp();
  await expect.poll(covered, { message: 'the browser asks whether to save the password' }).toBeGreaterThan(SOMETHING);

  const welcome = await alex.browser.welcomePage();
  await welcome.bringToFront();
  await welcome.getByRole('button', { name: 'Let Nucleus', exact: true }).click();
  await expect
    .poll(() => display.coveredShare(welcome), { message: 'the browser asks whether Nucleus may' })
    .toBeGreaterThan(SOMETHING);
  // From its refusal, where the focus is, to its consent.
  await display.does('key', 'Tab', 'Return');
  await expect(welcome.getByText('The browser leaves passwords and addresses to Nucleus.')).toBeVisible();

  await site.page.bringToFront();
  await shop.fillsCode();
  await shop.confirms();
  await shop.logsOut();
  await shop.goesTo('/log-in');
  await site.field('E-mail').click();
  await site.reads(name);
  expect(await covered(), 'no list of the browser lies over the menu').toBeLessThan(NOTHING);
  await site.chooses(name);
  await shop.logsIn();
  await shop.goesTo('/order');
  await site.settles();
  expect(await covered(), 'the browser asks nothing').toBeLessThan(NOTHING);
});
