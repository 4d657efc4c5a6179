// One-time codes of log-ins, in a real browser: into every shape of field that sites have for them, at the person's own
// choice alone, and asked for only then.
import { describe, expect, test } from 'vitest';
import { STRINGS } from './menu/strings.ts';
import { CODE, IDENTITY, onPage, READY, type Visit, withBrowser } from './visit.testkit.ts';

withBrowser();

const ONE_TIME = { id: `${'0a'.repeat(16)}.0`, name: IDENTITY.name, account: 'calm', picture: IDENTITY.picture };
const OFFERED = { ...READY, identities: [IDENTITY], oneTimes: [ONE_TIME] };

/** Puts a form into the page. */
const shaped = (v: Visit, inner: string): Promise<void> =>
  v.page.evaluate((html) => {
    const form = document.forms[0] as HTMLFormElement;
    form.innerHTML = `<h1>Two-factor authentication</h1><p>Enter the code from your authenticator app</p>${html}<button>Verify</button>`;
  }, inner);

const boxes = (count: number, length: number): string =>
  Array.from({ length: count }, (_, at) => `<input maxlength="${length}" aria-label="Code ${at + 1}">`).join('');

const values = (v: Visit): Promise<string[]> =>
  v.page.$$eval('input', (inputs) => (inputs as HTMLInputElement[]).map(({ value }) => value));

const choose = async (v: Visit): Promise<void> => {
  await v.page.click('input >> nth=0');
  expect(await v.menu()).toEqual(['One-time code']);
  await v.read();
  await v.press('One-time code');
};

describe('a one-time code is filled into', () => {
  test.each([
    ['six boxes', boxes(6, 1), '482193', ['4', '8', '2', '1', '9', '3']],
    [
      'six boxes that hide it',
      boxes(6, 1).replaceAll('<input', '<input type="password"'),
      '482193',
      ['4', '8', '2', '1', '9', '3'],
    ],
    [
      'a transparent field over drawn boxes',
      `<div style="position:relative;width:300px;height:48px">${'<i style="float:left;width:44px;height:44px;border:1px solid"></i>'.repeat(6)}
        <input maxlength="6" autocomplete="one-time-code" style="position:absolute;inset:0;width:100%;opacity:0;letter-spacing:32px"></div>`,
      '482193',
      ['482193'],
    ],
    ['two fields of three', boxes(2, 3), '482193', ['482', '193']],
    ['a field for eight digits', '<label>Code <input name="otp" maxlength="8"></label>', '48219377', ['48219377']],
    [
      'a field with a numeric keyboard, also letters of Steam',
      '<label>Code <input autocomplete="one-time-code" inputmode="numeric"></label>',
      'FR8RV',
      ['FR8RV'],
    ],
    [
      'a field that hides it',
      '<label>Code <input type="password" name="totp" maxlength="6"></label>',
      '482193',
      ['482193'],
    ],
  ])('%s', (_, form, digits, filled) =>
    onPage('code', async (v) => {
      await shaped(v, form);
      await v.offer(OFFERED);
      await v.inScript(`script.digits = '${digits}'; undefined`);
      await choose(v);
      await expect.poll(() => values(v)).toEqual(filled);
      await v.settled();
      expect(await v.calls('codeMissed')).toEqual([]);
    }),
  );

  test.each([
    ['nothing is drawn', ''],
    ['what is drawn is as faint', '<i style="float:left;width:280px;height:44px;border:1px solid;opacity:0.1"></i>'],
  ])('no transparent field where %s under it', (_, drawn) =>
    onPage('code', async (v) => {
      const clear = 'position:absolute;inset:0;width:100%;opacity:0';
      await shaped(
        v,
        `<div style="position:relative;width:300px;height:48px">${drawn}<input maxlength="6" autocomplete="one-time-code" style="${clear}"></div>`,
      );
      await v.offer(OFFERED);
      await choose(v);
      await expect.poll(() => v.titles()).toEqual([STRINGS.hidden]);
      expect(await values(v)).toEqual(['']);
    }),
  );

  test('no field that is too short for it, and can be copied', () =>
    onPage('code', async (v) => {
      await shaped(v, '<label>Code <input name="otp" maxlength="6"></label>');
      await v.offer(OFFERED);
      await v.inScript("script.digits = '48219377'; undefined");
      await choose(v);
      await expect.poll(() => v.titles()).toContain('Copy the code');
      expect(await values(v)).toEqual(['']);
      expect(await v.calls('codeMissed')).toEqual([{ id: ONE_TIME.id }]);
    }));

  test('no field that is gone by then', () =>
    onPage('code', async (v) => {
      await shaped(v, '<label>Code <input name="otp" maxlength="6"></label>');
      await v.offer(OFFERED);
      await v.inScript("script.digits = '482193'; undefined");
      await v.page.evaluate(() =>
        document.querySelector('[name=otp]')?.addEventListener('focus', ({ target }) => {
          (target as HTMLInputElement).readOnly = true;
        }),
      );
      await v.page.click('h1, body');
      await choose(v);
      await expect.poll(() => v.calls('codeMissed')).toEqual([{ id: ONE_TIME.id }]);
      expect(await values(v)).toEqual(['']);
    }));
});

test('it opens by itself where the page knows the log-in, after a code that the site has just sent', () =>
  onPage('code', async (v) => {
    await v.offer({ ...OFFERED, code: CODE }, true);
    await v.inScript('script.notify()');
    expect(await v.menu()).toEqual(['482 193', 'One-time code']);
  }));

test('a page that presses and types by script is given none, and sees none before the choice', () =>
  onPage('code', async (v) => {
    await v.offer(OFFERED, true);
    await v.inScript('script.notify()');
    expect(await v.menu()).toEqual(['One-time code']);
    await v.read();
    const [x, y] = await v.rowAt('One-time code');
    await v.page.evaluate(
      ([left, top]) => {
        const host = document.elementFromPoint(left as number, top as number) as HTMLElement;
        const at = { bubbles: true, composed: true, clientX: left as number, clientY: top as number };
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
          host.dispatchEvent(new PointerEvent(type, { ...at, pointerType: 'mouse' }));
          window.dispatchEvent(new PointerEvent(type, { ...at, pointerType: 'mouse' }));
        }
        host.click();
        for (const key of ['ArrowDown', 'Enter'])
          for (const target of [document.querySelector('input') as HTMLElement, host])
            target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      },
      [x, y],
    );
    await v.settled();
    expect(await v.calls('useCode')).toEqual([]);
    expect(await values(v)).toEqual(['']);
    await v.press('One-time code');
    await expect.poll(() => values(v)).toEqual(['482193']);
  }));
