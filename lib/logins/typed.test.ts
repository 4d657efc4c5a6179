// What a typed log-in is to those that are kept, row by row, and for any that there are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTyped, type KeptLogin, type TypedLogin, titleFor } from './typed.ts';

const typed = (given: Partial<TypedLogin>): TypedLogin => ({
  ...{ username: '', email: '', password: 'one', former: '', purpose: 'login' },
  ...given,
});
const kept = (id: string, names: string[], password: string, isForPage = true): KeptLogin => ({
  ...{ id, names, password, isForPage },
});
const ALEX = kept('a', ['alex'], 'one');
const BLAIR = kept('b', ['blair', 'blair@mail.example'], 'two');

test.each<[string, Partial<TypedLogin>, KeptLogin[], string | null, object]>([
  ['nothing is kept', { username: 'alex' }, [], null, { is: 'new' }],
  ['kept the same', { username: ' Alex' }, [ALEX, BLAIR], null, { is: 'kept' }],
  ['another password', { username: 'alex', password: 'x' }, [BLAIR, ALEX], null, { is: 'changed', id: 'a' }],
  ['known by its address', { email: 'BLAIR@mail.example' }, [ALEX, BLAIR], null, { is: 'changed', id: 'b' }],
  ['another account', { username: 'casey' }, [ALEX, BLAIR], null, { is: 'new' }],
  [
    'one of another host of the site',
    { username: 'alex', password: 'x' },
    [{ ...ALEX, isForPage: false }],
    null,
    { is: 'new' },
  ],
  ['the same on another host', { username: 'alex' }, [{ ...ALEX, isForPage: false }], null, { is: 'kept' }],
  ['a password alone', {}, [], null, { is: 'new' }],
  ['a password alone that is kept', {}, [ALEX, BLAIR], null, { is: 'kept' }],
  ['a password alone beside others', { password: 'x' }, [ALEX], null, { is: 'unclear' }],
  [
    'a change by the old one',
    { purpose: 'change', password: 'x', former: 'two' },
    [ALEX, BLAIR],
    null,
    { is: 'changed', id: 'b' },
  ],
  [
    'a change by an old one that is not kept',
    { purpose: 'change', password: 'x', former: 'y' },
    [ALEX],
    null,
    { is: 'unclear' },
  ],
  ['a change of the only one', { purpose: 'change', password: 'x' }, [ALEX], null, { is: 'changed', id: 'a' }],
  ['a change of one of two', { purpose: 'change', password: 'x' }, [ALEX, BLAIR], null, { is: 'unclear' }],
  [
    'a change of the one that was filled',
    { purpose: 'change', password: 'x' },
    [ALEX, BLAIR],
    'b',
    { is: 'changed', id: 'b' },
  ],
  ['a change of nothing that is kept', { purpose: 'change' }, [], null, { is: 'unclear' }],
])('%s', (_, given, all, chosen, finding) => {
  expect(findTyped(typed(given), all, chosen)).toEqual(finding);
});

test('a log-in is never put to another name than was typed, and never asked about if it is kept', () => {
  const word = fc.constantFrom('', 'a', 'b', 'A', 'c');
  const any = fc.record({ names: fc.array(word, { maxLength: 2 }), password: word, isForPage: fc.boolean() });
  const login = fc.record({
    ...{ username: word, email: word, password: word, former: word },
    purpose: fc.constantFrom('login' as const, 'signup' as const, 'change' as const),
  });
  fc.assert(
    fc.property(login, fc.array(any, { maxLength: 5 }), (given, others) => {
      const all = others.map((one, at) => ({ ...one, id: String(at) }));
      const finding = findTyped(given, all, null);
      const names = [given.username, given.email].filter(Boolean).map((name) => name.toLowerCase());
      const isIts = (one: KeptLogin): boolean =>
        one.names.some((name) => name !== '' && names.includes(name.toLowerCase()));
      if (all.some((one) => isIts(one) && one.password === given.password)) expect(finding.is).toBe('kept');
      if (finding.is !== 'changed') return;
      const its = all[Number(finding.id)] as KeptLogin;
      expect(its.isForPage).toBe(true);
      expect(its.password).not.toBe(given.password);
      if (names.length > 0) expect(isIts(its)).toBe(true);
      else expect(given.purpose).toBe('change');
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['The Corner Shop', 'corner-shop.example', 'The Corner Shop'],
  ['Corner Shop', 'cornershop.example', 'Corner Shop'],
  ['The Guardian', 'theguardian.com', 'The Guardian'],
  ['Deutsche Bahn', 'bahn.de', 'Deutsche Bahn'],
  ['Your Bank', 'evil.example', 'evil.example'],
  ['', 'shop.example', 'shop.example'],
])('a page that calls itself “%s” at %s is called %s', (claimed, label, title) => {
  expect(titleFor(claimed, label)).toBe(title);
});
