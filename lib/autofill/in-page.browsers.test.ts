// The in-page script in a real Chromium, on pages of many shapes: a person focuses a field, chooses in the menu, and
// the page sees the same as of typing. Attacks of hostile pages are in hostile.browsers.test.ts.
import { describe, expect, test } from 'vitest';
import { STRINGS } from './menu/strings.ts';
import {
  CODE,
  IDENTITY,
  MASK,
  onPage,
  PASSWORD,
  READY,
  SIGN_UP_ROWS,
  SITE,
  type Visit,
  withBrowser,
} from './visit.testkit.ts';
import { TINTED } from './worker/client.ts';

withBrowser();

describe('on a sign-up page', () => {
  test('a focused e-mail field gets the mark and the menu, and the choice fills the form once', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual(SIGN_UP_ROWS);
      expect(await v.hasMark()).toBe(true);
      await v.page.evaluate(() => {
        const counts: Record<string, number> = {};
        Object.assign(window, { counts });
        document.addEventListener('input', (event) => {
          const { name } = event.target as HTMLInputElement;
          counts[name] = (counts[name] ?? 0) + 1;
        });
      });
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=password2]')).toBe(PASSWORD);
      expect(await v.value('[name=email]')).toBe(MASK);
      expect(await v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.value('[name=name]')).toBe('Swift Heron');
      expect(await v.value('[name=phone]')).toBe('');
      expect(await v.value('[name=honey]')).toBe('');
      expect(await v.page.evaluate(() => (window as unknown as { counts: object }).counts)).toEqual({
        email: 1,
        password: 1,
        password2: 1,
        name: 1,
      });
      expect(await v.calls('create')).toEqual([{ form: 'signup', password: { minLength: 10, maxLength: 40 } }]);
      await expect.poll(() => v.titles()).toEqual([]);
    }));

  test.each([
    [
      { pattern: '[A-Za-z0-9]{8,16}' },
      { minLength: 16, maxLength: 16, rules: 'required: lower; required: upper; required: digit' },
    ],
    [{ pattern: '(?=.*\\d)(?=.*[A-Z]).{8,12}' }, { minLength: 12, maxLength: 12 }],
    [
      { title: '8–14 characters, no special characters' },
      { minLength: 8, maxLength: 14, rules: 'required: lower; required: upper; required: digit' },
    ],
  ])('the password is asked for as the field wants it: %j', (attributes, password) =>
    onPage('plain', async (v) => {
      await v.page.locator('[name=password]').evaluate((field, wanted) => {
        for (const name of ['minlength', 'maxlength']) field.removeAttribute(name);
        Object.assign(field, wanted);
      }, attributes);
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.calls('create')).toEqual([{ form: 'signup', password }]);
    }),
  );

  test('a field for a user name gets a name and not the address, and a page that shows an address has its identity first', () =>
    onPage('plain', async (v) => {
      const swift = { ...IDENTITY, id: '02', name: 'Swift Heron', mask: MASK };
      await v.offer({ ...READY, identities: [IDENTITY, swift] });
      await v.page.evaluate((mask) => {
        const form = document.forms[0] as HTMLFormElement;
        form.innerHTML = `<label>Choose a user name <input name="user" maxlength="20"></label>
          <label>Password <input type="password" name="password" autocomplete="new-password"></label>
          <input type="hidden" name="email" value="${mask}"><button>Create account</button>`;
      }, MASK);
      await v.page.click('[name=user]');
      expect((await v.menu()).slice(0, 2)).toEqual(['Swift Heron', 'Calm Otter']);
      await v.read();
      await v.press('Swift Heron');
      await expect.poll(() => v.value('[name=user]')).toBe('swift-heron-71');
      expect(await v.calls('fill')).toEqual([{ id: '02', ownUsername: true }]);
    }));

  test('a new identity names its host to the end, however long', () =>
    onPage(
      'plain',
      async (v) => {
        await v.page.click('[name=email]');
        const host = 'a-reading-room-with-a-long-name.shop.example:8443';
        expect((await v.menu())[0]).toBe(`New identity for ${host}`);
        expect(await v.isCut('New identity')).toBe(false);
      },
      { site: 'https://a-reading-room-with-a-long-name.shop.example:8443' },
    ));

  test('a name that was typed stays', () =>
    onPage('plain', async (v) => {
      await v.page.fill('[name=name]', 'Blair');
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.value('[name=name]')).toBe('Blair');
    }));

  test('the keyboard does it all, and the page sees none of the keys', () =>
    onPage('plain', async (v) => {
      await v.page.focus('[name=name]');
      await v.page.evaluate(() => {
        const keys: string[] = [];
        Object.assign(window, { keys });
        window.addEventListener('keydown', (event) => event.isTrusted && keys.push(event.key), true);
      });
      await v.page.keyboard.press('Tab');
      await v.menu();
      expect((await v.rows()).some(({ selected }) => selected)).toBe(false);
      await v.read();
      await v.page.keyboard.press('ArrowDown');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([true, false, false, false, false]);
      await v.page.keyboard.press('ArrowUp');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([false, false, false, false, true]);
      await v.page.keyboard.press('Escape');
      expect(await v.titles()).toEqual([]);
      await v.page.keyboard.press('ArrowDown');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([true, false, false, false, false]);
      await v.read();
      await v.page.keyboard.press('Enter');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      expect(await v.page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual(['Tab']);
      expect(await v.page.title()).toBe('Create your account');
    }));

  test('Enter with nothing chosen is the page’s own', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.page.keyboard.press('Enter');
      await v.settled();
      expect(await v.calls('create')).toEqual([]);
    }));

  test('typing closes the menu', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.page.keyboard.type('m');
      expect(await v.titles()).toEqual([]);
      expect(await v.hasMark()).toBe(true);
    }));

  test('“Not on this site” is told to the background and takes the mark away, and can be undone', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('Not on this site');
      await expect.poll(() => v.calls('notHere')).toHaveLength(1);
      await expect.poll(() => v.titles()).toEqual(['Off on shop.example', 'Undo']);
      await expect.poll(() => v.hasMark()).toBe(false);
      await v.read();
      await v.press('Undo');
      await expect.poll(() => v.calls('hereAgain')).toHaveLength(1);
      await expect.poll(() => v.titles()).toEqual([]);
    }));

  test('“Not now” keeps the mark, and the menu opens when it is asked for', () =>
    onPage('plain', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('Not now');
      await v.page.click('[name=password]');
      await expect.poll(() => v.hasMark()).toBe(true);
      await v.settled();
      expect(await v.titles()).toEqual([]);
      await v.pressMark();
      expect(await v.menu()).toContain('Not now');
    }));

  test('what failed is said as a whole, and tried again', () =>
    onPage('plain', async (v) => {
      await v.inScript("script.fails = 'unavailable'; undefined");
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.titles()).toEqual([STRINGS.unavailable, 'Try again', 'Use my own address']);
      await v.inScript("script.fails = ''; undefined");
      await v.read();
      await v.press('Try again');
      await expect.poll(() => v.value('[name=password2]')).toBe(PASSWORD);
      expect(await v.calls('sent')).toEqual([]);
      await v.page.click('button');
      await expect.poll(() => v.calls('sent')).toHaveLength(1);
    }));

  test('the browser’s own list is kept away while the menu is open, and not longer', () =>
    onPage('plain', async (v) => {
      const said = () => v.page.locator('[name=email]').getAttribute('autocomplete');
      expect(await said()).toBe(null);
      await v.page.click('[name=email]');
      await v.menu();
      expect(await said()).toBe('off');
      await v.page.keyboard.press('Escape');
      expect(await said()).toBe(null);
    }));

  test.each(['username webauthn', 'section-a one-time-code', 'WebAuthn'])(
    'but “%s” stays as the page says it: without it, browsers offer no passkey and no code',
    (hint) =>
      onPage('plain', async (v) => {
        const field = v.page.locator('[name=email]');
        await field.evaluate((input, said) => input.setAttribute('autocomplete', said), hint);
        await v.offer({ ...READY, identities: [IDENTITY], code: CODE });
        await v.page.click('[name=email]');
        await v.menu();
        expect(await field.getAttribute('autocomplete')).toBe(hint);
      }),
  );

  test('while locked the menu offers to unlock', () =>
    onPage('plain', async (v) => {
      await v.offer({ state: 'locked' });
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual(['Unlock Nucleus', 'Not now', 'Not on this site']);
      await v.read();
      await v.press('Unlock');
      await expect.poll(() => v.calls('openPanel')).toHaveLength(1);
    }));

  test('if it is off, nothing is drawn', () =>
    onPage('plain', async (v) => {
      await v.offer({ state: 'off' });
      await v.page.click('[name=email]');
      await expect.poll(() => v.calls('standing')).not.toHaveLength(0);
      await v.settled();
      expect(await v.hasMark()).toBe(false);
      expect(await v.calls('offers')).toEqual([]);
    }));

  // Also in the page's own world: there the script sees the `value` that a framework has put on the element.
  test.each([false, true])('inputs controlled by a framework keep what was filled (in its world: %s)', (inMainWorld) =>
    onPage(
      'controlled',
      async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.press('New identity');
        await expect
          .poll(() => v.page.evaluate(() => (window as unknown as { state: object }).state))
          .toEqual({ email: MASK, password: PASSWORD });
        expect(await v.value('[name=password]')).toBe(PASSWORD);
      },
      { inMainWorld },
    ),
  );

  test('the second step offers the identity of the first, and no new one', () =>
    onPage('steps', async (v) => {
      const swift = { ...IDENTITY, id: '02', name: 'Swift Heron', mask: MASK };
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      await v.offer({ ...READY, identities: [IDENTITY, swift] });
      await v.page.click('button');
      await v.page.click('[name=password]');
      expect(await v.menu()).toEqual([
        'Swift Heron',
        'Calm Otter',
        'New password',
        'Search all log-ins',
        'Not now',
        'Not on this site',
      ]);
      await v.read();
      await v.press('Swift Heron');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.calls('fill')).toEqual([{ id: '02' }]);
    }));

  test('who goes on while the form is still being filled gets the menu in the next field all the same', () =>
    onPage('steps', async (v) => {
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      // Filling looks at the form once more after a pause, which lasts until the test ends it.
      await v.inScript(`{
        const { setTimeout } = globalThis;
        script.held = [];
        globalThis.setTimeout = (act, ms = 0) => (ms < 50 ? setTimeout(act, ms) : script.held.push(act));
        script.release = () => {
          globalThis.setTimeout = setTimeout;
          for (const act of script.held) act();
        };
      } undefined`);
      await v.press('New identity');
      await expect.poll(() => v.inScript('script.held.length')).toBe(1);
      await v.offer({ ...READY, identities: [{ ...IDENTITY, name: 'Swift Heron', mask: MASK }] });
      await v.page.click('button');
      await v.page.click('[name=password]');
      await v.settled();
      expect(await v.titles()).toEqual([]);
      await v.inScript('script.release()');
      expect(await v.menu()).toEqual([
        'Swift Heron',
        'New password',
        'Search all log-ins',
        'Not now',
        'Not on this site',
      ]);
    }));

  test('a press on a field that a page has just focused opens the menu, however late the worker answers', () =>
    onPage('plain', async (v) => {
      await v.inScript('script.slow = new Promise((done) => { script.release = done; }); undefined');
      await v.page.focus('[name=email]');
      await v.page.click('[name=email]');
      await v.settled();
      expect(await v.titles()).toEqual([]);
      await v.inScript('script.release()');
      expect(await v.menu()).toContain('Not now');
    }));

  test.each([
    ['press', (v: Visit) => v.page.click('[name=email]')],
    ['wish outside the page', (v: Visit) => v.page.focus('[name=email]').then(() => v.inScript('script.open({})'))],
  ])('a %s opens nothing at a field to which the page moves the focus before the worker answers', (_, act) =>
    onPage('plain', async (v) => {
      await v.inScript('script.slow = new Promise((done) => { script.release = done; }); undefined');
      await act(v);
      await v.inScript('{ const late = performance.now() + 60_000; performance.now = () => late; } undefined');
      await v.page.focus('[name=password]');
      await v.inScript('script.release()');
      await expect.poll(() => v.hasMark()).toBe(true);
      expect(await v.calls('offers')).toEqual([]);
    }),
  );

  test('a press that a busy page hears late opens the menu', () =>
    onPage('plain', async (v) => {
      const { x, y } = (await v.page.locator('[name=email]').boundingBox()) ?? { x: 0, y: 0 };
      await v.page.evaluate(() => {
        const busy = (): void => {
          for (const from = performance.now(); performance.now() - from < 1500; );
        };
        window.addEventListener('mousemove', busy, { once: true });
      });
      await Promise.all([v.page.mouse.move(x + 9, y + 9), v.page.mouse.down(), v.page.mouse.up()]);
      expect(await v.menu()).toEqual(SIGN_UP_ROWS);
    }));

  test('fields in nested open shadow roots are filled, and the page hears it outside', () =>
    onPage('shadow', async (v) => {
      await v.page.click('#m');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('#p')).toBe(PASSWORD);
      expect(await v.value('#m')).toBe(MASK);
      expect(await v.page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual(['m', 'p']);
    }));

  test('a form that appears later in a modal dialog is offered and filled', () =>
    onPage('late', async (v) => {
      await v.page.click('#open');
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press('New identity');
      await expect.poll(() => v.value('[name=pw]')).toBe(PASSWORD);
    }));

  test('a page that forbids styles and scripts shows the same menu', () =>
    onPage(
      'plain',
      async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.press('New identity');
        await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      },
      { csp: "default-src 'none'; require-trusted-types-for 'script'" },
    ));
});

describe('on a log-in page', () => {
  test('of a stranger nothing is made by accident', () =>
    onPage('login', async (v) => {
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual([
        'No identity here yet',
        'This is a sign-up form',
        'Search all log-ins',
        'Not now',
        'Not on this site',
      ]);
      await v.read();
      await v.press('This is a sign-up form');
      await expect.poll(() => v.titles()).toEqual(SIGN_UP_ROWS);
    }));

  test('the identity is filled, and a new one is not offered beside it', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await v.page.click('[name=email]');
      expect(await v.menu()).toEqual(['Calm Otter', 'Search all log-ins', 'Not now', 'Not on this site']);
      await v.read();
      await v.press('Calm Otter');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.calls('offers')).toContainEqual({ form: 'login', fields: ['email', 'currentPassword'] });
    }));
});

describe('a page that wants more than values', () => {
  const chooses = async (v: Visit): Promise<void> => {
    await v.offer({ ...READY, identities: [IDENTITY] });
    await v.page.click('[name=email]');
    await v.menu();
    await v.read();
    await v.press('Calm Otter');
  };
  const CYCLE = ['focus', 'keydown', 'beforeinput', 'input', 'keyup', 'change', 'blur'];

  test('is sent all events of a person, and the focus goes back', () =>
    onPage('wary', async (v) => {
      await chooses(v);
      await expect.poll(() => v.page.evaluate('seen')).toEqual(CYCLE);
      await expect.poll(() => v.page.evaluate('document.activeElement.name')).toBe('email');
      expect(await v.page.locator('button').isEnabled()).toBe(true);
      await expect.poll(() => v.said()).toBe('Filled as Calm Otter');
      expect(await v.hasMark()).toBe(true);
    }));

  test.each([
    ['readonly', 'opens a field at its focus'],
    ['pressed', 'opens a field at a press'],
    ['wakes', 'opens the password after the address'],
    ['comes', 'shows the password after the address'],
    ['redraws', 'draws its form anew after each field'],
  ])('is filled as a whole if it %s (%s)', (way) =>
    onPage(`wary?${way}`, async (v) => {
      await chooses(v);
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.value('[name=email]')).toBe(MASK);
      await expect.poll(() => v.said()).toBe('Filled as Calm Otter');
    }),
  );

  test.each([
    ['refuses', 'This page did not take everything. What is missing can be copied:', 'Copy the password', PASSWORD],
    [
      'forbids',
      'One field does not accept what would go into it. It was left as it is.',
      'Copy the e-mail address',
      MASK,
    ],
  ])('says so if it %s a value, and gives it to be copied', (way, why, copy, value) =>
    onPage(`wary?${way}`, async (v) => {
      await v.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await chooses(v);
      await expect.poll(() => v.titles()).toEqual([why, copy]);
      await v.read();
      await v.press(copy);
      await expect.poll(() => v.titles()).toEqual(['Copied. Now paste it into the field.']);
      expect(await v.page.evaluate(() => navigator.clipboard.readText())).toBe(value);
      expect(await v.said()).not.toContain('Filled');
    }),
  );
});

describe('a page that moves what it shows', () => {
  test('is followed without a scroll, and the time to read begins anew', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      const [x, y] = await v.rowAt('Calm Otter');
      await v.page.evaluate(() => {
        const form = document.querySelector('form') as HTMLElement;
        form.style.transition = 'translate 120ms';
        form.style.translate = '90px 60px';
      });
      await expect.poll(() => v.rowAt('Calm Otter')).toEqual([x + 90, y + 60]);
      await v.read();
      await v.press('Calm Otter');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
    }));

  test('finds the mark at the field of a dialog that slid in', () =>
    onPage('login', async (v) => {
      // In the page's own frames: a field that stays outside for 45 of them was scrolled away.
      await v.page.evaluate(async () => {
        const form = document.querySelector('form') as HTMLFormElement;
        form.style.translate = '-700px 0';
        (form.elements[0] as HTMLElement).focus({ preventScroll: true });
        while (!document.querySelector('[popover]')) await new Promise(requestAnimationFrame);
        for (let frames = 0; frames < 10; frames++) await new Promise(requestAnimationFrame);
        form.style.translate = '';
      });
      await v.settled();
      expect(await v.hasMark()).toBe(true);
      await v.pressMark();
      expect(await v.menu()).toContain('No identity here yet');
    }));

  test.each(['1.5', '0.75'])('and draws itself %s times as large has the menu at the field, and is filled', (zoom) =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await v.page.click('[name=email]');
      await v.menu();
      const [x, y] = await v.rowAt('Calm Otter');
      const before = (await v.page.locator('[name=email]').boundingBox()) ?? { x: 0, y: 0, height: 0 };
      await v.page.evaluate((by) => document.documentElement.style.setProperty('zoom', by), zoom);
      await v.settled();
      const after = (await v.page.locator('[name=email]').boundingBox()) ?? { x: 0, y: 0, height: 0 };
      await v.page.keyboard.press('Escape');
      await v.pressMark();
      await v.menu();
      const [left, top] = await v.rowAt('Calm Otter');
      expect(left - after.x).toBeCloseTo(x - before.x, -1);
      expect(top - after.y - after.height).toBeCloseTo(y - before.y - before.height, -1);
      await v.read();
      await v.press('Calm Otter');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
    }),
  );

  test('and turns its colours round, for a dark mode, is filled from the popup, as the menu then says', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await v.page.evaluate(() => document.documentElement.style.setProperty('filter', 'invert(1) hue-rotate(180deg)'));
      await v.page.click('[name=email]');
      await v.menu();
      await v.press('Calm Otter');
      await expect.poll(() => v.titles()).toEqual([STRINGS.altered]);
      expect(await v.inScript('script.fill({ id: "01" })')).toBe(true);
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
    }));

  test.each(['grayscale(1)', 'invert(0.9) hue-rotate(180deg) brightness(1.2) contrast(0.8) saturate(1.5) sepia(0.2)'])(
    'and is under %s as a whole, is filled from the popup once the person has read so',
    (filter) =>
      onPage('login', async (v) => {
        await v.offer({ ...READY, identities: [IDENTITY] });
        await v.page.evaluate((text) => document.documentElement.style.setProperty('filter', text), filter);
        await v.page.click('[name=email]');
        await v.menu();
        await v.press('Calm Otter');
        await expect.poll(() => v.titles()).toEqual([STRINGS.altered]);
        expect(await v.inScript('script.fill({ id: "01" })')).toBe(TINTED);
        expect(await v.calls('fill')).toEqual([]);
        expect(await v.inScript('script.fill({ id: "01", tinted: true })')).toBe(true);
        await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
        expect(await v.value('[name=email]')).toBe(MASK);
      }),
  );

  test.each([
    ['that leaves little to be seen', 'html{filter:brightness(0.1)}'],
    ['that blurs', 'html{filter:blur(3px)}'],
    ['that fades', 'html{filter:grayscale(1) opacity(0.2)}'],
    ['upon another', 'html{filter:brightness(0.5)} body{filter:brightness(0.6)}'],
    ['upon the same one', 'html,form{filter:brightness(1.2)}'],
    ['that brightens by more than a fifth', 'html{filter:brightness(1.21)}'],
    ['that brightens a little twice', 'html{filter:brightness(1.1) sepia(0.1) brightness(1.1)}'],
    ['that turns colours round by four fifths', 'html{filter:invert(0.8)}'],
    ['that drives colours to their ends', 'html{filter:saturate(9)}'],
    ['over the form alone', 'form{filter:grayscale(1)}'],
  ])('and is under a filter %s, gets no password, whatever is said in the popup', (_, style) =>
    onPage('login', async (v) => {
      await v.page.evaluate(
        (text) => document.head.append(Object.assign(document.createElement('style'), { textContent: text })),
        style,
      );
      expect(await v.inScript('script.fill({ id: "01", tinted: true })')).toBe(true);
      await expect.poll(() => v.titles()).toEqual([STRINGS.leftOut]);
      expect(await v.value('[name=password]')).toBe('');
    }),
  );
});

test.each(['closes at', 'swallows'])(
  'a dialog that %s every press beside it leaves the mark and the menu alone',
  (way) =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await v.page.evaluate((swallows) => {
        const form = document.querySelector('form') as HTMLElement;
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'touchstart'])
          for (const capture of [true, false])
            document.addEventListener(
              type,
              (event) => {
                if (form.contains(event.target as Node)) return;
                event.stopImmediatePropagation();
                event.preventDefault();
                if (!swallows) form.hidden = true;
              },
              capture,
            );
      }, way === 'swallows');
      await v.page.click('[name=email]');
      await v.menu();
      await v.pressMark();
      await expect.poll(() => v.titles()).toEqual([]);
      await v.pressMark();
      await v.menu();
      await v.read();
      await v.press('Calm Otter');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.page.locator('form').isVisible()).toBe(true);
    }),
);

test('asked by the popup, a page without a form says that there is none', () =>
  onPage('waiting', async (v) => expect(await v.inScript('script.fill({ id: "01" })')).toBe(null)));

test('a script whose extension is gone takes all away that it drew', () =>
  onPage('login', async (v) => {
    await v.page.click('[name=email]');
    await v.menu();
    await v.inScript('script.alive = false');
    await expect.poll(() => v.page.locator('[popover]').count()).toBe(0);
    await v.page.click('[name=password]');
    await v.settled();
    expect(await v.hasMark()).toBe(false);
  }));

test('a frame of another host of the site is filled from the popup alone, once its host was named', () =>
  onPage(
    'login',
    async (v) => {
      const frame = v.page.frames().find((it) => it.url().startsWith(SITE));
      await frame?.click('[name=email]');
      await v.settled();
      expect(await v.rows()).toEqual([]);
      expect(await v.inScript('script.fill({ id: "01" })')).toBe(null);
      expect(await v.inScript('script.fill({ id: "01", within: "other.example" })')).toBe(null);
      expect(await v.inScript('script.fill({ id: "01", within: "shop.example" })')).toBe('shop.example');
      expect(await v.calls('fill')).toEqual([]);
      expect(await v.inScript('script.fill({ id: "01", host: "www.shop.example" })')).toBe(null);
      expect(await v.inScript('script.started')).toBe(false);
      expect(await v.inScript('script.fill({ id: "01", host: "shop.example" })')).toBe(true);
      await expect.poll(() => frame?.inputValue('[name=password]')).toBe(PASSWORD);
      expect(await v.calls('fill')).toEqual([
        { id: '01', former: true, logsIn: true, around: ['https://www.shop.example'] },
      ]);
    },
    { framedBy: 'https://www.shop.example' },
  ));

test('the popup is told what a form asks of a new password, and nothing is filled', () =>
  onPage('plain', async (v) => {
    await v.page.evaluate(() => {
      for (const field of document.querySelectorAll('input[type=password]'))
        field.setAttribute('passwordrules', 'maxlength: 9; required: digit');
    });
    const told = await v.inScript('script.fill({ id: "", asks: true })');
    expect(JSON.parse(told as string)).toEqual({
      password: { minLength: 10, maxLength: 40, rules: 'maxlength: 9; required: digit' },
      ownUsername: false,
    });
    expect(await v.calls('fill')).toEqual([]);
    expect(await v.calls('create')).toEqual([]);
  }));

describe('when mail comes', () => {
  test('a code is offered on the field that waits for it, without a click if the page knows the identity', () =>
    onPage('code', async (v) => {
      await expect.poll(() => v.calls('standing')).not.toHaveLength(0);
      await v.settled();
      expect(await v.hasMark()).toBe(false);
      await v.offer({ ...READY, code: CODE }, true);
      await v.inScript('script.notify()');
      expect(await v.menu()).toEqual(['482 193']);
      await v.read();
      await v.press('482');
      await expect.poll(() => v.value('[name=code]')).toBe('482193');
      await v.settled();
      expect(await v.calls('codeMissed')).toEqual([]);
    }));

  test.each([
    ['press', (v: Visit) => v.page.mouse.click(4, 4)],
    ['key', (v: Visit) => v.page.keyboard.press('Shift')],
  ])('elsewhere it is offered at the first %s of the person, and nothing is asked before', (_, act) =>
    onPage('code', async (v) => {
      await v.offer({ ...READY, code: CODE });
      await v.inScript('script.notify()');
      await expect.poll(() => v.calls('standing')).not.toHaveLength(0);
      await v.settled();
      expect(await v.calls('offers')).toEqual([]);
      expect(await v.hasMark()).toBe(false);
      await act(v);
      expect(await v.menu()).toEqual(['482 193']);
    }),
  );

  test('a key that asks for it counts, though the page comes to rest only after it', () =>
    onPage('code', async (v) => {
      await v.offer({ ...READY, code: CODE });
      await v.page.focus('[name=code]');
      await expect.poll(() => v.calls('standing')).not.toHaveLength(0);
      await v.settled();
      await v.inScript('script.slow = new Promise((done) => { script.release = done; }); undefined');
      await v.page.keyboard.press('ArrowDown');
      // However late that is, and the worker's answer.
      await v.inScript('{ const late = performance.now() + 60_000; performance.now = () => late; } undefined');
      await v.page.evaluate(() => document.forms[0]?.insertAdjacentHTML('beforeend', '<input name="later">'));
      await v.settled();
      expect(await v.titles()).toEqual([]);
      await v.inScript('script.release()');
      expect(await v.menu()).toEqual(['482 193']);
    }));

  test('a code is spread over single boxes', () =>
    onPage('boxes', async (v) => {
      await v.offer({ ...READY, code: CODE });
      await v.page.addStyleTag({ content: 'input{width:40px}' });
      await v.page.click('input >> nth=0');
      await v.menu();
      await expect(v.pressMark(), 'no mark over a narrow box').rejects.toThrow();
      await v.read();
      await v.press('482');
      await expect
        .poll(() => v.page.$$eval('input', (inputs) => inputs.map(({ value }) => value).join('')))
        .toBe('482193');
      await v.settled();
      expect(await v.calls('codeMissed')).toEqual([]);
    }));

  test('a confirmation link is offered without a field, and opened by the background', () =>
    onPage('waiting', async (v) => {
      const link = { id: '0a', host: 'shop.example' };
      await v.offer({ ...READY, link });
      await v.inScript('script.notify()');
      await expect.poll(() => v.calls('standing')).not.toHaveLength(0);
      await v.settled();
      expect(await v.calls('offers')).toEqual([]);
      await v.offer({ ...READY, link }, true);
      await v.inScript('script.notify()');
      expect(await v.menu()).toEqual(['Open confirmation link', 'Not now']);
      await v.read();
      await v.press('Open');
      await expect.poll(() => v.calls('useLink')).toEqual([{ id: '0a' }]);
    }));

  test('a mail that brings neither is told of, and opened in Nucleus', () =>
    onPage('waiting', async (v) => {
      await v.offer({ ...READY, mail: { id: '0b', from: 'Reading Room' } }, true);
      await v.inScript('script.notify()');
      expect(await v.menu()).toEqual(['New mail from Reading Room', 'Not now']);
      await v.read();
      await v.press('New mail');
      await expect.poll(() => v.calls('openMail')).toEqual([{ id: '0b' }]);
      await v.inScript('script.notify()');
      await v.settled();
      expect(await v.titles()).toEqual([]);
    }));
});

test('what a field is, is told by how it is drawn, not by its type alone', () =>
  onPage('drawn', async (v) => {
    await v.offer({ ...READY, identities: [IDENTITY] });
    const marked: string[] = [];
    for (const name of ['operator', 'masked', 'unreachable', 'said', 'email']) {
      await v.page.focus(`[name=${name}]`);
      await v.settled();
      if (await v.hasMark()) marked.push(name);
    }
    expect(marked).toEqual(['masked', 'email']);
    await v.page.click('[name=email]');
    await v.menu();
    await v.read();
    await v.press(IDENTITY.name);
    await expect.poll(() => v.value('[name=masked]')).toBe(PASSWORD);
    expect(await v.value('[name=email]')).toBe(MASK);
    for (const name of ['operator', 'unreachable', 'tiny', 'said', 'clipped', 'ghost'])
      expect(await v.value(`[name=${name}]`), name).toBe('');
  }));

test('a transparent field over drawn boxes waits for a code, and says how long it is', () =>
  onPage('drawn', async (v) => {
    await v.offer({ ...READY, code: CODE });
    await v.page.focus('[name=code]');
    await v.page.keyboard.press('Shift');
    await expect.poll(() => v.titles()).toEqual(['482 193']);
    expect(await v.calls('offers')).toContainEqual(expect.objectContaining({ codeLength: 6 }));
  }));

test('a page whose fields do not change is read once, whatever else changes', () =>
  onPage('busy', async (v) => {
    await v.settled();
    await v.page.click('[name=email]');
    await v.menu();
    await v.inScript(`
      globalThis.reads = 0;
      const query = Document.prototype.querySelectorAll;
      // The guard of the open menu looks for what lies over it, which is no reading of fields.
      Document.prototype.querySelectorAll = function (what) { if (what.includes('input')) reads++; return query.call(this, what); };
      undefined`);
    await v.page.evaluate(async () => {
      for (let i = 0; i < 50; i++) {
        const item = document.createElement('li');
        item.textContent = `New ${i}`;
        document.getElementById('list')?.append(item);
        await new Promise(requestAnimationFrame);
      }
    });
    await v.settled();
    expect(await v.inScript('reads')).toBe(0);
    await v.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<input name="city">'));
    await v.settled();
    expect(await v.inScript('reads')).toBeGreaterThan(0);
  }));

test('a page that adds thousands of parts at once is looked at once, and a field among them is found', () =>
  onPage('busy', async (v) => {
    const adds = (last: string): Promise<void> =>
      v.page.evaluate((html) => {
        const list = document.getElementById('list');
        for (let i = 0; i < 2000; i++) list?.insertAdjacentHTML('beforeend', `<li><b>${i}</b> <i>new</i></li>`);
        list?.insertAdjacentHTML('beforeend', html);
      }, last);
    const looks = async (): Promise<number> => {
      await v.settled();
      return v.inScript('(([parts, pages]) => { looked = [0, 0]; return parts * 1000 + pages; })(looked)');
    };
    await v.settled();
    await v.page.click('[name=email]');
    await v.menu();
    await v.page.keyboard.press('Escape');
    await v.inScript(`
      globalThis.looked = [0, 0];
      const { querySelector } = Element.prototype;
      const { querySelectorAll } = Document.prototype;
      Element.prototype.querySelector = function (what) { if (what.startsWith('input,')) looked[0]++; return querySelector.call(this, what); };
      Document.prototype.querySelectorAll = function (what) { if (what.startsWith('input,')) looked[1]++; return querySelectorAll.call(this, what); };
      undefined`);
    await adds('<li>last</li>');
    expect(await looks()).toBe(1);
    // The watch goes on after it: of one part it asks that part alone, and a type that changes is heard of.
    await v.page.evaluate(() => document.getElementById('list')?.insertAdjacentHTML('beforeend', '<li>one</li>'));
    expect(await looks()).toBe(1000);
    await v.page.evaluate(() => document.querySelector('[name=email]')?.setAttribute('type', 'search'));
    expect(await looks()).toBeGreaterThan(0);
    await adds('<li><label>Password <input name="late" type="password"></label></li>');
    await v.page.click('[name=late]');
    expect(await v.menu()).toContain('Not now');
  }));
