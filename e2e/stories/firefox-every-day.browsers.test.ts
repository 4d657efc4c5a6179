// What a person does most, in Firefox: in one browser, one town and one vault, a step after the other; at the end the
// browser is started again.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import encodeQR from 'qr';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeExport } from '#adapters/moving/write-export.ts';
import { relationshipKind } from '#app/records/relationship.ts';
import { showInvitation } from '#app/show/invitations.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { transferCode } from '#logins/one-time/one-time.testkit.ts';
import { leakQuestion } from '#logins/watch/leak-range.ts';
import { invitationOf, person, until as settleUntil } from '../harness/devices.ts';
import { button, control, type Firefox, labelled, launchFirefox, until } from '../harness/firefox.ts';
import { startLeakService } from '../harness/others/leak-service.ts';
import { PASSPHRASE } from '../people/person.ts';
import { FirefoxVisitor } from '../people/site-firefox.ts';
import { buildTown, type Town } from '../people/town-building.ts';

/** Of a site that is not encrypted, and of one that is named much alike: both are the shop, by other names. */
const PLAIN = 'corner-shop.example';
const ALIKE = 'corner-sh0p.example';

let town: Town;
let folder: string;
let firefox: Firefox;
let alex: FirefoxVisitor;

const start = () =>
  launchFirefox({
    extension: town.extension,
    window: true,
    profile: join(folder, 'profile'),
    preferences: {
      'network.dns.localDomains': `${PLAIN},${ALIKE}`,
      // Saved files go to a folder, without a question in a window of the system.
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      // The extension is installed for a session; a person's stays, and so does what it keeps.
      'extensions.webextensions.keepStorageOnUninstall': true,
      'extensions.webextensions.keepUuidOnUninstall': true,
    },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nucleus-firefox-day-'));
  town = await buildTown('firefox');
  firefox = await start();
  alex = new FirefoxVisitor(firefox);
  await alex.setsUp();
  await firefox.openSidebar();
});
afterAll(async () => {
  await firefox?.close();
  await town?.leave();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const holds = (page: Page, field: string, value: RegExp): Promise<unknown> =>
  until(async () => value.test(await alex.value(page, field)));
const reads = (page: Page, words: string): Promise<unknown> =>
  until(() => page.evaluate((wanted) => document.body.innerText.includes(wanted), words).catch(() => false));

/** Firefox puts an empty file in its place, and the file beside it until it is whole. */
const isSaved = async (name: string): Promise<boolean> => {
  const names = await readdir(folder);
  return (
    names.includes(name) && !names.some((one) => one.endsWith('.part')) && (await stat(join(folder, name))).size > 0
  );
};

const exactly = (words: string): string => `::-p-xpath(//button[normalize-space(.) = "${words}"])`;
const choosesFile = async (options: Page, name: string): Promise<void> => {
  const input = await options.waitForSelector('input[type=file]');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(join(folder, name));
};
const imports = async (options: Page, name: string): Promise<void> => {
  await choosesFile(options, name);
  await reads(options, 'This file is from');
  await (await control(options, exactly('Import'))).click();
  await reads(options, 'imported.');
};

it('keeps a log-in of one’s own in the sidebar, and fills it from menu and popup', async () => {
  const { sidebar } = alex;
  await sidebar.presses('Log-ins and notes');
  await sidebar.presses('Add');
  await sidebar.presses('New log-in');
  await sidebar.fills('Name', 'The corner shop');
  await sidebar.fills('User name', 'alex@mail.example');
  await sidebar.fills('Password', 'brought from home');
  await sidebar.fills('Site', `${town.shopUrl}/log-in`);
  await sidebar.shot('firefox-log-in-form');
  await sidebar.presses('Save');
  await sidebar.sees('alex@mail.example');

  const page = await firefox.visit(`${town.shopUrl}/log-in`);
  await alex.chooses(page, '#email', 'The corner shop');
  await holds(page, '#password', /^brought from home$/);
  expect(await alex.value(page, '#email')).toBe('alex@mail.example');
  await until(async () => (await alex.drawn(page)).said.startsWith('Filled'));

  await page.reload();
  const popup = await alex.opensPopup();
  await popup.sees('The corner shop');
  await popup.shot('firefox-popup');
  await popup.presses('Fill this page');
  await popup.isGone();
  await holds(page, '#password', /^brought from home$/);
  await page.close();
});

it('asks before a log-in goes where it is plain to read, or to a page that is named alike', async () => {
  const rows = `name,url,username,password\nPlain shop,http://${PLAIN}/,alex,plainly\n`;
  await writeFile(join(folder, 'plain.csv'), rows);
  const options = await firefox.open('options.html#moving');
  await imports(options, 'plain.csv');
  await options.close();

  const { port } = new URL(town.shopUrl);
  const page = await firefox.visit(`http://${PLAIN}:${port}/log-in`);
  await alex.chooses(page, '#email', 'Plain shop');
  await alex.picks(page, 'Fill it this once');
  await holds(page, '#password', /^plainly$/);
  await page.goto(`http://${ALIKE}:${port}/log-in`);
  await alex.chooses(page, '#email', 'Search all log-ins');
  // At once: the script of the search comes with its first use, and letters typed before are for it.
  await firefox.window.types('plain');
  await alex.picks(page, 'Plain shop');
  const [asked] = await until(async () => {
    const titles = (await alex.drawn(page)).rows.map(({ title }) => title);
    return titles.includes('Fill it this once') && titles;
  });
  expect(asked).toContain('The names look alike');
  await alex.picks(page, 'Don’t fill');
  await page.close();
});

it('signs up with an address of one’s own beside an identity, and tells the two apart', async () => {
  const page = await firefox.visit(`${town.shopUrl}/sign-up`);
  await alex.chooses(page, '#email', 'Use my own address');
  await alex.picks(page, 'alex@mail.example');
  await holds(page, '#password', /.{12}/);
  expect(await alex.value(page, '#email')).toBe('alex@mail.example');

  await page.reload();
  await alex.chooses(page, '#email', 'New identity');
  await holds(page, '#password', /.{12}/);
  await until(async () => (await alex.drawn(page)).said.startsWith('Filled'));
  await alex.clicks(page, 'main button');
  await alex.sidebar.presses('Back');
  await alex.readsInSidebar(/\d{6} is your Corner Shop code/);
  await alex.sidebar.shot('firefox-sidebar');
  await page.waitForSelector('#code');
  await alex.chooses(page, '#code', /^\d{3} \d{3}$/);
  await holds(page, '#code', /^\d{6}$/);
  await alex.clicks(page, 'main .card button');
  await reads(page, 'Account');
  await page.close();
});

it('opens the link of a mail that is pressed in the sidebar, after a question that names its host', async () => {
  const { sidebar } = alex;
  await sidebar.presses(town.shopSite);
  await sidebar.presses('Open mail');
  await sidebar.presses('Confirm my address');
  await sidebar.sees(`Open ${town.shopSite}?`);
  await sidebar.sees(`${town.shopUrl}/confirm/`);
  await sidebar.shot('firefox-mail-link');
  await sidebar.presses('Open');
  expect(await alex.leavesTabAt(town.shopUrl)).toContain(town.shopUrl);
  await sidebar.presses('Back');
  await sidebar.presses('Back');
});

it('accepts an invitation from the page of its service', async () => {
  const blair = await person([town.main.origin]);
  const { id } = await invitationOf(blair, 'Alex');
  let link: string | null = null;
  await settleUntil([blair], async () => {
    link = (await showInvitation(await blair.app(), id))?.link ?? null;
    return link !== null;
  });
  const page = await firefox.visit(link ?? '');
  await page.bringToFront();
  await alex.acceptsInvitation(page);
  const { sidebar } = alex;
  await sidebar.sees('Alex invites you');
  await sidebar.fills('Your name, as they see it', 'Kim');
  await sidebar.presses('Accept');
  await settleUntil([blair], async () =>
    (await blair.records(relationshipKind)).some(({ value }) => value.standing === 'active'),
  );
  await page.close();
});

it('fills a card and an address, written down when a page first asks for them', async () => {
  const { sidebar } = alex;
  const page = await firefox.visit(`${town.shopUrl}/shapes/not-an-account`);
  await alex.clicks(page, '#card');
  await alex.walksTo(page, 'Add a card');
  await alex.picks(page, 'Add a card');
  await sidebar.fills('Name', 'Everyday');
  await sidebar.fills('Number', '4242 4242 4242 4242');
  await sidebar.fills('Security code', '123');
  await sidebar.presses('Save');
  await sidebar.sees('Everyday');
  await page.reload();
  await alex.clicks(page, '#card');
  await alex.walksTo(page, 'Card ending 4242');
  await alex.picks(page, 'Card ending 4242');
  await holds(page, '#cvc', /^123$/);
  expect(await alex.value(page, '#card')).toBe('4242424242424242');

  await page.goto(`${town.shopUrl}/order`);
  const street = 'input[name=street]';
  await alex.clicks(page, street);
  await alex.walksTo(page, 'Add an address');
  await alex.picks(page, 'Add an address');
  await sidebar.fills('Name', 'Home');
  await sidebar.fills('First name', 'Alex');
  await sidebar.fills('City', 'Ely');
  await sidebar.fills('Street', '1 Mill Lane');
  await sidebar.presses('Save');
  await sidebar.sees('Home');
  await page.reload();
  await alex.clicks(page, street);
  await alex.walksTo(page, '');
  await alex.picks(page, /./);
  await holds(page, street, /^1 Mill Lane$/);
  await page.close();
});

it('takes one-time codes off a picture, a drawing and a pasted picture, and fills them into boxes, too', async () => {
  const { sidebar } = alex;
  const page = await firefox.visit(`${town.shopUrl}/account/two-step`);
  const picture = 'img[alt*=authenticator]';
  await page.waitForSelector(picture);
  const source = await page.$eval(picture, (image) => (image as HTMLImageElement).src);
  await alex.rightClicks(page, picture, 'Add one-time code from this picture');
  await sidebar.sees('Seen on');
  await sidebar.sees('New log-in');
  await sidebar.shot('firefox-code');
  await sidebar.presses('Back');

  // Drawn by a script, as many sites do it: only a look at the page shows it.
  await page.$eval(picture, (element) => {
    const image = element as HTMLImageElement;
    const canvas = Object.assign(document.createElement('canvas'), {
      width: image.naturalWidth,
      height: image.naturalHeight,
    });
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    image.replaceWith(canvas);
    canvas.scrollIntoView({ block: 'center' });
  });
  const popup = await alex.opensPopup();
  await popup.presses('Read the code on this page');
  await popup.isGone();
  await sidebar.sees('Seen on');
  await sidebar.presses('Add the code');
  await sidebar.sees(/\d{3} \d{3}/);
  await alex.chooses(page, '#code', 'One-time code');
  await holds(page, '#code', /^\d{6}$/);
  await alex.clicks(page, 'main .card button');
  await reads(page, 'Two-step log-in is on.');

  await sidebar.presses('Add a one-time code');
  await sidebar.sees('Key or link');
  await alex.pastesPictureInSidebar(source);
  await sidebar.presses('Add the code');
  await sidebar.sees(/\d{3} \d{3}/);

  await page.goto(`${town.shopUrl}/shapes/code`);
  await alex.chooses(page, '.boxes input', 'One-time code');
  await until(() =>
    page.$$eval('.boxes input', (boxes) =>
      /^\d{6}$/.test(boxes.map((box) => (box as HTMLInputElement).value).join('')),
    ),
  );
  await page.close();
});

it('moves files in and out, takes an import back, and reads its own backup file', async () => {
  const options = await firefox.open('options.html#moving');
  const press = async (words: string) => (await control(options, button(words))).click();
  const noDialog = () => until(() => options.$eval('body', (body) => body.querySelector('dialog[open]') === null));
  const entry = { ...EMPTY_ENTRY, title: 'From KeePass', username: 'alex', password: 'out of a database' };
  const given = { entropy: (count: number) => new Uint8Array(randomBytes(count)), now: Date.now() };
  const database = await writeExport('kdbx', { entries: [entry], files: new Map(), vault: [] }, PASSPHRASE, given);
  await writeFile(join(folder, 'people.kdbx'), database);
  await choosesFile(options, 'people.kdbx');
  await (await control(options, labelled('Passphrase of the file'))).fill(PASSPHRASE);
  await press('Open the file');
  await reads(options, 'This file is from KeePass');
  await (await control(options, exactly('Import'))).click();
  await reads(options, '1 entry was imported.');

  for (const [kind, file] of [
    ['Bitwarden JSON', 'nucleus.json'],
    ['Backup file', 'nucleus.archive'],
  ] as const) {
    await (await control(options, `::-p-xpath(//label[normalize-space(.) = "${kind}"])`)).click();
    await press(kind === 'Backup file' ? 'Save a backup file' : 'Save the file');
    await (await control(options, `dialog[open] input`)).fill(PASSPHRASE);
    await (await control(options, 'dialog[open] button[type=submit]')).click();
    await until(() => isSaved(file));
    await noDialog();
  }
  const { items } = JSON.parse(await readFile(join(folder, 'nucleus.json'), 'utf8'));
  expect(items.map(({ login }: { login?: { password: string } }) => login?.password)).toContain('out of a database');

  await press('Undo');
  await (await control(options, '::-p-xpath(//dialog//button[normalize-space(.) = "Undo"])')).click();
  // A press beside the question would only close it.
  await noDialog();
  await press('Import another file');
  await choosesFile(options, 'nucleus.archive');
  await (await control(options, labelled('Passphrase of the file'))).fill(PASSPHRASE);
  await press('Open the file');
  await reads(options, 'This file is from Nucleus');
  await (await control(options, exactly('Import'))).click();
  await reads(options, '1 entry was imported.');

  await press('Import another file');
  const pictures = [0, 1].map((index) => {
    const path = join(folder, `picture ${index}`);
    const code = encodeQR(transferCode(`Picture ${index}:alex`, index, 2), 'gif', { scale: 6 });
    return writeFile(path, code).then(() => path);
  });
  const input = await options.waitForSelector('input[type=file]');
  await (input as ElementHandle<HTMLInputElement>).uploadFile(...(await Promise.all(pictures)));
  await reads(options, 'Codes in 2 pictures');
  await (await control(options, exactly('Import'))).click();
  await reads(options, '2 entries were imported.');
  await options.close();
});

it('makes a password in the form of an entry, and another for a hidden field of it', async () => {
  const page = await firefox.open('sidepanel.html#/new-entry/login');
  const heldIn = (field: string): Promise<string> =>
    page.$eval(field, (input) => (input as HTMLInputElement).value).catch(() => '');
  const makes = async (opener: string, field: string): Promise<string> => {
    await (await control(page, opener)).click();
    await (await control(page, exactly('Use it'))).click();
    await until(async () => (await heldIn(field)).length >= 12);
    return heldIn(field);
  };
  await (await control(page, exactly('Hidden'))).click();
  const password = await makes(exactly('Make a new password'), labelled('Password'));
  const own = await makes('.own-field .maker button', '.own-field input[type=password]');
  expect(own).not.toBe(password);
  expect(await heldIn(labelled('Password'))).toBe(password);
  await page.close();
});

it('asks about leaked passwords once it may, by five digits, and by nothing that names the installation', async () => {
  const service = await startLeakService({ 'brought from home': 12 }, town.leakPort);
  try {
    const page = await firefox.open('sidepanel.html#/watch');
    await reads(page, 'Look for leaked passwords');
    expect(service.asked).toEqual([]);
    await (await control(page, '[role=switch]')).click();
    await reads(page, 'Seen 12 times in leaks');
    await reads(page, 'checked, last on');
    const { prefix } = leakQuestion('brought from home');
    expect(service.asked).toContain(`GET /range/${prefix} padded`);
    for (const question of service.asked) expect(question).toMatch(/^GET \/range\/[0-9A-F]{5} padded$/);
    const { origin, referer, cookie } = service.headers;
    expect([origin, referer, cookie]).toEqual(['null', undefined, undefined]);
    await page.close();
  } finally {
    await service.close();
  }
});

it('unlocks by a PIN, which is gone with the browser; all else is still there', async () => {
  const options = await firefox.open('options.html#security');
  await (await control(options, button('Set a PIN'))).click();
  await (await control(options, labelled('Your passphrase'))).fill(PASSPHRASE);
  await (await control(options, labelled('New PIN'))).fill('2846');
  await (await control(options, labelled('Repeat the PIN'))).fill('2846');
  await (await control(options, '#security form .acts button')).click();
  await reads(options, 'A PIN unlocks Nucleus until you close the browser.');
  const { sidebar } = alex;
  await alex.asks('lock', null);
  await sidebar.fills('PIN', '7391');
  await sidebar.presses('Unlock');
  await sidebar.sees('4 tries are left.');
  await sidebar.fills('PIN', '2846');
  await sidebar.presses('Unlock');
  await sidebar.sees(/Conversations|Log-ins and notes|Corner Shop/);

  await firefox.close();
  firefox = await start();
  alex = new FirefoxVisitor(firefox);
  await firefox.openSidebar();
  await alex.sidebar.sees('Enter your passphrase');
  await alex.sidebar.fills('Passphrase', PASSPHRASE);
  await alex.sidebar.presses('Unlock');
  await alex.sidebar.presses('Log-ins and notes');
  await alex.sidebar.sees('From KeePass');
});
