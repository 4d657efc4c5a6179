// The menu's own field, and the questions before a secret goes where it is unusual, in a real Chromium. What a person
// types there is not the page's to hear, to find or to measure.
import { describe, expect, test } from 'vitest';
import { STRINGS } from './menu/strings.ts';
import { IDENTITY, MASK, onPage, PASSWORD, READY, type Visit, withBrowser } from './visit.testkit.ts';

withBrowser();

const FOUND = [
  { ...IDENTITY, id: '0a', name: 'Bank of Examples', mask: 'alex', host: 'bank.example' },
  { ...IDENTITY, id: '0b', name: 'Banjo Club', mask: 'alex@own.example', host: 'banjo.example' },
];
const question = { site: 'shop.example', elsewhere: 'bank.example', like: null, isPlain: false, keeps: true };

/** The page notes all that it hears, at the window and at its own field. */
const listens = (v: Visit) =>
  v.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const types = 'keydown keyup keypress beforeinput input textInput compositionstart compositionend paste'.split(' ');
    for (const type of types)
      for (const on of [window, document.querySelector('[name=email]') as Element])
        on.addEventListener(
          type,
          (event) => event.isTrusted && heard.push(`${type} ${(event as KeyboardEvent).key}`),
          true,
        );
  });
const heard = (v: Visit) => v.page.evaluate(() => (window as unknown as { heard: string[] }).heard);

/** On a log-in page of a stranger, with the menu's own field open. */
const finding = (story: (v: Visit) => Promise<void>, prepare = '') =>
  onPage('login', async (v) => {
    await v.inScript(`script.found = ${JSON.stringify(FOUND)}; ${prepare}; undefined`);
    await v.page.click('[name=email]');
    await v.menu();
    await v.read();
    await listens(v);
    await v.press(STRINGS.find);
    await expect.poll(() => v.titles()).toEqual([STRINGS.findHint]);
    await story(v);
  });
/** On such a page with the menu read, the script of the search held back until the test releases it. */
const loading = (story: (v: Visit) => Promise<void>) =>
  onPage('login', async (v) => {
    await v.page.click('[name=email]');
    await v.menu();
    await v.read();
    await v.inScript('script.slow = new Promise((done) => { script.release = done; }); undefined');
    await story(v);
  });
const types = async (v: Visit, text: string): Promise<void> => {
  await v.page.keyboard.type(text);
  await expect.poll(() => v.calls('search')).toContainEqual({ query: text });
};

describe('the search over all log-ins', () => {
  test('finds as one types; the page hears no key, and cannot find or read what was typed', () =>
    finding(async (v) => {
      await types(v, 'bank');
      await expect.poll(() => v.titles()).toEqual(['Bank of Examples', 'Banjo Club']);
      expect((await v.rows())[0]).toMatchObject({ selected: true, detail: 'alex · log-in of bank.example' });
      await v.page.keyboard.press('Backspace');
      await expect.poll(() => v.calls('search')).toContainEqual({ query: 'ban' });
      await v.page.keyboard.insertText('日本');
      await expect.poll(() => v.calls('search')).toContainEqual({ query: 'ban日本' });
      await v.page.keyboard.press('ArrowDown');
      expect((await v.rows()).map(({ selected }) => selected)).toEqual([false, true]);
      expect(await heard(v)).toEqual([]);
      expect(await v.value('[name=email]')).toBe('');
      const found = await v.page.evaluate(() => {
        const find = (window as unknown as { find(...given: unknown[]): boolean }).find;
        return ['ban', '日本', 'Bank of Examples'].filter((text) => find(text, false, false, true));
      });
      expect(found).toEqual([]);
      await v.page.keyboard.press('Escape');
      expect(await v.titles()).toEqual([]);
      await v.page.keyboard.type('m');
      expect(await v.value('[name=email]')).toBe('m');
    }));

  test('what is typed before its script has come is for the search, and never the page’s', () =>
    loading(async (v) => {
      await listens(v);
      await v.press(STRINGS.find);
      await v.press(STRINGS.find);
      await v.page.keyboard.type('bana');
      await v.page.keyboard.press('Backspace');
      await v.page.keyboard.press('Control+a');
      await v.inScript(`script.found = ${JSON.stringify(FOUND)}; script.release(); undefined`);
      await expect.poll(() => v.calls('search')).toContainEqual({ query: 'ban' });
      await v.page.keyboard.type('k');
      await expect.poll(() => v.calls('search')).toContainEqual({ query: 'bank' });
      expect(await heard(v)).toEqual([]);
      expect(await v.value('[name=email]')).toBe('');
    }));

  test('Escape before its script has come gives the keys back, and nothing opens when it comes', () =>
    loading(async (v) => {
      await v.press(STRINGS.find);
      await v.page.keyboard.press('Escape');
      await v.page.keyboard.type('mine');
      expect(await v.value('[name=email]')).toBe('mine');
      await v.inScript('script.release(); undefined');
      await expect.poll(() => v.calls('load')).toHaveLength(1);
      await v.settled();
      expect(await v.titles()).not.toContain(STRINGS.findHint);
      await v.page.keyboard.type('!');
      expect(await v.value('[name=email]')).toBe('mine!');
    }));

  test('a log-in of another site is filled after a question that names both hosts', () =>
    finding(
      async (v) => {
        await types(v, 'bank');
        await expect.poll(() => v.titles()).toHaveLength(2);
        await v.read();
        await v.page.keyboard.press('Enter');
        await expect.poll(() => v.titles()).toContain(STRINGS.fillHere);
        expect((await v.titles())[0]).toMatch(/Bank of Examples.*bank\.example.*shop\.example/);
        expect(await v.value('[name=password]')).toBe('');
        await v.read();
        await v.press(STRINGS.fillHere);
        await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
        expect(await v.calls('fill')).toMatchObject([{ id: '0a' }, { id: '0a', agreed: 'always' }]);
      },
      `script.question = ${JSON.stringify(question)}`,
    ));

  test('a press at once is no answer, and “Don’t fill” fills nothing', () =>
    finding(
      async (v) => {
        await types(v, 'bank');
        await expect.poll(() => v.titles()).toHaveLength(2);
        await v.read();
        // Before the question is drawn: on a busy machine half a second goes by until it is seen here.
        await v.stopsClock();
        await v.press('Bank of Examples');
        await expect.poll(() => v.titles()).toContain(STRINGS.fillOnce);
        await v.press(STRINGS.fillOnce);
        await v.settled();
        expect(await v.calls('fill')).toMatchObject([{ id: '0a' }]);
        expect(await v.titles()).toContain(STRINGS.dontFill);
      },
      `script.question = ${JSON.stringify(question)}`,
    ));

  test('a page that takes the focus gets no letter, not even after it hides its field', () =>
    finding(async (v) => {
      await types(v, 'ba');
      await v.page.evaluate(() => (document.querySelector('[name=email]') as HTMLElement).focus());
      await expect.poll(() => v.titles()).toEqual([STRINGS.stolen]);
      await v.page.keyboard.type('nk');
      await v.page.evaluate(() => {
        const field = document.querySelector('[name=email]') as HTMLElement;
        field.remove();
        document.body.prepend(field);
        field.focus();
      });
      await v.page.keyboard.type('er');
      expect([await v.value('[name=email]'), await heard(v)]).toEqual(['', []]);
      // The person knows by then.
      await v.page.mouse.click(5, 5);
      await v.page.focus('[name=email]');
      await v.page.keyboard.type('m');
      expect(await v.value('[name=email]')).toBe('m');
    }));

  test('a page makes no words of its own', () =>
    finding(async (v) => {
      await v.page.evaluate(() => {
        const host = document.querySelector('[popover]') as HTMLElement;
        for (const key of ['b', 'Enter'])
          for (const type of ['keydown', 'keypress', 'keyup'])
            host.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
        host.dispatchEvent(new InputEvent('input', { data: 'b', bubbles: true, composed: true }));
        document.execCommand('insertText', false, 'b');
      });
      await v.settled();
      expect(await v.calls('search')).toEqual([]);
      expect(await v.titles()).toEqual([STRINGS.findHint]);
    }));

  test('a press elsewhere on the page ends it', () =>
    finding(async (v) => {
      await types(v, 'ba');
      await v.page.click('[name=password]', { position: { x: 5, y: 5 } });
      await v.page.keyboard.type('x');
      await expect.poll(() => v.value('[name=password]')).toBe('x');
      await v.settled();
      expect(await v.titles()).not.toContain('Bank of Examples');
    }));
});

describe('an own address', () => {
  test('is chosen, or typed unheard, and gets a password as the form wants it', () =>
    onPage('plain', async (v) => {
      await v.inScript("script.addresses = ['alex@own.example']; undefined");
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      await v.press(STRINGS.own);
      await expect.poll(() => v.titles()).toEqual(['alex@own.example', STRINGS.ownOther]);
      await v.read();
      await listens(v);
      await v.press(STRINGS.ownOther);
      await v.page.keyboard.type('me@own.example');
      await expect.poll(() => v.titles()).toEqual(['me@own.example']);
      expect(await heard(v)).toEqual([]);
      await v.read();
      await v.page.keyboard.press('Enter');
      await expect.poll(() => v.value('[name=email]')).toBe(MASK);
      const password = { minLength: 10, maxLength: 40 };
      expect(await v.calls('createOwn')).toEqual([{ address: 'me@own.example', password }]);
    }));
});

test('what was chosen outside the page is asked about in it, and filled once answered', () =>
  onPage('login', async (v) => {
    const plain = { site: 'shop.example', elsewhere: null, like: null, isPlain: true, keeps: false };
    await v.offer({ ...READY, identities: [IDENTITY] });
    await v.inScript(`script.question = ${JSON.stringify(plain)}; undefined`);
    expect(await v.inScript("script.fill({ id: '01' })")).toBe(true);
    await expect.poll(() => v.titles()).toHaveLength(3);
    expect((await v.titles())[0]).toMatch(/not encrypted/);
    await v.read();
    await v.press(STRINGS.fillOnce);
    await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
    expect(await v.calls('fill')).toMatchObject([{ id: '01' }, { id: '01', agreed: 'once' }]);
  }));

describe('asked outside the page', () => {
  const three = ['01', '02', '03'].map((id) => ({ ...IDENTITY, id, name: `Log-in ${id}`, mask: `${id}@own.example` }));
  const open = (v: Visit, does: string, world?: Visit['worlds'][number]) =>
    v.inScript(`script.open({ does: '${does}' })`, world);

  test('the menu opens, also in a field that holds something, however late the worker answers, and with news', () =>
    onPage('login', async (v) => {
      await v.page.fill('[name=email]', 'me@mail.example');
      await expect.poll(() => v.hasMark()).toBe(true);
      await v.inScript('script.slow = new Promise((done) => { script.release = done; }); undefined');
      await v.inScript('script.open({})');
      await v.inScript('{ const late = performance.now() + 60_000; performance.now = () => late; } undefined');
      await v.inScript('script.notify()');
      expect(await v.titles()).toEqual([]);
      await v.inScript('script.release()');
      expect(await v.menu()).toContain('Not now');
    }));

  test('news that change no row leave the row that keys walked to; others begin anew', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: three });
      await v.page.click('[name=email]');
      await v.menu();
      await v.read();
      for (const _ of [1, 2]) await v.page.keyboard.press('ArrowDown');
      const selected = async () => (await v.rows()).filter((row) => row.selected).map(({ title }) => title);
      await expect.poll(selected).toEqual(['Log-in 02']);
      const asked = (await v.calls('offers')).length;
      await v.inScript('script.notify()');
      await expect.poll(async () => (await v.calls('offers')).length).toBe(asked + 1);
      // The answer has been drawn once another question was put and answered behind it.
      await v.inScript('script.notify()');
      await expect.poll(async () => (await v.calls('offers')).length).toBe(asked + 2);
      expect(await selected()).toEqual(['Log-in 02']);
      await v.offer({ ...READY, identities: three.slice(0, 2) });
      await v.inScript('script.notify()');
      await expect.poll(async () => (await v.titles()).includes('Log-in 03')).toBe(false);
      expect(await selected()).toEqual([]);
      await v.read();
      for (const _ of [1, 2]) await v.page.keyboard.press('ArrowDown');
      await v.inScript('script.notify()');
      await v.page.keyboard.press('Enter');
      await expect.poll(() => v.value('[name=password]')).toBe(PASSWORD);
      expect(await v.calls('fill')).toMatchObject([{ id: '02' }]);
    }));

  test('a key fills the likeliest log-in, and another one each time that it is pressed again', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: three });
      await v.page.click('[name=email]');
      await v.menu();
      const filled: string[] = [];
      for (const id of ['01', '02', '03']) {
        expect(await open(v, 'next')).toBe(true);
        filled.push(id);
        // In one look: the note goes by itself.
        await expect
          .poll(async () => (await v.rows()).map(({ title, detail }) => [title, detail]))
          .toEqual([[`Filled as Log-in ${id}`, `${id}@own.example · ${STRINGS.nextHint}`]]);
      }
      expect(await v.value('[name=password]')).toBe(PASSWORD);
      await open(v, 'next');
      await expect.poll(() => v.calls('fill')).toHaveLength(4);
      expect(await v.calls('fill')).toMatchObject([...filled, expect.stringMatching(/^0[12]$/)].map((id) => ({ id })));
    }));

  test('a key asks what the menu would ask, and fills no password that cannot be seen', () =>
    onPage('login', async (v) => {
      await v.offer({ ...READY, identities: three.slice(0, 1) });
      await v.inScript(`script.question = ${JSON.stringify(question)}; undefined`);
      await v.page.click('[name=email]');
      await open(v, 'next');
      await expect.poll(() => v.titles()).toContain(STRINGS.fillOnce);
      expect(await v.value('[name=password]')).toBe('');
      await v.inScript('script.question = null; undefined');
      await v.page.addStyleTag({ content: 'form { opacity: 0.01 }' });
      await open(v, 'next');
      await expect.poll(() => v.titles()).toContain(STRINGS.leftOut);
      expect(await v.value('[name=password]')).toBe('');
    }));

  test.each(['off', 'locked'] as const)('a key fills nothing if Nucleus is %s there', (state) =>
    onPage('login', async (v) => {
      await v.offer({ state });
      expect(await open(v, 'next')).toBe(state === 'locked');
      await v.settled();
      expect((await v.titles()).slice(0, 1)).toEqual(state === 'locked' ? [STRINGS.unlock] : []);
      expect(await v.calls('fill')).toEqual([]);
    }),
  );

  test('a key fills nothing while a frame of another site has the focus, and says so', () =>
    onPage(
      'login',
      async (v) => {
        const [top] = v.worlds;
        await v.page.evaluate(
          (html) => document.body.insertAdjacentHTML('beforeend', html),
          '<form><input name=email><input type=password></form>',
        );
        await v.inScript(`script.offers = ${JSON.stringify({ ...READY, identities: three })}; undefined`, top);
        await v.page.frames().at(-1)?.click('[name=email]');
        expect(await open(v, 'next')).toBe(null);
        expect(await open(v, 'next', top)).toBe(true);
        await expect.poll(() => v.titles()).toEqual([STRINGS.foreign]);
        expect(await v.inScript('script.calls.filter(([name]) => name === "fill")', top)).toEqual([]);
      },
      { framedBy: 'https://stranger.example' },
    ));

  test('a new identity is asked about as in the menu, and a password is drawn for the field that was pressed', () =>
    onPage('plain', async (v) => {
      const like = { site: 'shop.example', elsewhere: null, like: 'sh0p.example', isPlain: true, keeps: false };
      await v.inScript(`script.question = ${JSON.stringify(like)}; undefined`);
      await v.page.focus('[name=email]');
      // Chromium's menu has that entry at every field.
      expect(await open(v, 'draw')).toBe(true);
      await expect.poll(() => v.titles()).toEqual([STRINGS.noPassword]);
      expect(await v.calls('draw')).toEqual([]);
      expect(await open(v, 'create')).toBe(true);
      await expect.poll(() => v.titles()).toContain(STRINGS.fillOnce);
      expect(await v.value('[name=email]')).toBe('');
      await v.read();
      await v.press(STRINGS.fillOnce);
      await expect.poll(() => v.said()).toMatch(/^Filled as /);
      expect(await v.value('[name=email]')).toBe(MASK);
      await v.page.focus('[name=password]');
      expect(await open(v, 'draw')).toBe(true);
      await expect.poll(() => v.value('[name=password]')).toBe('Drawn-For.2this');
      expect(await v.calls('draw')).toEqual([{ password: { minLength: 10, maxLength: 40 } }]);
    }));
});
