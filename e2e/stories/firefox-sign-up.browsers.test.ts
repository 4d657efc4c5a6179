// In Firefox, too: a person sets Nucleus up, takes up an identity on a sign-up page, reads the shop's mail in the
// sidebar, fills its code in, and logs in again as the same.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Firefox, launchFirefox, until } from '../harness/firefox.ts';
import { FirefoxVisitor } from '../people/site-firefox.ts';
import { buildTown, type Town } from '../people/town-building.ts';

let town: Town;
let firefox: Firefox;
beforeAll(async () => {
  town = await buildTown('firefox');
  firefox = await launchFirefox({ extension: town.extension });
});
afterAll(async () => {
  await firefox?.close();
  await town?.leave();
});

it('signs up, gets the code in the sidebar and on the page, and logs in again', async () => {
  const alex = new FirefoxVisitor(firefox);
  await alex.setsUp();
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
