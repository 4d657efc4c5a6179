// Attacks of pages on the in-page script in a real Chromium, which tells visibility itself; and on a script that must
// not tire.
import { describe, expect, test } from 'vitest';
import { attacks } from './attacks.testkit.ts';
import { CODE, IDENTITY, onPage, READY, SIGN_UP_ROWS, withBrowser } from './visit.testkit.ts';

withBrowser();
attacks('observed');

// Counted, with all possible identities and with none: the requests that leave the page, their order, and the answers.
describe('before the person presses or types anything, the script asks the same for any known identities', () => {
  const everything = {
    ...READY,
    identities: [IDENTITY, IDENTITY],
    code: CODE,
    link: { id: '0a', host: 'shop.example' },
  };
  test.each(['plain', 'login', 'code', 'boxes', 'steps', 'waiting'])('on the page “%s”', async (name) => {
    const asked: unknown[] = [];
    for (const offers of [READY, everything]) {
      await onPage(name, async (v) => {
        await v.offer(offers);
        await v.settled();
        await v.inScript('script.calls.length = 0; undefined');
        const count = await v.page.locator('input').count();
        for (let at = 0; at < count; at++) {
          await v.page.evaluate((which) => document.querySelectorAll('input')[which]?.focus(), at);
          await v.settled();
          await v.inScript('script.notify()');
          await v.settled();
        }
        await v.inScript('script.notify()');
        await v.settled();
        asked.push(await v.inScript('script.calls'));
        expect(await v.titles()).toEqual([]);
      });
    }
    expect(asked[1]).toEqual(asked[0]);
    expect(new Set((asked[0] as [string, unknown][]).map(([method]) => method))).toEqual(new Set(['standing']));
  });
});

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
    expect((await v.calls('standing')).length).toBeLessThan(40);
    expect(await v.calls('offers')).toEqual([]);
    await expect.poll(() => v.hasMark()).toBe(true);
  }));

test('a page whose elements shadow the properties that are read is read all the same', () =>
  onPage('plain', async (v) => {
    await v.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img name="title">');
      const form = document.getElementById('signup');
      for (const name of ['id', 'title', 'name', 'action', 'submit', 'elements', 'length'])
        form?.insertAdjacentHTML('beforeend', `<input type="hidden" name="${name}">`);
    });
    await v.page.click('[name=email]');
    expect(await v.menu()).toEqual(SIGN_UP_ROWS);
  }));
