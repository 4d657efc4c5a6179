// A shop with Nucleus beside it: the menu in its forms, the popup, its mail, who one is there.

import { expect } from '@playwright/test';
import { NOBODY, SHOP, STRANGER, writes } from '../people/mail.ts';
import { ShopVisit } from '../people/shop.ts';
import { Site } from '../people/site.ts';
import { SitePopup } from '../people/site-popup.ts';
import { goTo, knows, panelOf, type Scene, scrollDown, WINDOW } from './scene.ts';

/** Typed by hand, and kept nowhere. */
const TYPED = 'alex@mail.example';
/** A popup in a small window, with room for the bar that it scrolls by. */
const NARROW = { width: 335, height: 480 };

export const sites: Scene = async (stage, look) => {
  // In one piece: one scene, in the order in which it is lived through.
  const { town } = stage;
  const alex = await stage.alex();
  const { browser } = alex;
  await knows(stage, alex, 'Blair Okafor', 'The harbour café has moved.');
  const panel = await panelOf(alex);
  const page = await browser.context.newPage();
  await page.setViewportSize(WINDOW);
  await page.goto(`${town.shopUrl}/sign-up`);
  const shop = new ShopVisit(new Site(page), town.shopUrl);
  const nobody = new SitePopup(await browser.openPopup());
  await expect(nobody.page.getByRole('button', { name: 'Create an identity' })).toBeVisible();
  await look('popup-unknown-site', nobody.page, 'popup');
  await nobody.page.close();
  await shop.site.field('E-mail').click();
  await shop.site.reads('New identity for');
  await look('menu-sign-up', page, 'site');
  const mine = await shop.takesNewIdentity();
  await look('menu-filled', page, 'site');
  await shop.signsUp();
  await shop.site.field('Code').click();
  await shop.site.reads(/^\d{3} \d{3}$/);
  await look('menu-code', page, 'site');
  const known = new SitePopup(await browser.openPopup());
  await expect(known.card).toContainText(/\d{6}/);
  await look('popup-known-site-with-code', known.page, 'popup');
  await known.draws();
  await look('popup-generator', known.page, 'popup');
  await known.page.getByRole('button', { name: 'Recent' }).click();
  await expect(known.page.locator('.generator .fact').first()).toBeVisible();
  await look('popup-generator-history', known.page, 'popup');
  await known.page.getByRole('button', { name: 'Generator' }).click();
  await known.searches('harbour');
  await expect(known.page.locator('mark').first()).toBeVisible();
  await look('popup-search', known.page, 'popup');
  await known.page.close();
  await shop.site.field('Code').click();
  await shop.fillsCode();
  await shop.confirms();
  await shop.logsOut();
  await shop.goesTo('/log-in');
  await shop.site.field('E-mail').click();
  await shop.site.reads(mine.name);
  await look('menu-log-in', page, 'site');

  await writes(town, {
    from: SHOP,
    to: mine.email,
    subject: 'Your order is on its way',
    text: 'Two jars of honey and a loaf of rye left us this morning.\n\nThey arrive on Friday.\n\nCorner Shop',
    html: '<h1 style="color:#7a4b00">On its way</h1><p>Two jars of honey and a loaf of rye left us this morning.</p><table border="1" cellpadding="6"><tr><td>Honey, 250 g</td><td>2</td></tr><tr><td>Rye, 750 g</td><td>1</td></tr></table><p>They arrive on <b>Friday</b>. <a href="https://parcels.example/1007">Follow the parcel</a></p><img src="https://shop.example/pixel.gif" width="1" height="1">',
    attachments: [{ filename: 'invoice-2107.pdf', content: Buffer.alloc(48_000, 1), contentType: 'application/pdf' }],
  });
  await writes(town, {
    from: STRANGER,
    to: mine.email,
    subject: 'You have won a hamper',
    text: 'Click to collect it.',
  });
  await writes(town, { from: NOBODY, to: mine.email, subject: 'Your account is closed', text: 'Confirm who you are.' });
  await goTo(panel, '#/');
  await panel.page.bringToFront();
  await expect(panel.conversation(town.shopSite)).toContainText('account is closed');
  await panel.opensConversation(town.shopSite);
  await expect(panel.page.locator('article.mail-card')).toHaveCount(4);
  await look('thread-of-a-site', panel.page, 'panel');
  await panel.page.locator('.messages > .scroll').evaluate((element) => element.scrollTo(0, 0));
  await look('thread-of-a-site-above', panel.page, 'panel');
  const order = panel.page.locator('article.mail-card').filter({ hasText: 'on its way' });
  await order.getByRole('button', { name: 'Open mail' }).click();
  await expect(panel.page.frameLocator('iframe.mail-frame').getByRole('heading')).toBeVisible();
  await expect(panel.page.locator('.mail-link')).toHaveCount(1);
  await look('mail', panel.page, 'panel');
  await panel.page.getByText('Text only').click();
  await look('mail-as-text', panel.page, 'panel');
  await panel.goesBack();
  await panel.page.locator('a.who').click();
  await panel.sees('Your identity here');
  await look('site', panel.page, 'panel');
  await scrollDown(panel);
  await look('site-further-down', panel.page, 'panel');
  await shop.goesTo('/sign-up');
  await page.bringToFront();
  await shop.takesNewIdentity();
  const notUsed = new SitePopup(await browser.openPopup());
  await expect(notUsed.card).toContainText('not used yet');
  await look('popup-two-identities', notUsed.page, 'popup');
  await notUsed.page.close();
  await goTo(panel, '#/');
  await alex.asks('changeSettings', { autoLockMinutes: 0 });
  await browser.movesClock(24 * 3_600_000);
  await panel.page.bringToFront();
  await panel.page.reload();
  await panel.sees('You made an identity more than a day ago');
  await look('conversations-with-an-unused-identity', panel.page, 'panel');
  await panel.presses('Keep or delete');
  await panel.sees('Do you still want these?');
  await look('unused-identities', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
  const narrow = await browser.open('popup.html');
  await narrow.setViewportSize(NARROW);
  await new SitePopup(narrow).draws();
  await look('popup-narrow', narrow, 'popup');
  await narrow.close();
  await page.bringToFront();
  await shop.goesTo('/sign-up');
  for (const [label, text] of [
    ['Name', 'Alex'],
    ['E-mail', TYPED],
    ['Password', 'typed by hand'],
  ] as const) {
    await shop.site.field(label).click();
    await page.keyboard.type(text);
  }
  await shop.signsUp();
  await shop.site.isAsked(/^Keep this log-in for /, TYPED);
  await page.close();
  const blank = await browser.context.newPage();
  await blank.goto('about:blank');
  const nowhere = new SitePopup(await browser.openPopup());
  await expect(nowhere.page.getByText('Keep the log-in that you typed')).toBeVisible();
  await look('popup-typed-log-in', nowhere.page, 'popup');
  await nowhere.page.getByRole('button', { name: 'Never here' }).click();
  await nowhere.page.getByRole('button', { name: 'Undo' }).waitFor();
  await look('popup-never-here', nowhere.page, 'popup');
  await nowhere.page.getByRole('button', { name: 'Undo' }).click();
  await expect(nowhere.page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await look('popup-no-site', nowhere.page, 'popup');
  await nowhere.page.close();
  await blank.close();
};
