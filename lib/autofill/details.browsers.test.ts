// Cards and addresses, in a real browser: into forms of every shape, at the person's own choice alone, and into no
// field that the person cannot get to see.
import { describe, expect, test } from 'vitest';
import { ADDRESS, CARD, FORMS, type ShapedField } from './details/details.testkit.ts';
import { onPage, type Visit, withBrowser } from './visit.testkit.ts';
import type { DetailFill } from './worker/client.ts';

withBrowser();

const OFFERS = {
  state: 'ready',
  cards: [{ id: '0c', title: 'Everyday', ending: '4242', about: 'Visa, 04/31' }],
  addresses: [{ id: '0a', title: 'Home', about: 'Alex Whitfield, 12 Mill Lane' }],
};

const keep = (v: Visit, given: DetailFill | null, offers: unknown = OFFERS): Promise<void> =>
  v.inScript(`script.details = ${JSON.stringify(offers)}; script.filledWith = ${JSON.stringify(given)}; undefined`);

const attributes = (field: ShapedField, at: number): string =>
  [
    `id="field-${at}"`,
    ...(['name', 'autocomplete', 'placeholder'] as const).flatMap((key) =>
      field[key] ? `${key}="${field[key]}"` : [],
    ),
    field.max ? `maxlength="${field.max}"` : '',
  ].join(' ');

function inputOf(field: ShapedField, at: number): string {
  const { type = 'text', options = [] } = field;
  if (type === 'textarea') return `<textarea ${attributes(field, at)}></textarea>`;
  if (type !== 'select') return `<input type="${type}" ${attributes(field, at)}>`;
  const list = options.map((option) => {
    const [value = '', text = ''] = option.split('=');
    return `<option value="${value}">${text}</option>`;
  });
  return `<select ${attributes(field, at)}>${list.join('')}</select>`;
}

const shaped = (fields: readonly ShapedField[]): string =>
  fields
    .map(
      (field, at) =>
        `<div>${field.label ? `<label for="field-${at}">${field.label}</label>` : ''}${inputOf(field, at)}</div>`,
    )
    .join('');

const shows = (v: Visit, inner: string, language = 'en'): Promise<void> =>
  v.page.evaluate(
    ([html, lang]) => {
      document.documentElement.lang = lang ?? '';
      const form = document.forms[0] as HTMLFormElement;
      form.innerHTML = `${html}<button>Continue</button>`;
      for (const other of document.querySelectorAll('body > :not(form)')) if (!other.contains(form)) other.remove();
    },
    [inner, language],
  );

/** As a person does: the field, an arrow key, the row. */
async function choose(v: Visit, selector: string, row: string): Promise<void> {
  await v.page.click(selector);
  await expect.poll(() => v.hasMark()).toBe(true);
  // What opens by itself asks in the moment in which the mark is drawn.
  expect(await v.calls('details')).toEqual([]);
  await v.page.keyboard.press('ArrowDown');
  expect((await v.menu())[0]).toBe(row);
  await v.read();
  await v.press(row);
}

const KNOWN = FORMS.filter(({ fields }) => fields.some(({ gets }) => gets));

describe('is filled into', () => {
  test.each(KNOWN.map((form) => [form.called, form] as const))('%s', (_, { fields, language, address }) =>
    onPage('plain', async (v) => {
      const isCard = fields.some(({ is }) => is === 'card-number');
      await keep(v, isCard ? { card: CARD } : { address: address ?? ADDRESS });
      await shows(v, shaped(fields), language);
      const first = fields.findIndex(({ is, type }) => is !== undefined && type !== 'select');
      await choose(v, `#field-${first}`, isCard ? 'Card ending 4242' : 'Home');
      await expect
        .poll(() => v.page.$$eval('[id^=field-]', (all) => (all as HTMLInputElement[]).map(({ value }) => value)))
        .toEqual(fields.map(({ gets, options }) => gets ?? options?.[0]?.split('=')[0] ?? ''));
    }),
  );

  test('the form in sight, if it was chosen in the popup; nothing out of sight begins it', () =>
    onPage('plain', async (v) => {
      await keep(v, { card: CARD });
      const asks = (details: string) => v.inScript(`script.fill({ id: '0c', details: '${details}' })`);
      await shows(
        v,
        `<label>Street address <input id="street" autocomplete="address-line1" style="margin-block-start: 300vh"></label>
        <label>City <input id="city"></label>`,
      );
      expect(await asks('look')).toBe(false);
      expect(await asks('card')).toBe(false);
      await shows(
        v,
        `<label>Card number <input id="number" autocomplete="cc-number"></label>
        <label>Expiry <input id="expiry" autocomplete="cc-exp"></label>
        <label>CVC <input id="code" autocomplete="cc-csc" style="opacity: 0"></label>
        <label>Street address <input id="street" autocomplete="address-line1" style="margin-block-start: 300vh"></label>`,
      );
      expect(await asks('look')).toBe('card');
      expect(await v.calls('fillDetails')).toEqual([]);
      expect(await asks('address')).toBe(false);
      expect(await asks('card')).toBe(true);
      await expect.poll(() => v.value('#expiry')).not.toBe('');
      expect(await v.value('#number')).toBe('4242424242424242');
      expect(await v.value('#code')).toBe('');
      expect(await v.calls('fillDetails')).toEqual([{ id: '0c' }]);
    }));

  test('a list of states that the page fetches once it knows the country', () =>
    onPage('plain', async (v) => {
      await keep(v, { address: ADDRESS });
      await shows(
        v,
        `<label>Street address <input id="street"></label><label>City <input id="city"></label>
        <label>State <select id="state"><option value="">Choose</option></select></label>
        <label>Country <select id="country"><option value="">Choose</option><option value="US">United States</option></select></label>`,
      );
      await v.page.evaluate(() => {
        const [country, state] = [document.querySelector('#country'), document.querySelector('#state')] as [any, any];
        country.addEventListener('change', () =>
          setTimeout(() => {
            state.innerHTML = '<option value="">Choose</option><option value="6">California</option>';
          }, 120),
        );
      });
      await choose(v, '#street', 'Home');
      await expect.poll(() => v.value('#state')).toBe('6');
      expect(await v.value('#country')).toBe('US');
    }));

  test('the one of two addresses at which it was chosen', () =>
    onPage('plain', async (v) => {
      await keep(v, { address: ADDRESS });
      const block = (name: string): string =>
        ['Street address', 'City', 'Postcode']
          .map((label, at) => `<label>${label} <input id="${name}-${at}"></label>`)
          .join('');
      await shows(v, `${block('billing')}${block('shipping')}`);
      await choose(v, '#shipping-1', 'Home');
      await expect.poll(() => v.value('#shipping-2')).toBe('90210');
      expect(await v.value('#shipping-0')).toBe('12 Mill Lane, Flat 3');
      for (const at of [0, 1, 2]) expect(await v.value(`#billing-${at}`)).toBe('');
    }));
});

const VISIBLE =
  '<label>Postcode <input id="seen" autocomplete="postal-code"></label><label>City <input id="city" autocomplete="address-level2"></label>';
const HIDING: readonly (readonly [how: string, html: string, before?: string])[] = [
  ['left of the window', '<div style="position:absolute;left:-2000px"><input class="bait" autocomplete="tel"></div>'],
  ['right of the window', '<div style="position:absolute;left:3000px"><input class="bait" autocomplete="tel"></div>'],
  [
    'right of the window, in a page that does not scroll',
    '<style>html,body{overflow-x:hidden}</style><div style="position:absolute;left:1500px"><input class="bait" autocomplete="tel"></div>',
  ],
  ['in a box without height', '<div style="overflow:hidden;height:0"><input class="bait" autocomplete="tel"></div>'],
  [
    'in a box too small for it',
    '<div style="overflow:hidden;height:30px"><p style="margin:0;height:40px">.</p><input class="bait" autocomplete="tel"></div>',
  ],
  ['transparent', '<input class="bait" autocomplete="tel" style="opacity:0">'],
  ['faint around', '<div style="opacity:0.05"><input class="bait" autocomplete="tel"></div>'],
  ['tiny', '<input class="bait" autocomplete="tel" style="width:1px;height:1px;padding:0;border:0">'],
  ['cut away', '<input class="bait" autocomplete="tel" style="clip-path:inset(100%)">'],
  ['invisible', '<input class="bait" autocomplete="tel" style="visibility:hidden">'],
  ['not rendered', '<input class="bait" autocomplete="tel" style="display:none">'],
  [
    'covered',
    '<div style="position:relative"><input class="bait" autocomplete="tel"><div style="position:absolute;inset:0;background:#fff"></div></div>',
  ],
  [
    'below a page that does not scroll',
    '<style>html,body{overflow:hidden;height:100%}</style><div style="height:1500px"></div><input class="bait" autocomplete="tel">',
  ],
  ['far below', '<div style="height:4000px"></div><input class="bait" autocomplete="tel">'],
  [
    'hidden as soon as a field has the focus',
    `<input class="bait" autocomplete="tel" onfocus="this.style.cssText='position:absolute;left:-999px'">`,
  ],
];

describe('what the person cannot get to see is left empty', () => {
  test.each(HIDING)('%s', (_, html) =>
    onPage('plain', async (v) => {
      await keep(v, { address: ADDRESS });
      await shows(v, `${VISIBLE}${html}`);
      await choose(v, '#seen', 'Home');
      await expect.poll(() => v.value('#city')).toBe('Springfield');
      await expect.poll(() => v.inScript('document.activeElement.id')).toBe('seen');
      expect(await v.page.$eval('.bait', (bait) => (bait as HTMLInputElement).value)).toBe('');
    }),
  );

  test('and the number and code of a card go only where they are painted', () =>
    onPage('plain', async (v) => {
      await keep(v, { card: CARD });
      await shows(
        v,
        `<label>Name on card <input id="holder" autocomplete="cc-name"></label>
        <label>Expiry <input id="date" autocomplete="cc-exp"></label>
        <div style="height:700px"></div>
        <label>Card number <input id="number" autocomplete="cc-number"></label>
        <label>CVV <input id="code" autocomplete="cc-csc"></label>`,
      );
      await choose(v, '#holder', 'Card ending 4242');
      await expect.poll(async () => (await v.titles())[0]).toMatch(/cannot be seen/);
      expect(await v.value('#holder')).toBe('Alex Whitfield');
      expect([await v.value('#number'), await v.value('#code')]).toEqual(['', '']);
    }));
});

describe('before a choice', () => {
  test('nothing is asked until the menu is opened, and then only what there is', () =>
    onPage('plain', async (v) => {
      await keep(v, { card: CARD });
      await shows(v, shaped(KNOWN[0]?.fields ?? []));
      await v.page.click('#field-1');
      await expect.poll(() => v.hasMark()).toBe(true);
      expect([await v.calls('details'), await v.calls('offers')]).toEqual([[], []]);
      await v.page.keyboard.press('ArrowDown');
      expect(await v.menu()).toEqual(['Card ending 4242', 'Not now', 'Not on this site']);
      expect([await v.calls('details'), await v.calls('fillDetails')]).toEqual([[null], []]);
    }));

  test('where none is kept, one can be added', () =>
    onPage('plain', async (v) => {
      await keep(v, null, { state: 'ready', cards: [], addresses: [] });
      await shows(v, shaped(KNOWN[0]?.fields ?? []));
      await choose(v, '#field-1', 'Add a card to Nucleus');
      await expect.poll(() => v.calls('addDetails')).toEqual([{ what: 'card' }]);
    }));

  test('a page without encryption is told of, and gets no card', () =>
    onPage('plain', async (v) => {
      await keep(v, null);
      await v.inScript("script.fails = 'insecure'; undefined");
      await shows(v, shaped(KNOWN[0]?.fields ?? []));
      await choose(v, '#field-1', 'Card ending 4242');
      await expect.poll(async () => (await v.titles())[0]).toBe('This page is not encrypted, so no card was filled.');
      expect(await v.value('#field-1')).toBe('');
    }));

  test('a search, a newsletter and a log-in are left to what they were', () =>
    onPage('plain', async (v) => {
      await keep(v, { card: CARD });
      await shows(v, '<label>Card number <input id="who"></label><label>Password <input type="password"></label>');
      await v.page.click('#who');
      expect((await v.menu()).some((title) => /Card ending/.test(title))).toBe(false);
    }));
});
