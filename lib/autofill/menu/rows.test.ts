// What the menu offers: the same identity again and never a second one beside it, a code before all, a way out after
// all.
import { describe, expect, test } from 'vitest';
import type { FieldKind, Purpose } from '../forms/forms.ts';
import type { Offers } from '../worker/client.ts';
import type { Choice } from './choice.ts';
import { failedRows, loginRow, questionRows, rowsOf } from './rows.ts';
import { STRINGS, say, stringsFrom } from './strings.ts';

const ANNA = {
  id: 'a',
  name: 'Calm Otter',
  picture: '01',
  mask: 'calm@inbox.example',
  former: null,
  hasPassword: true,
  inTab: false,
  isUnused: false,
  proposedAt: null,
  proposedSeen: 'nothing' as const,
  host: null,
};
const BELA = {
  id: 'b',
  name: 'Swift Heron',
  picture: '02',
  mask: 'swift@inbox.example',
  former: null,
  hasPassword: true,
  inTab: false,
  isUnused: false,
  proposedAt: null,
  proposedSeen: 'nothing' as const,
  host: null,
};
const READY = {
  state: 'ready',
  identities: [],
  canCreate: true,
  suggestion: { name: 'Bold Fox', picture: '03' },
  code: null,
  link: null,
  mail: null,
  oneTimes: [],
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
const OWN = STRINGS.own;
const NOT = STRINGS.notHere;
const LATER = STRINGS.dismiss;

describe('identities', () => {
  test('on a sign-up page: a new one; known ones first', () => {
    expect(titles(READY, 'signup')).toEqual([NEW, OWN, LATER, NOT]);
    expect(titles({ ...READY, identities: [ANNA] }, 'signup')).toEqual(['Calm Otter', NEW, OWN, LATER, NOT]);
    // An address without a password is nothing to make.
    expect(titles(READY, 'signup', ['email'])).toEqual([NEW, LATER, NOT]);
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
    expect(at([unused(ANNA)], 'signup')).toEqual(['Calm Otter', NEW, OWN, LATER, NOT]);
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
  test('with two masks it stands there twice: the one that the site knows first where one logs in, the new one elsewhere', () => {
    const BOTH = { ...ANNA, former: 'old@inbox.example' } as unknown as typeof ANNA;
    const choices = (purpose: Purpose, identity = BOTH): string[] =>
      rowsOf(
        {
          ...{ site: 'shop.example', lastMask: '', shows: () => false },
          offers: { ...READY, identities: [identity] },
          place: { kind: 'email', form: { purpose, score: 0, kinds: new Map([[0, 'email']]) } },
        },
        STRINGS,
      ).flatMap(({ choice, detail }) =>
        choice?.does === 'fill' ? `${detail} ${choice.former ?? false} ${choice.proposed ?? false}` : [],
      );
    const [old, fresh] = ['Old mask: old@inbox.example true false', 'New mask: calm@inbox.example false false'];
    expect(choices('login')).toEqual([old, fresh]);
    expect(choices('signup')).toEqual([fresh, old]);
    expect(choices('other')).toEqual([fresh, old]);
    const proposed = { ...BOTH, proposedAt: 1 } as unknown as typeof ANNA;
    expect(choices('login', proposed)).toEqual([
      'New password, not confirmed yet true true',
      'Old password true false',
    ]);
  });
  test('those of sites that belong here come after all of this site, and say whose they are', () => {
    const CORA = { ...ANNA, id: 'c', name: 'Bold Fox', mask: 'bold@inbox.example', host: 'mall.example' };
    const shows = (mask: string): boolean => mask === CORA.mask;
    expect(titles({ ...READY, identities: [CORA, BELA] }, 'login', ['currentPassword'], '', shows).slice(0, 2)).toEqual(
      ['Swift Heron', 'Bold Fox'],
    );
    expect(loginRow(CORA, STRINGS)).toMatchObject({
      detail: 'bold@inbox.example · log-in of mall.example',
      whole: true,
    });
  });
  test('where the person can type unheard, the search over all stands in the menu and not behind it', () => {
    const form = { purpose: 'login', score: 0, kinds: new Map<number, FieldKind>([[0, 'currentPassword']]) } as const;
    const place = { kind: 'currentPassword', form } as const;
    const shown = (identities: (typeof ANNA)[], finds: boolean): string[] =>
      rowsOf(
        { offers: { ...READY, identities }, place, site: 'shop.example', lastMask: '', shows: () => false, finds },
        STRINGS,
      ).map(({ title }) => title);
    expect(shown([ANNA], true)).toEqual(['Calm Otter', STRINGS.find, LATER, NOT]);
    expect(shown([], true)).toEqual([STRINGS.noIdentity, STRINGS.signup, STRINGS.find, LATER, NOT]);
    expect(shown([], false)).toContain(STRINGS.search);
  });
  test('a step with a password only offers no new one beside them', () => {
    const begun = { ...ANNA, isUnused: true, inTab: true };
    expect(titles({ ...READY, identities: [begun] }, 'signup', ['currentPassword'])).toEqual([
      ...['Calm Otter', LATER, NOT],
    ]);
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
  expect(titles({ ...READY, code }, 'signup')).toEqual([NEW, OWN, LATER, NOT]);
});

test("a log-in's one-time code stands beside that of a mail, and above one that only a mailer vouches for", () => {
  const code = { id: 'c', digits: '482193', from: 'shop.example', receivedAt: 1, mailer: null };
  const oneTimes = [{ id: 'a.0', name: 'Calm Otter', account: 'Calm Otter', picture: '01' }];
  const both = { ...READY, code, oneTimes };
  expect(titles(both, 'other', ['otp'])).toEqual(['482 193', STRINGS.oneTime]);
  expect(titles({ ...both, code: { ...code, mailer: 'm.example' } }, 'other', ['otp'])).toEqual([
    STRINGS.oneTime,
    '482 193',
  ]);
  expect(titles({ ...both, code: null }, 'other', ['otp'])).toEqual([STRINGS.oneTime]);
  expect(titles(both, 'signup')).toEqual([NEW, OWN, LATER, NOT]);
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

test('a question says what is unusual, whole, with the way out before the answers, and lasts only where it may', () => {
  const question = { site: 'shop.example', elsewhere: 'mall.example', like: null, isPlain: false, keeps: true };
  const choice = { does: 'fill', id: 'a', name: 'Calm Otter' } as const;
  const rows = questionRows(question, choice, STRINGS);
  expect(rows[0]).toMatchObject({ whole: true });
  expect(rows[0]?.title).toMatch(/Calm Otter is your log-in for mall\.example\. This page is shop\.example/);
  expect(rows[0]?.choice).toBeUndefined();
  expect(rows.slice(1).map((row) => row.choice)).toEqual([
    { does: 'close' },
    { does: 'agree', choice, agreed: 'once' },
    { does: 'agree', choice, agreed: 'always' },
  ]);
  const both = questionRows({ ...question, like: 'sh0p.example', isPlain: true, keeps: false }, choice, STRINGS);
  expect(both.map(({ title }) => title.split(' ')[0])).toEqual(['This', 'Calm', 'The', 'Don’t', 'Fill']);
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

describe('new passwords', () => {
  const OLD_AND_NEW: FieldKind[] = ['currentPassword', 'newPassword', 'newPassword'];
  const NEW_ALONE: FieldKind[] = ['newPassword', 'newPassword'];
  const change = ({ name }: { name: string }): string => say(STRINGS, 'change', { name });
  const asks = say(STRINGS, 'accepted', { site: 'shop.example' });
  const question = [asks, STRINGS.acceptedYes, STRINGS.acceptedNo];
  const at = (identities: object[], kinds: FieldKind[], purpose: Purpose = 'signup', lastMask = ''): string[] =>
    titles({ ...READY, identities } as Offers, purpose, kinds, lastMask);

  test('a form that asks for the old one and a new one is offered both, for each identity that has one', () => {
    expect(at([ANNA, { ...BELA, hasPassword: false }], OLD_AND_NEW)).toEqual([
      ...[change(ANNA), 'Calm Otter', 'Swift Heron', LATER, NOT],
    ]);
  });
  test('a form with new ones alone is one for an identity in use, and the second step of a new one', () => {
    const rest = [STRINGS.newPassword, LATER, NOT];
    expect(at([ANNA], NEW_ALONE)).toEqual([change(ANNA), 'Calm Otter', ...rest]);
    expect(at([{ ...ANNA, isUnused: true, inTab: true }], NEW_ALONE)).toEqual(['Calm Otter', ...rest]);
    expect(at([ANNA], NEW_ALONE, 'signup', ANNA.mask)).toEqual(['Calm Otter', ...rest]);
  });
  test('a sign-up form has a row for one in its field alone, for an address of one’s own', () => {
    expect(at([], ['newPassword', 'email'])).toEqual([NEW, OWN, STRINGS.newPassword, LATER, NOT]);
    expect(at([], ['email', 'newPassword'])).toEqual([NEW, OWN, LATER, NOT]);
    expect(at([ANNA], ['email', 'newPassword'])).toEqual(['Calm Otter', NEW, OWN, LATER, NOT]);
  });
  test('until the site is said to have taken it, both can be chosen, the new one first', () => {
    const anna = { ...ANNA, proposedAt: 7 };
    const names = ['Calm Otter', 'Calm Otter', 'Swift Heron'];
    expect(at([anna, BELA], ['email', 'currentPassword'], 'login')).toEqual([...names, ...question, LATER, NOT]);
    const form = { purpose: 'login' as const, score: 0, kinds: new Map(OLD_AND_NEW.slice(0, 1).entries()) };
    const place = { kind: 'currentPassword' as const, form };
    const offers = { ...READY, identities: [anna] };
    const rows = rowsOf({ offers, place, site: 'shop.example', lastMask: '', shows: () => false }, STRINGS);
    expect(rows.map(({ choice }) => choice).slice(0, 5)).toEqual([
      { does: 'fill', id: 'a', name: 'Calm Otter', proposed: true },
      { does: 'fill', id: 'a', name: 'Calm Otter' },
      undefined,
      { does: 'settle', id: 'a', at: 7, accepted: true },
      { does: 'settle', id: 'a', at: 7, accepted: false },
    ]);
  });
  test('nothing is asked where no password is', () => {
    expect(at([{ ...ANNA, proposedAt: 7 }], ['email'], 'other')).toEqual(['Calm Otter', 'Calm Otter', NEW, LATER, NOT]);
  });
});

test('where a new identity could not be made, an address of one’s own is left', () => {
  const titles = (key: string, does: Choice, kinds: readonly FieldKind[]): string[] =>
    failedRows(key, does, STRINGS, kinds).map(({ title }) => title);
  const create = { does: 'create', name: '' } as const;
  const signUp = ['email', 'newPassword'] as const;
  expect(titles('unavailable', create, signUp)).toEqual([STRINGS.unavailable, STRINGS.again, OWN]);
  expect(titles('unavailable', create, ['email'])).toEqual([STRINGS.unavailable, STRINGS.again]);
  expect(titles('unavailable', { does: 'draw' }, signUp)).toEqual([STRINGS.unavailable, STRINGS.again]);
  expect(titles('failed', create, signUp)).toEqual([STRINGS.failed, STRINGS.again]);
  expect(titles('locked', create, signUp)).toEqual([STRINGS.locked, STRINGS.unlock]);
});
