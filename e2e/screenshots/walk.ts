// A walk through every screen of Nucleus as one person meets them, in the real browser, with real services, a real shop, and friends who
// run Nucleus without a browser. At each screen `look` is called: the screenshots take a picture there, the accessibility story asks axe.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startServices } from '#services/main.ts';
import type { Chromium } from '../harness/chromium.ts';
import { attaches, attachment, picture, seesPicture } from '../people/attachments.ts';
import { NOBODY, SHOP, STRANGER, writes } from '../people/mail.ts';
import type { Panel } from '../people/panel.ts';
import { PASSPHRASE, Person } from '../people/person.ts';
import { Welcome } from '../people/person-welcome.ts';
import { ServicesPage } from '../people/services-page.ts';
import { ShopVisit } from '../people/shop.ts';
import { Site } from '../people/site.ts';
import { SitePopup } from '../people/site-popup.ts';
import type { Town } from '../people/town-building.ts';
import { Friend } from './friend.ts';

/** `page`: as large as its window; `panel`, `popup`: pages of our own in their usual size; `site`: a web page with our menu in it. */
export type Kind = 'page' | 'panel' | 'popup' | 'site';
export type Look = (name: string, page: Page, kind: Kind) => Promise<void>;

const PANEL = { width: 380, height: 720 };
const WINDOW = { width: 1080, height: 760 };

export async function walk(town: Town, browser: Chromium, look: Look): Promise<void> {
  const alex = new Person('Alex', browser);
  browser.context.setDefaultTimeout(20_000);
  await settingUp(alex, look);
  const panel = await panelOf(alex);
  await panel.sees('Nobody here yet');
  await look('panel-empty', panel.page, 'panel');
  const friends: Friend[] = [];
  try {
    await people(town, alex, panel, friends, look);
    await sites(town, alex, panel, look);
    await lists(panel, look);
    await options(alex, look);
    await services(town, alex, look);
    await away(town, panel, look);
    await locked(alex, panel, look);
  } finally {
    for (const friend of friends) await friend.leaves();
  }
}

/** The side panel's page in a tab of the panel's size: the panel itself cannot be made wider or narrower from outside. */
async function panelOf(alex: Person): Promise<Panel> {
  const panel = await alex.opensPanelInTab();
  await panel.page.setViewportSize(PANEL);
  return panel;
}

async function goTo(panel: Panel, hash: string): Promise<void> {
  await panel.page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

async function attachments(panel: Panel, blair: Friend, look: Look): Promise<void> {
  await panel.types('');
  await blair.attaches('file', 'Lake, list of all photographs.pdf', randomBytes(1_400_000));
  await blair.attaches('picture', 'lake-at-noon.png', picture(640, 420, ''));
  await seesPicture(attachment(panel, 'lake-at-noon.png'), 640);
  await attaches(panel, { name: 'harbour.png', mimeType: 'image/png', buffer: picture(480, 300, '') });
  await seesPicture(attachment(panel, 'harbour.png'), 480);
  await panel.seesDelivery('Received');
  await look('thread-attachments', panel.page, 'panel');
  await attachment(panel, 'lake-at-noon.png').getByRole('button', { name: /^Open/ }).click();
  await expect(panel.page.getByRole('dialog')).toBeVisible();
  await look('thread-picture', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
  await attachment(panel, 'Lake, list of all photographs.pdf').scrollIntoViewIfNeeded();
  await look('thread-attachments-above', panel.page, 'panel');
}

async function settingUp({ browser }: Person, look: Look): Promise<void> {
  const welcome = new Welcome(await browser.welcomePage());
  await welcome.page.setViewportSize(WINDOW);
  await welcome.isAtStep(1);
  await look('welcome-1-passphrase', welcome.page, 'page');
  await welcome.types('password');
  await welcome.repeats('passwort');
  await welcome.goesOn();
  await welcome.sees('This one is too easy to guess.');
  await look('welcome-1-too-easy', welcome.page, 'page');
  await welcome.types(PASSPHRASE);
  await welcome.repeats(PASSPHRASE);
  await welcome.isToldStrength(5);
  await look('welcome-1-strong', welcome.page, 'page');
  await welcome.goesOn();
  await welcome.isAtStep(2);
  const groups = await welcome.writesDownCode();
  await look('welcome-2-recovery-code', welcome.page, 'page');
  await welcome.confirmsCode(groups.map(() => 'WRONG'));
  await welcome.sees(/^That is not group/);
  await look('welcome-2-wrong-group', welcome.page, 'page');
  await welcome.confirmsCode(groups);
  await welcome.isAtStep(3);
  await look('welcome-3-ready', welcome.page, 'page');
  await welcome.page.getByRole('button', { name: 'Allow on all sites' }).click();
  await expect(welcome.page.getByText('Nucleus now helps on every site you visit.')).toBeVisible();
  await look('welcome-3-allowed', welcome.page, 'page');
}

async function people(town: Town, alex: Person, panel: Panel, friends: Friend[], look: Look): Promise<void> {
  await expect
    .poll(async () => (await alex.asks('connection', null)).services.every(({ answeredAt }) => answeredAt !== null))
    .toBe(true);
  const friend = async (name: string): Promise<Friend> => {
    const made = await Friend.settles(name, town);
    friends.push(made);
    return made;
  };
  await goTo(panel, '#/invite');
  await panel.sees('Who it is for');
  await look('invite', panel.page, 'panel');
  await goTo(panel, '#/');
  await panel.invites('Blair', 'Alex');
  await expect(panel.page.locator('.link-box .mono')).toBeVisible();
  await look('invitation-link-and-code', panel.page, 'panel');
  await panel.page
    .locator('.scroll, main')
    .last()
    .evaluate((element) => element.scrollTo(0, 10_000));
  await look('invitation-further-down', panel.page, 'panel');
  await goTo(panel, '#/invite');
  await panel.sees('Blair');
  await look('invite-with-one-open', panel.page, 'panel');

  const blair = await friend('Blair Okafor');
  const [made] = await alex.asks('invitations', null);
  await blair.accepts(made?.bundle ?? '');
  const withBlair = await alex.relationshipWith();
  await goTo(panel, `#/thread/${withBlair}`);
  await expect(panel.composer).toBeVisible();
  await look('thread-begun', panel.page, 'panel');
  await blair.says('Hello Alex, the link worked at once.');
  await blair.says(
    'Are we still on for Thursday? The harbour café has moved, so let me know if you want the new address.',
  );
  await panel.hears('Are we still on for Thursday?');
  await panel.says('Yes! Seven o’clock as always');
  await panel.says('And please bring the photographs from the lake, I have promised them to my sister for months now');
  await blair.reads(2);
  await panel.seesDelivery('Read');
  await blair.says('I will, all of them');
  await panel.hears('I will');
  await look('thread', panel.page, 'panel');
  await panel.types('Do you remember the name of');
  await look('thread-typing', panel.page, 'panel');
  await attachments(panel, blair, look);
  await panel.page.getByRole('button', { name: 'More' }).click();
  await look('thread-menu', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
  await panel.opensDetails();
  await look('person', panel.page, 'panel');
  await panel.page
    .locator('.scroll, main')
    .last()
    .evaluate((element) => element.scrollTo(0, 10_000));
  await look('person-further-down', panel.page, 'panel');

  const robin = await friend('Robin Castellano');
  const invited = await robin.invites('Alex');
  await goTo(panel, '#/accept');
  await panel.sees('Link or text');
  await look('accept', panel.page, 'panel');
  await panel.page.getByLabel('Link or text').fill('https://example.org/no-invitation');
  await expect(panel.complaint).toBeVisible();
  await look('accept-not-an-invitation', panel.page, 'panel');
  await panel.page.getByLabel('Link or text').fill(invited);
  await panel.sees('Robin Castellano invites you');
  await look('accept-preview', panel.page, 'panel');
  await panel.accepts('Lex');
  await look('thread-accepted', panel.page, 'panel');
  await panel.says('Hello from the library');
  await robin.says('So good to hear from you!');
  await panel.hears('So good');

  const sam = await friend('Sam');
  await panel.pastesInvitation(await sam.invites('Alex'));
  await panel.accepts('Alex M.');
  await sam.says('This is my new address, the old one is gone.');
  await panel.hears('This is my new address');
  await panel.ends();
  const noor = await friend('Noor Haddad');
  await panel.pastesInvitation(await noor.invites('Alex'));
  await panel.accepts('Alex');
  await goTo(panel, '#/');
  await noor.says('Rehearsal is at six tomorrow, bring the second score.');
  await noor.says('And the black folder');
  await expect(panel.conversation('Noor')).toContainText('black folder');
}

async function sites(town: Town, alex: Person, panel: Panel, look: Look): Promise<void> {
  const { browser } = alex;
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
    html: '<h1 style="color:#7a4b00">On its way</h1><p>Two jars of honey and a loaf of rye left us this morning.</p><table border="1" cellpadding="6"><tr><td>Honey, 250 g</td><td>2</td></tr><tr><td>Rye, 750 g</td><td>1</td></tr></table><p>They arrive on <b>Friday</b>.</p><img src="https://shop.example/pixel.gif" width="1" height="1">',
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
  await panel.page.locator('[role=log]').evaluate((element) => element.scrollTo(0, 0));
  await look('thread-of-a-site-above', panel.page, 'panel');
  const order = panel.page.locator('article.mail-card').filter({ hasText: 'on its way' });
  await order.getByRole('button', { name: 'Show original' }).click();
  await expect(panel.page.frameLocator('iframe.mail-frame').getByRole('heading')).toBeVisible();
  await look('mail', panel.page, 'panel');
  await panel.page.getByText('Text only').click();
  await look('mail-as-text', panel.page, 'panel');
  await panel.goesBack();
  await panel.page.locator('a.who').click();
  await panel.sees('Your identity here');
  await look('site', panel.page, 'panel');
  await panel.page
    .locator('.scroll, main')
    .last()
    .evaluate((element) => element.scrollTo(0, 10_000));
  await look('site-further-down', panel.page, 'panel');
  await page.close();
  const blank = await browser.context.newPage();
  await blank.goto('about:blank');
  const nowhere = new SitePopup(await browser.openPopup());
  await look('popup-no-site', nowhere.page, 'popup');
  await nowhere.page.close();
  await blank.close();
}

async function lists(panel: Panel, look: Look): Promise<void> {
  await goTo(panel, '#/');
  await expect(panel.conversation('Noor')).toBeVisible();
  await look('conversations', panel.page, 'panel');
  await panel.page.getByText('Sites', { exact: true }).click();
  await look('conversations-sites', panel.page, 'panel');
  await panel.page.getByText('All', { exact: true }).click();
  await panel.page.getByRole('searchbox').fill('the ');
  await expect(panel.page.locator('mark').first()).toBeVisible();
  await look('search', panel.page, 'panel');
  await panel.page.getByRole('searchbox').fill('zeppelin');
  await panel.sees(/zeppelin/);
  await look('search-nothing', panel.page, 'panel');
  await panel.page.getByRole('searchbox').fill('');
}

async function options(alex: Person, look: Look): Promise<void> {
  const page = await alex.browser.open('options.html');
  await page.setViewportSize(WINDOW);
  for (const part of ['services', 'behaviour', 'quiet', 'security', 'erase']) {
    await page.locator(`#${part}-title`).evaluate((title) => title.scrollIntoView());
    await look(`options-${part}`, page, 'page');
  }
  await page.locator('#security-title').evaluate((title) => title.scrollIntoView());
  await page.locator('#security').getByRole('button', { name: 'Change' }).click();
  await expect(page.getByLabel('Current passphrase')).toBeVisible();
  await look('options-change-passphrase', page, 'page');
  await page.reload();
  await page
    .getByRole('button', { name: /^Erase/ })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('options-erase-asked', page, 'page');
  await page.close();
}

/** Another service is looked at, and the first one is left as far as it can be taken back. */
async function services(town: Town, alex: Person, look: Look): Promise<void> {
  const part = await ServicesPage.openedBy(alex);
  await part.page.setViewportSize(WINDOW);
  const folder = await mkdtemp(join(tmpdir(), 'nucleus-shown-'));
  const shown = await startServices(
    { dataDir: folder, port: 0, roles: ['sending', 'receiving'], development: true },
    { writeLog: () => {} },
  );
  await part.looksUp(shown.origin);
  await expect(part.dialog).toContainText('Fingerprint');
  await look('options-service-shown', part.page, 'page');
  await part.dialog.getByRole('button', { name: 'Cancel' }).click();
  await shown.close();
  await rm(folder, { recursive: true, force: true });
  await part.looksUp('router.local');
  await part.isRefused('leads into this computer or its network');
  await look('options-service-refused', part.page, 'page');
  await part.chooses(town.main.origin, /^Leave/);
  await expect(part.dialog).toContainText('people are told');
  await look('options-leave-service', part.page, 'page');
  await part.dialog.getByRole('button', { name: 'Begin to leave' }).click();
  const row = part.row(town.main.origin);
  await expect(row).toContainText('People who have moved');
  await look('options-leaving', part.page, 'page');
  await row.getByRole('button', { name: 'Stay' }).click();
  await expect(row).not.toContainText('People who have moved');
  await part.page.close();
}

/** Both services are down: what was written waits, and the person is told. */
async function away(town: Town, panel: Panel, look: Look): Promise<void> {
  await Promise.all([town.main.down(), town.second.down()]);
  await panel.opensConversation('Blair');
  await panel.says('Are you at the harbour already?');
  await panel.seesDelivery('Waiting to be sent');
  await look('thread-waiting', panel.page, 'panel');
  await goTo(panel, '#/');
  await expect(panel.connectionLine).toContainText('waits');
  await look('conversations-offline', panel.page, 'panel');
  await Promise.all([town.main.up(), town.second.up()]);
}

async function locked(alex: Person, panel: Panel, look: Look): Promise<void> {
  await panel.presses('Lock');
  await panel.isLocked();
  await look('locked', panel.page, 'panel');
  await panel.unlocks('not my passphrase');
  await panel.sees(/not the passphrase/);
  await look('locked-wrong-passphrase', panel.page, 'panel');
  await panel.presses('Use the recovery code');
  await look('locked-recovery', panel.page, 'panel');
  const front = await alex.browser.context.newPage();
  await front.goto('about:blank');
  const popup = new SitePopup(await alex.browser.openPopup());
  await look('popup-locked', popup.page, 'popup');
  await popup.page.close();
  await front.close();
}
