// In Firefox, too: a person sets Nucleus up, takes up an identity on a sign-up page, reads the shop's mail in the
// sidebar, fills its code in, and logs in again as the same; signs up on pages that make it hard, and meets pages that
// look for Nucleus or strike it. Then they type log-ins by hand, and are asked about those.

import type { KeyInput, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STRINGS } from '#autofill/menu/strings.ts';
import { type Firefox, launchFirefox, until } from '../harness/firefox.ts';
import { NO_TRACES, readTraces, watchTraces } from '../hostile/traces.ts';
import { AGAIN, FirefoxVisitor } from '../people/site-firefox.ts';
import { buildTown, type Town } from '../people/town-building.ts';
import { Served } from '../saving/served.ts';
import { GONE_ELSEWHERE, SHAPES, type Shape, UNASKED } from '../saving/shapes.ts';
import type { KeepingTab } from '../saving/world.ts';

let town: Town;
let firefox: Firefox;
let served: Served;
let alex: FirefoxVisitor;
beforeAll(async () => {
  served = await Served.open();
  town = await buildTown('firefox');
  firefox = await launchFirefox({ extension: town.extension, window: true });
  alex = new FirefoxVisitor(firefox);
  await alex.setsUp();
});
afterAll(async () => {
  await firefox?.close();
  served?.close();
  await town?.leave();
});

it('signs up, gets the code in the sidebar and on the page, and logs in again', async () => {
  expect(await alex.letsNucleusKeepPasswords()).toMatchObject({
    value: false,
    levelOfControl: 'controlled_by_this_extension',
  });
  const page = await firefox.visit(`${town.shopUrl}/sign-up`);
  await alex.takesFirstOffer(page, '#email');
  const email = await alex.value(page, '#email');
  const password = await alex.value(page, '#password');
  expect(email).toMatch(/^[a-z]+-[a-z]+-[a-z0-9]{5}@mail\.localhost$/);
  expect(password.length).toBeGreaterThanOrEqual(16);
  expect(await alex.value(page, '#name')).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);

  await firefox.openSidebar();
  // The icon of the tab, kept when the identity was used.
  await alex.seesIconInSidebar();
  await page.bringToFront();
  await Promise.all([page.waitForNavigation(), page.click('main button')]);
  const subject = await alex.readsInSidebar(/\d{6} is your Corner Shop code/);
  await alex.takesFirstOffer(page, '#code');
  expect(await alex.value(page, '#code')).toBe(subject.slice(0, 6));
  await Promise.all([page.waitForNavigation(), page.click('main .card button')]);
  expect(page.url()).toContain('/account');

  await until(() => page.$('form[action="/log-out"] button'));
  await Promise.all([page.waitForNavigation(), page.click('form[action="/log-out"] button')]);
  await page.goto(`${town.shopUrl}/log-in`);
  await alex.takesFirstOffer(page, '#email');
  expect(await alex.value(page, '#email')).toBe(email);
  expect(await alex.value(page, '#password')).toBe(password);
  await Promise.all([page.waitForNavigation(), page.click('main .card button')]);
  expect(page.url()).toContain('/account');
});

/** Takes every press beside the form for itself, before and after others, as modal dialogs of many sites do. */
const takesPresses = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const form = document.querySelector('form');
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
      for (const capture of [true, false])
        document.addEventListener(
          type,
          (event) => {
            if (form?.contains(event.target as Node)) return;
            event.stopImmediatePropagation();
            event.preventDefault();
          },
          capture,
        );
  });

/** Presses the form's button, and waits for the site to say what it received. */
async function sends(page: Page, button: string): Promise<string> {
  await alex.clicks(page, button);
  return until(async () => {
    // Between two pages there is none to ask.
    const text = await page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
    return text.includes('fingerprint') && text;
  });
}

it('signs up if a page’s scripts own the values, the fields or every press', async () => {
  const [email, password] = ['#email', '#password'];
  const shapes: readonly [shape: string, prepare: (page: Page) => Promise<unknown>, within?: string][] = [
    ['plain', takesPresses],
    ['controlled', async () => {}],
    ['shadow', async () => {}, '>>> [name=password] >>> input'],
    ['dialog', (page) => alex.clicks(page, '#open')],
  ];
  for (const [shape, prepare, inRoot] of shapes) {
    const page = await firefox.visit(`${town.shopUrl}/shapes/${shape}`);
    await prepare(page);
    const [to, secret] = inRoot === undefined ? [email, password] : [inRoot.replace('password', 'email'), inRoot];
    await alex.chooses(page, to, 'New identity');
    const mask = await until(async () => /^.+@mail[.]localhost$/.exec(await alex.value(page, to))?.[0]);
    await until(async () => (await alex.drawn(page)).said.startsWith('Filled'));
    expect((await alex.value(page, secret)).length).toBeGreaterThanOrEqual(16);
    const says = await sends(page, inRoot === undefined ? 'main form button:last-of-type' : '>>> form button');
    expect([shape, says]).toEqual([shape, expect.stringContaining(mask)]);
    await page.close();
  }
});

it('leaves nothing in a page that looks for it, and gives nothing to one that strikes whatever comes', async () => {
  const origin = await firefox.welcomePage().evaluate(() => {
    type Runtime = { runtime: { getURL(path: string): string } };
    return (globalThis as unknown as { browser: Runtime }).browser.runtime.getURL('');
  });
  const form = `<form><label>E-mail <input id="email" type="email" autocomplete="email"></label>
    <label>Password <input type="password" autocomplete="new-password"></label></form>`;
  const head = `<title>Stranger</title><script>(${watchTraces})()</script>`;
  const page = await firefox.visit(served.site('stranger', () => `<!doctype html>${head}${form}`));
  expect(await page.evaluate(readTraces, origin)).toEqual(NO_TRACES);
  await alex.clicks(page, '#email');
  await until(async () => (await alex.drawn(page)).rows.some(({ title }) => title.startsWith('New identity')));
  // The driver's own notes.
  await page.evaluate(() => {
    for (const name of ['hasHeardPress', 'listening']) Reflect.deleteProperty(globalThis, name);
  });
  const { added, boxes, ...others } = await page.evaluate(readTraces, origin);
  expect({ ...others, added: [], boxes: [] }).toEqual(NO_TRACES);
  expect(added.filter((it) => it !== 'DIV' && !it.startsWith('div '))).toEqual([]);
  expect(boxes).toEqual([{ name: 'div', attributes: ['popover', 'style'], root: null, inside: 0, text: '' }]);
  await page.close();

  const before = await alex.asks('conversations', { kind: 'site', offset: 0, limit: 200 });
  const hostile = await firefox.visit(`${town.shopUrl}/hostile/synthetic`);
  const struck = (): Promise<void> =>
    hostile.evaluate(
      () =>
        new Promise<void>((done) => {
          let clicks = 0;
          document.addEventListener('click', ({ isTrusted }) => !isTrusted && ++clicks === 40 && done(), true);
        }),
    );
  await struck();
  await alex.clicks(hostile, '#email');
  await until(async () => (await alex.drawn(hostile)).marked);
  await struck();
  expect(await hostile.$eval('#got', ({ textContent }) => textContent)).toBe('got: nothing');
  expect(await alex.asks('conversations', { kind: 'site', offset: 0, limit: 200 })).toEqual(before);
  await hostile.close();
});

const DRAWING = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>')}`;

it('signs up in steps, and is the same in the second', async () => {
  // A site of its own, at which nobody was anybody yet.
  const address = new URL('/shapes/steps', town.shopUrl);
  address.hostname = 'steps.localhost';
  const page = await firefox.visit(address.href);
  await page.$eval('link[rel=icon]', (link, drawing) => link.setAttribute('href', drawing), DRAWING);
  await until(async () => (await alex.iconOf(page)).startsWith('data:image/svg+xml'));
  await alex.chooses(page, '#email', 'New identity');
  const mask = await until(async () => /^.+@mail[.]localhost$/.exec(await alex.value(page, '#email'))?.[0]);
  await until(async () => (await alex.drawn(page)).said.startsWith('Filled'));
  // Its icon is kept, though it is a drawing.
  const { identities } = (await alex.asks('site', {})) as { identities: { id: string }[] };
  await until(async () => {
    const { picture } = (await alex.asks('siteIcon', { relationship: identities[0]?.id })) as {
      picture: string;
    };
    return picture?.startsWith('data:image/svg+xml');
  });
  await alex.clicks(page, '#next');
  // A mask begins with the name that its row has.
  const isMade = (title: string): boolean => mask.startsWith(`${title.toLowerCase().replace(' ', '-')}-`);
  await page.waitForSelector('#password');
  await alex.clicks(page, '#password');
  const { title } = await until(
    // Above it the menu may ask to be read anew.
    async () =>
      (await alex.drawn(page)).rows
        .filter((row) => !AGAIN.includes(row.title))
        .find((row, at) => at === 0 && isMade(row.title)),
    async () => `${mask} first: ${JSON.stringify(await alex.drawn(page))}`,
  );
  await alex.picks(page, title);
  await until(async () => (await alex.value(page, '#password')) !== '');
  expect((await alex.value(page, '#password')).length).toBeGreaterThanOrEqual(16);
  expect(await sends(page, 'main form button:last-of-type')).toContain(mask);
  await page.close();
});

const isInPassword = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot) active = active.shadowRoot.activeElement;
    return active?.matches('[type=password]') === true;
  });

/** The acts of a shape, as this driver does them; the rest of a password is typed once that is noticed. */
function acts(page: Page): KeepingTab {
  const type = async (text: string): Promise<void> => {
    const [first = '', ...rest] = text;
    await page.keyboard.type(first);
    // Within a component no focus is heard of, but the first letter is.
    if (await isInPassword(page)) await alex.heedsTyping(page);
    await page.keyboard.type(rest.join(''));
  };
  const types = async (selector: string, text: string): Promise<void> => {
    await page.click(selector);
    await type(text);
  };
  const keyboard = { type, press: (key: KeyInput) => page.keyboard.press(key) };
  const driven = {
    ...{ keyboard, click: (selector: string) => page.click(selector) },
    waitForSelector: (selector: string) => page.waitForSelector(selector),
  };
  return { page: driven, types } as unknown as KeepingTab;
}

const shapeOf = (shapes: readonly Shape[], name: string): Shape => {
  const shape = shapes.find((one) => one.name.startsWith(name));
  if (shape === undefined) throw new Error(`no shape ${name}`);
  return shape;
};

it('asks about log-ins that are typed, and about none that only look like it', async () => {
  const plays = async ({ serves, does }: Shape, host: string): Promise<Page> => {
    const page = await firefox.visit(served.site(host, serves));
    await page.bringToFront();
    await does(acts(page));
    return page;
  };
  const bar = async (page: Page): Promise<string> => (await alex.parts(page, '.bar .text'))[0]?.text ?? '';
  /** While another page comes, the browser does not know the tab by its address. */
  const says = (page: Page, words: string) => until(async () => (await bar(page).catch(() => '')).startsWith(words));
  const kept = async (host: string): Promise<unknown[]> => {
    const request = { kind: 'login', query: '', offset: 0, limit: 50, folder: null, tag: null };
    const { items } = (await alex.asks('entries', request)) as { items: { host: string | null }[] };
    return items.filter((one) => one.host?.startsWith(`${host}.`));
  };

  const unasked: Page[] = [];
  for (const [at, name] of ['a wrong password: the form comes back', 'a code', 'a card'].entries())
    unasked.push(await plays(shapeOf(UNASKED, name), `unasked-${at}`));

  const names = ['a post that leads', 'a form that a script sends', 'two pages: the name', 'a dialog that closes'];
  for (const [at, name] of [...names, 'a form in a component', 'the Enter key'].entries()) {
    const host = `asked-${at}`;
    const page = await plays(shapeOf(SHAPES, name), host);
    await says(page, `Keep this log-in for ${host}.localhost`);
    await alex.answersBar(page, STRINGS.keep);
    await says(page, STRINGS.kept);
    expect([name, await kept(host)]).toMatchObject([name, [{ username: 'alex@mail.example' }]]);
  }

  const elsewhere = shapeOf(GONE_ELSEWHERE, 'a log-in that ends at another site');
  served.site('elsewhere', () => '<!doctype html><title>Shop</title><h1>Welcome</h1>');
  const home = await plays({ ...elsewhere, serves: (asked) => elsewhere.serves(asked) }, 'identity');
  const popup = await until(async () => {
    const { typed } = (await alex.asks('site', {})) as { typed: { site: string }[] };
    return typed.length > 0 && alex.opensPopup();
  });
  await popup.sees('Keep the log-in that you typed for identity.localhost');
  expect(await bar(home)).toBe('');
  await popup.presses('Keep');
  await until(async () => (await kept('identity')).length === 1);

  // All that time nothing was asked in these.
  for (const page of unasked) {
    await page.bringToFront();
    expect(await bar(page)).toBe('');
  }
  expect(await alex.asks('site', {})).toMatchObject({ typed: [] });
});
