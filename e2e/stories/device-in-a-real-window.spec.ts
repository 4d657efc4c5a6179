// In a real window, as a person has it, on a screen of its own. There the browser's own password manager lays its
// question over the page that waits for a code, until Nucleus is let be the password manager. And there a page can be
// in sight without being in front, which a driven page never says of itself.

import { expect } from '@playwright/test';
import { findScreen } from '#demo/bootstrap.mjs';
import { Screen } from '../harness/screen.ts';
import { SHOP, writes } from '../people/mail.ts';
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

test.skip(() => findScreen() === null, 'Xvfb or xdotool is missing');

/** Less than that of a page is its own caret and the pointer. */
const NOTHING = 0.01;
/** A question or a list of the browser's is larger. */
const SOMETHING = 0.02;

test('leaves passwords to Nucleus where a person lets it', async ({ alex, display, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const covered = () => display.coveredShare(site.page);
  await expect.poll(covered, { message: 'the screen shows what the page has' }).toBeLessThan(NOTHING);
  const { name } = await shop.takesNewIdentity();
  await shop.signsUp();
  await expect.poll(covered, { message: 'the browser asks whether to save the password' }).toBeGreaterThan(SOMETHING);

  const welcome = await alex.browser.welcomePage();
  await welcome.bringToFront();
  const asksForIt = welcome.getByRole('button', { name: 'Let Nucleus do it', exact: true });
  const isAsked = async () => (await display.coveredShare(welcome)) > SOMETHING;
  await asksForIt.click();
  await expect.poll(isAsked, { message: 'the browser asks whether Nucleus may' }).toBe(true);
  const isLet = welcome.getByText('The browser leaves passwords and addresses to Nucleus.');
  const isRefused = welcome.getByText('No problem. Your browser and Nucleus will both offer');
  // From its refusal, which has the focus, to its consent, which takes no press while the question has only just come.
  const consents = async () => {
    if (await isLet.isVisible()) return true;
    if (await isAsked()) await display.does('key', 'Tab', 'Return');
    else if (await isRefused.isVisible()) await asksForIt.click();
    return false;
  };
  await expect.poll(consents, { message: 'the browser is told that it may', intervals: [2000] }).toBe(true);

  await site.page.bringToFront();
  await shop.fillsCode();
  await shop.confirms();
  await shop.logsOut();
  await shop.goesTo('/log-in');
  await site.field('E-mail').click();
  await site.reads(name);
  await expect.poll(covered, { message: 'no list of the browser lies over the menu' }).toBeLessThan(NOTHING);
  await site.chooses(name);
  await shop.logsIn();
  await shop.goesTo('/order');
  await site.settles();
  await expect.poll(covered, { message: 'the browser asks nothing' }).toBeLessThan(NOTHING);

  await shop.logsOut();
  await shop.goesTo('/log-in');
  // Keys that the browser takes itself: no page hears of them.
  await display.does('key', 'alt+shift+l');
  await expect(site.field('Password')).not.toHaveValue('');
  await shop.logsIn();
});

test('tells of mail while its conversation lies open beside the page, until one looks at it', async ({
  alex,
  display,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.conversation(town.shopSite).click();
  await expect(panel.page.getByText('You cannot reply to this mail yet.')).toBeVisible();
  const inFront = () => panel.page.evaluate(() => document.hasFocus());
  const notices = async () => {
    const worker = await alex.browser.worker();
    return worker.evaluate(async () => Object.keys(await chrome.notifications.getAll()).length);
  };
  // The page's own pointer: a press by the protocol moves no focus between the parts of a window.
  const comes = async (wanted: boolean, x: string, y: string) => {
    if ((await inFront()) === wanted) return true;
    await display.does('mousemove', x, y, 'click', '1');
    return false;
  };
  const notInFront = { message: 'the panel is in sight, and not in front', intervals: [1000] };
  await expect.poll(() => comes(false, '200', '700'), notInFront).toBe(true);
  await writes(town, { from: SHOP, to: email, subject: 'Your order', text: 'It is on its way.' });
  await expect(panel.mail('Your order')).toBeVisible();
  await expect.poll(notices).toBe(1);
  await expect.poll(() => comes(true, '1150', '500'), { intervals: [1000] }).toBe(true);
  await expect.poll(notices, { message: 'it was read' }).toBe(0);
});
