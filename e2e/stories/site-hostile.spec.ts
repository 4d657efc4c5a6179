// Pages that try to make a form filler give something away against its person's will get nothing, and cannot tell that
// it is there.

import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { Site } from '../people/site.ts';
import { test } from '../people/site-story.ts';
import type { Visitor } from '../people/site-visitor.ts';

async function gotNothing(site: Site, alex: Visitor): Promise<void> {
  await site.settles();
  await expect(site.page.locator('#got')).toHaveText('got: nothing');
  expect(await alex.identities()).toEqual([]);
}

test('gives nothing to events that the page makes itself', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/hostile/synthetic');
  const struck = () =>
    site.page.evaluate(
      () =>
        new Promise<void>((done) => {
          let clicks = 0;
          document.addEventListener('click', ({ isTrusted }) => !isTrusted && ++clicks === 40 && done(), true);
        }),
    );
  await struck();
  await gotNothing(site, alex);
  // The person only looks at what appears; the page goes on striking it.
  await site.field('E-mail').click();
  await site.seesMark();
  await struck();
  await gotNothing(site, alex);
});

for (const [path, trick, told] of [
  ['overlay', 'lies under a picture that lets clicks through', /lies over the menu/],
  ['faded', 'was made invisible', /changes how the menu looks/],
] as const) {
  test(`gives nothing to a press on a menu that ${trick}, and says why`, async ({ alex, town }) => {
    const { site } = await ShopVisit.begins(alex, town, `/hostile/${path}`);
    await site.field('E-mail').click();
    const { x, y } = await site.finds('New identity for');
    await site.page.mouse.click(x, y);
    await site.offers(told);
    await gotNothing(site, alex);
  });
}

test('gives nothing to a field that moved away under the menu', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/hostile/moving');
  const email = site.field('E-mail');
  const before = await email.boundingBox();
  await email.click();
  await expect.poll(async () => (await email.boundingBox())?.y).not.toBe(before?.y);
  const { x, y } = await site.finds('New identity for');
  await site.page.mouse.click(x, y);
  await gotNothing(site, alex);
});

// That a press in the very moment of the change gives nothing either is proven with a page whose clock is ours
// (lib/autofill).
test('gives nothing to a field that turned into another, nor to the one in its place', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/hostile/changing');
  const email = site.page.locator('#email');
  await email.evaluate((field) => void Object.assign(field, { original: true }));
  await email.click();
  await site.seesMark();
  const { x, y, width, height } = (await email.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await expect(email).toHaveAttribute('type', 'password');
  await site.page.mouse.click(x + width / 4, y + height + 36);
  await expect.poll(() => email.evaluate((field) => 'original' in field)).toBe(false);
  await expect.poll(() => site.hasMark()).toBe(false);
  await gotNothing(site, alex);
  await site.offersNothing();
  expect(await site.hasMark()).toBe(false);
});

test('fills what is seen and none of what is hidden', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/hostile/hidden');
  const seen = site.field('E-mail for our newsletter');
  await seen.click();
  await site.seesMark();
  // By key, since the menu may be about to open by itself, and a press on the mark would then close it.
  await seen.press('ArrowDown');
  // The hidden passwords make it look like a log-in.
  await site.chooses('This is a sign-up form');
  await site.chooses('New identity for');
  await expect(seen).toHaveValue(/@mail\.localhost$/);
  await site.settles();
  await expect(site.page.locator('#got')).toHaveText('got: nothing');
});

test('does nothing in a frame of another origin', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/hostile/framed');
  const frame = site.page.frames()[1];
  if (!frame) throw new Error('the page has no frame');
  const inside = new Site(site.page, frame);
  await inside.field('E-mail').click();
  await expect(inside.field('E-mail')).toBeFocused();
  await site.settles();
  expect(await inside.hasMark()).toBe(false);
  expect(await site.titles()).toEqual([]);
  await gotNothing(site, alex);
});

test('cannot be noticed by a page, but for an empty box where the person looks', async ({ alex, town }) => {
  const context = alex.browser.context;
  await context.addInitScript(() => {
    const seen = { messages: 0, added: [] as string[] };
    Object.assign(document, { seen });
    addEventListener('message', () => {
      seen.messages++;
    });
    new MutationObserver((records) => {
      for (const { addedNodes, attributeName, target } of records) {
        if (attributeName) seen.added.push(`${(target as Element).localName} ${attributeName}`);
        for (const node of addedNodes) if (node.parentNode === document.documentElement) seen.added.push(node.nodeName);
      }
    }).observe(document, { childList: true, subtree: true, attributes: true });
  });
  const { site } = await ShopVisit.begins(alex, town, '/shapes/plain');
  const { page } = site;
  const look = () =>
    page.evaluate(async (origin) => {
      const { seen } = document as unknown as { seen: { messages: number; added: string[] } };
      const frame = document.createElement('iframe');
      frame.hidden = true;
      document.body.append(frame);
      const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      const reach = (path: string) =>
        new Promise<boolean>((answer) => {
          const picture = new Image();
          picture.onload = () => answer(true);
          picture.onerror = () => answer(false);
          picture.src = `${origin}${path}`;
        });
      const fetched = (path: string) =>
        fetch(`${origin}${path}`).then(
          () => true,
          () => false,
        );
      return {
        messages: seen.messages,
        // While the menu is open the browser's own list is kept away from the field; the page sees the menu's box then
        // anyway.
        added: seen.added.filter((it) => !/^(HEAD|BODY|#text|iframe hidden|input autocomplete)$/.test(it)),
        globals: Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$/.test(name)),
        runtime: typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime,
        reached: [await reach('icon/16.png'), await fetched('manifest.json'), await fetched('autofill.js')],
        loaded: performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .filter((name) => !name.startsWith(location.origin) && !name.startsWith(origin)),
        sheets: document.adoptedStyleSheets.length,
        boxes: [...document.documentElement.children]
          .filter(({ localName }) => localName !== 'head' && localName !== 'body')
          .map((box) => ({
            name: box.localName,
            attributes: box.getAttributeNames().sort(),
            root: box.shadowRoot,
            inside: box.childNodes.length,
            text: box.textContent,
          })),
      };
    }, alex.browser.url(''));
  const nothing = {
    messages: 0,
    added: [],
    globals: [],
    runtime: 'undefined',
    reached: [false, false, false],
    loaded: [],
    sheets: 0,
    boxes: [],
  };
  await site.settles();
  expect(await look()).toEqual(nothing);

  await site.field('E-mail').click();
  await site.offers(
    'New identity for '.concat(town.shopSite),
    'Use my own address',
    'Search all log-ins',
    'Not now',
    'Not on this site',
  );
  const { added, boxes, ...others } = await look();
  expect({ ...others, added: [], boxes: [] }).toEqual(nothing);
  expect(added.filter((it) => it !== 'DIV' && !it.startsWith('div '))).toEqual([]);
  expect(boxes).toEqual([{ name: 'div', attributes: ['popover', 'style'], root: null, inside: 0, text: '' }]);
});
