// What the menu offers: the same identity again and never a second one beside it, a code before all, a way out after
// all.
import { describe, expect, test } from 'vitest';
import type { FieldKind, Purpose } from '../forms/forms.ts';
import type { Offers } from '../worker/client.ts';
import { rowsOf } from './rows.ts';
import { STRINGS, say, stringsFrom } from './strings.ts';

const ANNA = {
  id: 'a',
  name: 'Calm Otter',
  picture: '01',
  mask: 'calm@inbox.example',
  hasPassword: true,
  inTab: false,
  isUnused: false,
};
const BELA = {
  id: 'b',
  name: 'Swift Heron',
  picture: '02',
  mask: 'swift@inbox.example',
  hasPassword: true,
  inTab: false,
  isUnused: false,
};
const READY = {
  state: 'ready',
  identities: [],
  canCreate: true,
  suggestion: { name: 'Bold Fox', picture: '03' },
  code: null,
  link: null,
} as const;

function titles(
  offers: Offers,
  purpose: Purpose | null,
  kinds: FieldKind[] = ['email', 'newPassword'],
  lastMask = '',
  shows: (mask: string) => boolean = () => false,
  isSignup = false,
  showsUnused = false,
): string[] {
  const form = { purpose: purpose ?? 'other', score: 0, kinds: new Map(kinds.entries()) };
  const place = purpose ? { kind: kinds[0] ?? 'other', form } : null;
  return rowsOf({ offers, place, site: 'shop.example', lastMask, shows, isSignup, showsUnused }, STRINGS).map(
    ({ title }) => title,
  );
}
const NEW = 'New identity for shop.example';
const NOT = STRINGS.notHere;
const LATER = STRINGS.dismiss;

describe('identities', () => {
  test('on a sign-up page: a new one; known ones first', () => {
    expect(titles(READY, 'signup')).toEqual([NEW, LATER, NOT]);
    expect(titles({ ...READY, identities: [ANNA] }, 'signup')).toEqual(['Calm Otter', NEW, LATER, NOT]);
  });
  test('on a log-in page: those that exist, and nothing new by accident where none does', () => {
    expect(titles({ ...READY, identities: [ANNA, BELA] }, 'login')).toEqual(['Calm Otter', 'Swift Heron', LATER, NOT]);
    expect(titles(READY, 'login')).toEqual([STRINGS.noIdentity, STRINGS.search, STRINGS.signup, LATER, NOT]);
    expect(titles(READY, 'login', ['currentPassword'], '', () => false, true)).toEqual([NEW, LATER, NOT]);
  });
  test('on a log-in page those with which no sign-up was sent wait behind a row, a press away', () => {
    const unused = (one: typeof ANNA, inTab = false) => ({ ...one, isUnused: true, inTab });
    const at = (identities: object[], purpose: Purpose = 'login', showsUnused = false): string[] =>
      titles(
        { ...READY, identities } as Offers,
        purpose,
        ['email', 'currentPassword'],
        '',
        () => false,
        false,
        showsUnused,
      );
    const behind = (count: number): string => say(STRINGS, 'unusedCount', { count: String(count) });
    expect(at([ANNA, unused(BELA)])).toEqual(['Calm Otter', behind(1), LATER, NOT]);
    expect(at([unused(ANNA), unused(BELA)])).toEqual([behind(2), STRINGS.search, STRINGS.signup, LATER, NOT]);
    expect(at([unused(ANNA), unused(BELA)], 'login', true)).toEqual(['Calm Otter', 'Swift Heron', LATER, NOT]);
    // Who was made in this tab a moment ago is there at once.
    expect(at([unused(ANNA, true), unused(BELA)])).toEqual(['Calm Otter', behind(1), LATER, NOT]);
    expect(at([unused(ANNA)], 'signup')).toEqual(['Calm Otter', NEW, LATER, NOT]);
  });
  test('the one filled last comes first', () => {
    expect(titles({ ...READY, identities: [ANNA, BELA] }, 'login', ['currentPassword'], BELA.mask)).toEqual([
      'Swift Heron',
      'Calm Otter',
      LATER,
      NOT,
    ]);
  });
  test('then the one chosen in this tab, then the one whose mask the page shows', () => {
    const shows = (mask: string): boolean => mask === BELA.mask;
    const names = (identities: (typeof ANNA)[], last = ''): string[] =>
      titles({ ...READY, identities }, 'login', ['currentPassword'], last, shows).slice(0, 3);
    const CORA = { ...ANNA, id: 'c', name: 'Bold Fox', mask: 'bold@inbox.example' };
    expect(names([CORA, ANNA, BELA])).toEqual(['Swift Heron', 'Bold Fox', 'Calm Otter']);
    expect(names([CORA, { ...ANNA, inTab: true } as typeof ANNA, BELA])).toEqual([
      'Calm Otter',
      'Swift Heron',
      'Bold Fox',
    ]);
    expect(names([CORA, { ...ANNA, inTab: true } as typeof ANNA, BELA], CORA.mask)[0]).toBe('Bold Fox');
  });
  test('a step with a password only offers no new one beside them', () => {
    expect(titles({ ...READY, identities: [ANNA] }, 'signup', ['newPassword'])).toEqual(['Calm Otter', LATER, NOT]);
  });
  test('nobody to be, nothing to show', () => {
    expect(titles({ ...READY, canCreate: false }, 'signup')).toEqual([]);
    expect(titles({ state: 'off' }, 'signup')).toEqual([]);
  });
});

test('a code is offered on its field only', () => {
  const code = { id: 'c', digits: '482193', from: 'shop.example', receivedAt: 1, mailer: null };
  expect(titles({ ...READY, code }, 'other', ['otp'])).toEqual(['482 193']);
  expect(titles(READY, 'other', ['otp'])).toEqual([]);
  expect(titles({ ...READY, code }, 'signup')).toEqual([NEW, LATER, NOT]);
});

test('a code that the site itself does not vouch for names who does', () => {
  const code = { id: 'c', digits: '482193', from: 'Corner Shop', receivedAt: 1, mailer: 'mailer.example' };
  const place = {
    kind: 'otp',
    form: { purpose: 'other', score: 0, kinds: new Map<number, FieldKind>([[0, 'otp']]) },
  } as const;
  const [row] = rowsOf(
    { offers: { ...READY, code }, place, site: 'shop.example', lastMask: '', shows: () => false },
    STRINGS,
  );
  expect(row).toMatchObject({ detail: 'Sent by mailer.example, not by the site itself', whole: true });
});

test('a link is offered where no field is', () => {
  const link = { id: 'd', host: 'shop.example' };
  expect(titles({ ...READY, link }, null)).toEqual([STRINGS.link, STRINGS.dismiss]);
  expect(titles(READY, null)).toEqual([]);
  expect(titles({ state: 'locked' }, null)).toEqual([]);
});

test('words are put into their places, and an unknown key reads as a failure', () => {
  expect(say(STRINGS, 'new', { site: '{name}' })).toBe('New identity for {name}');
  expect(say(STRINGS, 'no such key')).toBe(STRINGS.failed);
  expect(
    say(
      stringsFrom((key) => `<${key}> {site}`),
      'new',
      { site: 'x' },
    ),
  ).toBe('<new> x');
});
