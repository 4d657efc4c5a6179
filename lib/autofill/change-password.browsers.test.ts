// Changing a password in a real browser: the shapes that sites have for it, what goes into which field, and that
// nothing goes anywhere that the person did not choose.
import { describe, expect, test } from 'vitest';
import { IDENTITY, onPage, PASSWORD, READY, SITE, type Visit, withBrowser } from './visit.testkit.ts';

withBrowser();

/** As the scripted worker answers. */
const [CHANGED, DRAWN] = ['Changed-To.3this', 'Drawn-For.2this'];
const CHANGE = `New password for ${IDENTITY.name}`;
const OLD = '<label>Current password <input name="old" type="password" autocomplete="current-password"></label>';
const NEW = (more = ''): string =>
  `<label>New password <input name="new" type="password" autocomplete="new-password" ${more}></label>`;
const AGAIN = '<label>Repeat new password <input name="again" type="password" autocomplete="new-password"></label>';
const RULES =
  '<p id="rules">Only letters and digits, at most 16.</p><meter id="m" max="4" value="0"></meter><button type="button" id="eye">Show</button>';

const shaped = (v: Visit, inner: string): Promise<void> =>
  v.page.evaluate((html) => {
    (document.querySelector('h2') as HTMLElement).textContent = 'Change password';
    document.title = 'Change password';
    (document.forms[0] as HTMLFormElement).innerHTML =
      `<style>label{display:block;margin:12px 0}</style>${html}<button>Change password</button>`;
    for (const input of document.querySelectorAll('input'))
      input.addEventListener('input', () => input.setAttribute('data-typed', input.value));
  }, inner);
const values = (v: Visit): Promise<string[]> =>
  v.page.$$eval('input', (inputs) => (inputs as HTMLInputElement[]).map(({ value }) => value));

async function choose(v: Visit, at: string, title: string): Promise<void> {
  await v.page.click(at);
  await v.menu();
  await v.read();
  await v.press(title);
}

describe('a form that changes a password', () => {
  test.each([
    ['old, new, new again', OLD + NEW() + AGAIN, '[name=old]', [PASSWORD, CHANGED, CHANGED]],
    ['old, new, new again, from the new one', OLD + NEW() + AGAIN, '[name=new]', [PASSWORD, CHANGED, CHANGED]],
    ['old and new', OLD + NEW(), '[name=old]', [PASSWORD, CHANGED]],
    ['new, again, and old at the end', NEW() + AGAIN + OLD, '[name=new]', [CHANGED, CHANGED, PASSWORD]],
    ['new ones alone', NEW() + AGAIN, '[name=new]', [CHANGED, CHANGED]],
    [
      'with a meter and a button that shows it',
      OLD + NEW() + RULES + AGAIN,
      '[name=new]',
      [PASSWORD, CHANGED, CHANGED],
    ],
  ])('%s', (_, form, at, filled) =>
    onPage('plain', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await shaped(v, form);
      await choose(v, at, CHANGE);
      await expect.poll(() => values(v)).toEqual(filled);
      expect(await v.calls('fill')).toEqual([]);
      // The page sees what a person typing would have made it see.
      expect(await v.page.$$eval('input', (all) => all.map((one) => one.getAttribute('data-typed')))).toEqual(filled);
    }),
  );

  test.each([
    ['its length', OLD + NEW('maxlength="16"') + AGAIN, { maxLength: 16 }],
    [
      'its rules',
      OLD + NEW('passwordrules="minlength: 9; required: digit"'),
      { rules: 'minlength: 9; required: digit' },
    ],
    [
      'words beside it',
      OLD + NEW('aria-describedby="rules"') + RULES + AGAIN,
      { maxLength: 16, rules: expect.stringContaining('required: digit') },
    ],
  ])('asks for a password that its field takes: %s', (_, form, password) =>
    onPage('plain', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await shaped(v, form);
      await choose(v, '[name=old]', CHANGE);
      await expect.poll(() => v.calls('change')).toEqual([{ id: IDENTITY.id, password }]);
    }),
  );

  test('that takes no such password keeps what it has, and the new one can be copied', () =>
    onPage('plain', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await shaped(v, OLD + NEW('maxlength="6"') + AGAIN);
      await choose(v, '[name=old]', CHANGE);
      await expect.poll(() => v.titles()).toContain('Copy the new password');
      expect(await v.value('[name=new]')).toBe('');
    }));

  test('whose new field has gone out of sight gets no new password there', () =>
    onPage('plain', async (v) => {
      await v.offer({ ...READY, identities: [IDENTITY] });
      await shaped(v, OLD + NEW() + AGAIN);
      await v.page.evaluate(() => {
        (document.querySelector('[name=again]') as HTMLElement).style.opacity = '0';
      });
      await choose(v, '[name=old]', CHANGE);
      await expect.poll(() => v.value('[name=new]')).toBe(CHANGED);
      expect(await v.value('[name=again]')).toBe('');
    }));
});

test('the old one on a page before, the new ones on the next', () =>
  onPage('plain', async (v) => {
    await v.offer({ ...READY, identities: [IDENTITY] });
    await shaped(v, OLD);
    await choose(v, '[name=old]', IDENTITY.name);
    await expect.poll(() => values(v)).toEqual([PASSWORD]);
    await v.page.goto(`${SITE}/plain`);
    await v.offer({ ...READY, identities: [{ ...IDENTITY, inTab: true }] });
    await shaped(v, NEW() + AGAIN);
    await choose(v, '[name=new]', CHANGE);
    await expect.poll(() => values(v)).toEqual([CHANGED, CHANGED]);
  }));

test('a new password for an address of one’s own goes into both fields, and nothing else is touched', () =>
  onPage('plain', async (v) => {
    // Left in the script's world by the version before an update: nothing of it is asked.
    await v.inScript('globalThis.nucleusDemands = () => ({ maxLength: 4 }); undefined');
    await v.page.fill('[name=email]', 'me@mail.example');
    await choose(v, '[name=password]', 'New password');
    await expect.poll(() => v.value('[name=password2]')).toBe(DRAWN);
    expect([await v.value('[name=password]'), await v.value('[name=email]'), await v.value('[name=name]')]).toEqual([
      ...[DRAWN, 'me@mail.example', ''],
    ]);
    expect(await v.calls('draw')).toEqual([{ password: { minLength: 10, maxLength: 40 } }]);
    expect(await v.calls('create')).toEqual([]);
  }));

test('which password it is and whether the site took it are the person’s to say', () =>
  onPage('login', async (v) => {
    await v.offer({ ...READY, identities: [{ ...IDENTITY, proposedAt: 7 }] });
    await v.page.click('input[type=password]');
    expect((await v.menu()).slice(0, 5)).toEqual([
      ...[IDENTITY.name, IDENTITY.name, 'Did shop.example accept the new password?'],
      ...['Yes, use the new one', 'No, keep the old one'],
    ]);
    expect((await v.rows()).slice(0, 2).map(({ detail }) => detail)).toEqual([
      ...['New password, not confirmed yet', 'Old password'],
    ]);
    await v.offer({ ...READY, identities: [IDENTITY] });
    await v.read();
    await v.press('Yes, use the new one');
    await expect.poll(() => v.calls('settle')).toEqual([{ id: IDENTITY.id, at: 7, accepted: true }]);
    await expect.poll(async () => (await v.titles())[1]).toBe('Search all log-ins');
    expect(await v.calls('fill')).toEqual([]);
  }));
