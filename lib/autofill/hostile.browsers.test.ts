// What pages try on the in-page script in a real Chromium, which itself says what is visible; and on a script that must not tire.
import { expect, test } from 'vitest';
import { attacks } from './attacks.testkit.ts';
import { onPage, withBrowser } from './visit.testkit.ts';

withBrowser();
attacks('observed');

test('a page that moves the focus without end makes the worker answer once at a time', () =>
  onPage('plain', async (v) => {
    await v.page.evaluate(async () => {
      const [one, two] = document.querySelectorAll<HTMLElement>('[name=email],[name=password]');
      for (let round = 0; round < 200; round++) {
        one?.focus();
        two?.focus();
        if (round % 20 === 0) await new Promise(requestAnimationFrame);
      }
    });
    await v.settled();
    expect((await v.calls('offers')).length).toBeLessThan(40);
    await expect.poll(() => v.hasMark()).toBe(true);
  }));

test('a page whose parts have the names of what is read of it is read all the same', () =>
  onPage('plain', async (v) => {
    await v.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img name="title">');
      const form = document.getElementById('signup');
      for (const name of ['id', 'title', 'name', 'action', 'submit', 'elements', 'length'])
        form?.insertAdjacentHTML('beforeend', `<input type="hidden" name="${name}">`);
    });
    await v.page.click('[name=email]');
    expect(await v.menu()).toEqual(['New identity for shop.example', 'Not on this site']);
  }));
