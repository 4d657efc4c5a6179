// Sign-up and log-in forms of the many shapes of the web: each is filled by a choice in the menu, and what the site
// then receives is one identity whole.

import { expect } from '@playwright/test';
import { received, ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

const MASK = /^[a-z]+-[a-z]+-[a-z0-9]{5}@mail\.localhost$/;
const PASSWORD = /^•+ \(\d\d characters, fingerprint [0-9a-f]{6}\)$/;

test('fills sign-up forms of every shape, and logs in again as who signed up', async ({ alex, town }) => {
  const visit = await ShopVisit.begins(alex, town, '/shapes/plain');
  const { site } = visit;
  const { page } = site;
  const submit = (name: string | RegExp) => page.getByRole('button', { name }).last().click();
  const first = { name: '', mask: '', password: '' };

  await test.step('plain: name, address and the password twice', async () => {
    await site.field('E-mail').click();
    await site.chooses('New identity for');
    await expect(site.field('Password again')).not.toHaveValue('');
    await submit('Create account');
    const sent = await received(site);
    expect(sent).toEqual({
      name: expect.stringMatching(/^[A-Z][a-z]+ [A-Z][a-z]+$/),
      email: expect.stringMatching(MASK),
      password: expect.stringMatching(PASSWORD),
      'password-again': sent.password,
    });
    Object.assign(first, { name: sent.name, mask: sent.email, password: sent.password });
  });

  await test.step('a log-in page: the same, and no second identity', async () => {
    await visit.goesTo('/shapes/log-in');
    await site.field('E-mail').click();
    await site.offers(first.name, 'Search all log-ins', 'Not now', 'Not on this site');
    await site.chooses(first.name);
    await expect(site.field('E-mail')).toHaveValue(first.mask);
    await expect(site.field('Password')).not.toHaveValue('');
    await submit('Log in');
    expect(await received(site)).toEqual({ email: first.mask, password: first.password });
  });

  await test.step('a log-in in two pages', async () => {
    await visit.goesTo('/shapes/two-pages');
    await site.field('E-mail').click();
    await site.chooses(first.name);
    await expect(site.field('E-mail')).toHaveValue(first.mask);
    await submit('Next');
    await site.field('Password').click();
    await site.chooses(first.name);
    await expect(site.field('Password')).not.toHaveValue('');
    await submit('Log in');
    expect(await received(site)).toEqual({ identifier: first.mask, password: first.password });
  });

  await test.step('a change of password: the old one where it is asked for, the new ones left to the person', async () => {
    await visit.goesTo('/shapes/change-password');
    await site.field('Current password').click();
    const changed = `New password for ${first.name}`;
    await site.offers(changed, first.name, 'Search all log-ins', 'Not now', 'Not on this site');
    await site.chooses(first.name);
    await expect(site.field('Current password')).not.toHaveValue('');
    await expect(site.field('New password')).toHaveValue('');
    await submit('Change');
    expect(await received(site)).toEqual({
      'old-password': first.password,
      'new-password': 'nothing',
      'new-password-again': 'nothing',
    });
  });

  const whole = { email: expect.stringMatching(MASK), password: expect.stringMatching(PASSWORD) };
  for (const [shape, button] of [
    ['controlled', 'Sign up'],
    ['shadow', 'Sign up'],
    ['later', 'Sign up'],
  ] as const) {
    await test.step(`${shape}: a new identity beside the one that is there`, async () => {
      await visit.goesTo(`/shapes/${shape}`);
      await site.field('E-mail').click();
      await expect.poll(() => site.titles()).toContain(`New identity for ${town.shopSite}`);
      expect(await site.titles()).toContain(first.name);
      await site.chooses('New identity for');
      await expect(site.field('Password')).not.toHaveValue('');
      await submit(button);
      const sent = await received(site);
      expect(sent).toEqual(whole);
      expect(sent.email).not.toBe(first.mask);
    });
  }

  await test.step('a form in a closed shadow root, which the page itself cannot look into', async () => {
    await visit.goesTo('/shapes/closed');
    const card = page.locator('closed-card');
    await card.evaluate((element: HTMLElement) => element.focus());
    await site.seesMark();
    await site.pressesMark();
    await site.chooses('New identity for');
    await expect(card).toHaveAttribute('data-filled', '2');
    await page.keyboard.press('Enter');
    expect(await received(site)).toEqual(whole);
  });

  await test.step('a form in a modal dialog', async () => {
    await visit.goesTo('/shapes/dialog');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await site.field('E-mail').click();
    await site.chooses('New identity for');
    await expect(site.field('Password')).not.toHaveValue('');
    await site.shot('dialog-filled');
    await submit('Sign up');
    expect(await received(site)).toEqual(whole);
  });

  await test.step('a form in a popover, which the browser closes at a press beside it', async () => {
    await visit.goesTo('/shapes/popover');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await site.field('E-mail').click();
    await site.chooses('New identity for');
    await expect(site.field('Password')).not.toHaveValue('');
    await submit('Create account');
    expect(await received(site)).toEqual(whole);
  });

  await test.step('steps in one page: the second step knows who was chosen in the first', async () => {
    await visit.goesTo('/shapes/steps');
    await site.field('E-mail').click();
    await site.reads('New identity for');
    await site.shot('menu-of-many');
    await site.chooses('New identity for');
    await expect(site.field('E-mail')).toHaveValue(MASK);
    const mask = await site.field('E-mail').inputValue();
    await page.getByRole('button', { name: 'Next' }).click();
    await site.field('Password').click();
    await expect.poll(async () => (await site.menu())[0]?.detail ?? '').toContain(mask);
    await site.shot('steps-second');
    const [{ title } = { title: '' }] = await site.menu();
    await site.chooses(title);
    await expect(site.field('Password')).not.toHaveValue('');
    await submit('Sign up');
    expect(await received(site)).toEqual({ email: mask, password: expect.stringMatching(PASSWORD) });
  });

  await test.step('an old German page in a table', async () => {
    await visit.goesTo('/shapes/table');
    await page.locator('[name=mailadr]').click();
    await site.chooses('New identity for');
    await expect(page.locator('[name=kennwort2]')).not.toHaveValue('');
    await site.shot('table');
    await submit('Registrieren');
    const sent = await received(site);
    expect(sent).toMatchObject({
      vorname: expect.stringMatching(/^[A-Z][a-z]+$/),
      nachname: expect.stringMatching(/^[A-Z][a-z]+$/),
      mailadr: expect.stringMatching(MASK),
      kennwort: expect.stringMatching(PASSWORD),
      kennwort2: sent.kennwort,
    });
  });

  await test.step('a user name that may be no address', async () => {
    await visit.goesTo('/shapes/username');
    await site.field('User name').click();
    await site.chooses('New identity for');
    await expect(site.field('Password')).not.toHaveValue('');
    await submit('Sign up');
    expect(await received(site)).toEqual({ ...whole, username: expect.stringMatching(/^[a-z0-9_-]{3,20}$/) });
  });

  await test.step('a newsletter: an address, and no account', async () => {
    await visit.goesTo('/shapes/newsletter');
    await site.field('E-mail').click();
    await site.seesMark();
    await site.settles();
    await site.offersNothing();
    await site.pressesMark();
    await expect
      .poll(async () => (await site.menu()).find(({ title }) => title.startsWith('New'))?.detail)
      .toMatch(/own address$/);
    await site.chooses('New identity for');
    await expect(site.field('E-mail')).toHaveValue(MASK);
    await submit('Subscribe');
    expect(await received(site)).toEqual({ email: expect.stringMatching(MASK) });
  });

  await test.step('a page that wants no identity is offered none: a search nothing, a card what cards there are', async () => {
    await visit.goesTo('/shapes/not-an-account');
    await site.field('Search').click();
    await site.settles();
    expect(await site.hasMark()).toBe(false);
    for (const label of ['Card number', 'Security code']) {
      await site.field(label).click();
      await site.seesMark();
      await site.settles();
      await site.offersNothing();
      await site.field(label).press('ArrowDown');
      await site.offers('Add a card to Nucleus', 'Not now', 'Not on this site');
      await page.keyboard.press('Escape');
      await site.offersNothing();
    }
  });
});
