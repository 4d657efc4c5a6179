// Forms for payment and addresses, as data: what each field is, and what it is filled with.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../forms/classify.ts';
import { type ClassifiedForm, learnDetails } from '../forms/forms.ts';
import type { DetailKind } from '../forms/kinds.ts';
import { textField } from '../page/facts.testkit.ts';
import type { FieldFacts } from '../page/facts.ts';
import { plain } from '../page/plain.ts';
import { ADDRESS, CARD, FORMS, type ShapedField } from './details.testkit.ts';
import { detailsOf } from './naming.ts';
import { detailValue } from './values.ts';

beforeAll(() => learnDetails(detailsOf));
// Files share a process, and the others know nothing of it.
afterAll(() => learnDetails(null));

const facts = ({ label = '', name = '', autocomplete = '', type = 'text', placeholder = '', max }: ShapedField) =>
  textField({
    ...{ type, autocomplete, label: plain(label), placeholder: plain(placeholder) },
    attributes: `${plain(name)} | `,
    maxLength: max ?? -1,
  });

function formOf(fields: readonly FieldFacts[], submit: string): ClassifiedForm | undefined {
  const [form] = classify({
    ...{ address: '', title: '', fields },
    forms: [
      {
        ...{ fields: fields.map((_, at) => at), attributes: '', submits: [plain(submit)] },
        ...{ heading: '', links: [], checks: '' },
      },
    ],
  });
  return form;
}

function kindsIn(fields: readonly FieldFacts[], submit: string): (string | undefined)[] {
  const form = formOf(fields, submit);
  return fields.map((_, at) => form?.kinds.get(at));
}

test.each(FORMS.map((form) => [form.called, form] as const))('nobody logs in with %s', (_, { fields, submit }) => {
  expect(formOf(fields.map(facts), submit ?? 'Continue')?.purpose).toBe('other');
});

describe('each field of a form is known', () => {
  test.each(FORMS.map((form) => [form.called, form] as const))('%s', (_, { fields, submit }) => {
    const wanted = fields.map(({ is }) => is ?? 'none');
    const kinds = kindsIn(fields.map(facts), submit ?? 'Continue');
    expect(kinds.map((kind) => ((kind as DetailKind)?.includes('-') ? kind : 'none'))).toEqual(wanted);
  });
});

/** As the browser tells of a list. */
const optionsOf = (options: readonly string[]) =>
  options.map((option) => {
    const [value = '', text = ''] = option.split('=');
    return { value, text };
  });

describe('each field gets what it asks for', () => {
  test.each(FORMS.map((form) => [form.called, form] as const))('%s', (_, { fields, language = 'en', address }) => {
    const beside = new Set(fields.flatMap(({ is }) => is ?? []));
    const isCard = fields.some(({ is }) => is === 'card-number');
    const details = isCard ? { card: CARD } : { address: address ?? ADDRESS };
    const filled = fields.map(({ is, label = '', placeholder = '', max = -1, options, type }, at) => {
      if (is === undefined) return undefined;
      const alike = fields.filter((one) => one.is === is);
      const before = fields.slice(0, at).filter((one) => one.is === is);
      const from = before.reduce((sum, one) => sum + (one.max ?? 0), 0);
      const asked = {
        ...{ kind: is, words: `${placeholder} ${label}`.toLowerCase(), maxLength: max, language, beside },
        ...{
          options: options ? optionsOf(options) : null,
          isLong: type === 'textarea',
          part: { of: alike.length, from },
        },
      };
      return detailValue(asked, details) || undefined;
    });
    expect(filled).toEqual(fields.map(({ gets }) => gets));
  });

  test.each([
    ['mm/yy', -1, '04/31'],
    ['mm / yyyy', -1, '04 / 2031'],
    ['mm-yy', -1, '04-31'],
    ['mm/jjjj', -1, '04/2031'],
    ['expiry', 5, '04/31'],
    ['expiry', 7, '04/2031'],
    ['expiry', 4, '0431'],
    ['expiry', 6, '042031'],
    ['', -1, '04/31'],
  ])('a date of %s in %i', (words, maxLength, wanted) => {
    const asked = {
      ...{ words, maxLength, options: null, isLong: false, language: 'en' },
      beside: new Set<DetailKind>(),
    };
    expect(detailValue({ ...asked, kind: 'card-expiry', part: { of: 1, from: 0 } }, { card: CARD })).toBe(wanted);
  });

  test.each([
    ['US', ['us=USA', 'gb=UK'], 'us'],
    ['United States', ['1=U.S. Outlying Islands', '2=United States of America'], '2'],
    ['Deutschland', ['DE=Germany', 'AT=Austria'], 'DE'],
    ['Germany', ['276=Allemagne', '40=Autriche'], '276'],
    ['日本', ['JPN=Japan', 'KOR=Korea'], 'JPN'],
    ['UK', ['UK=Great Britain'], 'UK'],
    ['Atlantis', ['DE=Germany'], null],
  ])('a country called %s among %j', (country, options, wanted) => {
    const asked = { ...{ words: '', maxLength: -1, isLong: false, language: 'fr' }, beside: new Set<DetailKind>() };
    const list = { options: optionsOf(options), part: { of: 1, from: 0 } };
    expect(detailValue({ ...asked, ...list, kind: 'address-country' }, { address: { ...ADDRESS, country } })).toBe(
      wanted,
    );
  });
});
