// References and placeholders, as an entry's password stands in another's, and what leads round in circles.
import { describe, expect, test } from 'vitest';
import { readKeePassTree } from './read.ts';
import { References } from './references.ts';
import { type KeePassEntry, NO_TIMES } from './tree.ts';

const entry = (letter: string, fields: Readonly<Record<string, string>>, secret = 'Password'): KeePassEntry => ({
  ...{ uuid: letter.repeat(32), tags: '', times: NO_TIMES, binaries: [], history: [], customData: [] },
  ...{ previousGroup: '', rest: [] },
  fields: Object.entries(fields).map(([name, value]) => ({ name, value, isProtected: name === secret })),
});
const uuid = (letter: string) => letter.repeat(32).toUpperCase();

const main = entry('a', {
  ...{ Title: 'Main', UserName: 'alex', Password: 'p{ss', URL: 'https://shop.example/{USERNAME}', Notes: 'n' },
  ...{ Colour: 'blue', Own: '{S:Colour} and {s:None} {TOTP}' },
});
const resolve = (Text: string, ...others: KeePassEntry[]) => {
  const asking = entry('f', { Text, UserName: 'blair' });
  return new References([asking, main, ...others]).resolve(asking, 'Text');
};

describe('a field', () => {
  test.each([
    [`{REF:P@I:${uuid('a')}}`, 'p{ss', true],
    [`{ref:u@i:${'a'.repeat(32)}}`, 'alex', false],
    [`<{REF:T@I:${uuid('a')}}|{REF:N@I:${uuid('a')}}>`, '<Main|n>', false],
    [`{REF:A@I:${uuid('a')}}`, 'https://shop.example/alex', false],
    [`{REF:I@T:main}`, uuid('a'), false],
    ['{REF:U@P:p{ss}', 'alex', false],
    ['{REF:U@O:Blue}', 'alex', false],
    ['{USERNAME}@{username}', 'blair@blair', false],
    ['{PASSWORD} {NOTES} {ENTER} {', '{PASSWORD} {NOTES} {ENTER} {', false],
  ])('%s is %s', (text, value, isSecret) => {
    expect(resolve(text)).toEqual({ value, isSecret, problem: null });
  });

  test('has those of its own custom fields, and leaves what is none', () => {
    expect(new References([main]).resolve(main, 'Own')?.value).toBe('blue and {s:None} {TOTP}');
    expect(new References([main]).resolve(main, 'Nothing')).toBeNull();
  });

  test('that names nobody is left as it is, and told', () => {
    const text = `{REF:P@I:${uuid('c')}}`;
    expect(resolve(text)).toEqual({ value: text, isSecret: false, problem: 'missing-reference' });
  });
});

test('a circle is left as it is, and told', () => {
  const one = entry('b', { Password: `{REF:P@I:${uuid('c')}}` });
  const two = entry('c', { Password: `x{REF:P@I:${uuid('b')}}` });
  const references = new References([one, two]);
  expect(references.resolve(one, 'Password')?.problem).toBe('circular-reference');
  expect(references.resolve(two, 'Password')?.problem).toBe('circular-reference');
  expect(resolve('{S:Text}')).toMatchObject({ value: '{S:Text}', problem: 'circular-reference' });
});

test('a chain longer than KeePass follows is told', () => {
  const chain = Array.from({ length: 16 }, (_, at) =>
    entry(at.toString(16), { Password: `{REF:P@I:${uuid(((at + 1) % 16).toString(16))}}` }),
  );
  const ended = [...chain.slice(0, 15), entry('f', { Password: 'end' })];
  const references = new References(ended);
  expect(references.resolve(ended[4] as KeePassEntry, 'Password')?.value).toBe('end');
  expect(new References(ended).resolve(ended[0] as KeePassEntry, 'Password')?.problem).toBe('circular-reference');
});

test('entries that double each other come to an end', () => {
  const letters = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const bomb = letters.map((letter, at) =>
    entry(letter, { Title: at === 8 ? 'x'.repeat(1000) : `{REF:T@I:${uuid(letters[at + 1] ?? '')}}`.repeat(100) }),
  );
  const references = new References(bomb);
  const [first] = bomb.map((one) => references.resolve(one, 'Title'));
  expect(first?.problem).toBe('too-long');
  expect(first?.value.length).toBeLessThan(60_000_000);
});

test('a reference that never ends is text, however often it begins', () => {
  // A search from each beginning to the end would hang here; nothing is timed.
  for (const sign of ['{REF:P@I:', '{S:', '{REF:T@I:{S:x']) {
    const text = sign.repeat(4_000_000 / sign.length);
    for (const value of [text, `{USERNAME}${text}`])
      expect(resolve(value)).toEqual({ value: value.replace('{USERNAME}', 'blair'), isSecret: false, problem: null });
  }
});

test('an entry of any number of fields is gone through a few times, and not once for each', () => {
  let looks = 0;
  const fields = Array.from({ length: 2000 }, (_, at) => ({
    get name() {
      looks++;
      return `field ${at}`;
    },
    ...{ value: '', isProtected: false },
  }));
  const group = { uuid: '', name: '', groups: [], entries: [{ ...main, fields }] };
  const tree = { generator: '', root: group, recycleBin: '', templates: '', binaries: new Map() };
  expect(readKeePassTree(tree).entries).toHaveLength(1);
  expect(looks).toBeLessThan(40_000);
});
