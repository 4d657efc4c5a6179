// Pages that try to make a form filler give something away against its person's will get nothing, and cannot tell that
// it is there.

import { expect } from '@playwright/test';
import { comesAndPresses } from '../harness/browsers.ts';
import { NO_TRACES, readTraces, watchTraces } from '../hostile/traces.ts';
import { ShopVisit } from '../people/shop.ts';
import { Site } from '../people/site.ts';
import { dropsPolicy, test } from '../people/site-story.ts';
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
    await comesAndPresses(site.page.mouse, x, y);
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
  await comesAndPresses(site.page.mouse, x, y);
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
  await alex.browser.context.addInitScript(watchTraces);
  const { site } = await ShopVisit.begins(alex, town, '/shapes/plain');
  await dropsPolicy(site.page);
  const look = () => site.page.evaluate(readTraces, alex.browser.url(''));
  await site.settles();
  expect(await look()).toEqual(NO_TRACES);

  await site.field('E-mail').click();
  await site.offers(
    'New identity for '.concat(town.shopSite),
    'Use my own address',
    'Search all log-ins',
    'Not now',
    'Not on this site',
  );
  const { added, boxes, ...others } = await look();
  expect({ ...others, added: [], boxes: [] }).toEqual(NO_TRACES);
  expect(added.filter((it) => it !== 'DIV' && !it.startsWith('div '))).toEqual([]);
  expect(boxes).toEqual([{ name: 'div', attributes: ['popover', 'style'], root: null, inside: 0, text: '' }]);
});
