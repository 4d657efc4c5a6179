// Files chosen at once: pictures of codes together, anything else alone. A picture here holds its codes as lines.
import { expect, test } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { NO_SECRET } from '#logins/formats/file-reading.ts';
import { transferCode } from '#logins/one-time/one-time.testkit.ts';
import { readFiles } from './read-files.ts';

const HEAD = 'GIF89a';
const codesIn = async (picture: Uint8Array): Promise<string[]> =>
  Buffer.from(picture).toString().slice(HEAD.length).split('\n').filter(Boolean);
const picture = (name: string, text: string) => ({ name, bytes: encodeUtf8(`${HEAD}${text}`) });
const file = (text: string) => ({ name: 'x.png', bytes: encodeUtf8(text) });
const read = (...files: Parameters<typeof readFiles>[0]) => readFiles(files, NO_SECRET, codesIn);

const LINK = 'otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&issuer=Shop';
const parts = [0, 1, 2].map((index) => picture(`${index}.png`, transferCode(`Shop ${index}:alex`, index, 3)));
const [first, second, third] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
const titles = async (...files: Parameters<typeof readFiles>[0]) => {
  const content = await read(...files);
  if (content.is !== 'read') return content;
  return [
    content.entries.map(({ title }) => title),
    content.problems.map(({ entry, reason }) => `${entry}: ${reason}`),
  ];
};

test('all pictures of a transfer are one, in any order, and one of them twice counts once', async () => {
  expect(await titles(third, first, second, first)).toEqual([['Shop 0', 'Shop 1', 'Shop 2'], []]);
});

test('a picture that is missing is told, and so is one without a code, or with another one, by its name', async () => {
  expect(await titles(third, picture('cat.gif', ''), first, picture('menu.gif', 'https://shop.example/'))).toEqual([
    ['Shop 0', 'Shop 2'],
    ['menu.gif: not-understood', 'Transfer code 2 of 3: missing-picture', 'cat.gif: no-code'],
  ]);
});

test('one picture may hold several codes', async () => {
  const all = [0, 1, 2].map((index) => transferCode(`Shop ${index}:alex`, index, 3));
  expect(await titles(picture('a', [...all, LINK].join('\n')))).toEqual([['Shop', 'Shop 0', 'Shop 1', 'Shop 2'], []]);
});

test('codes of sites come beside a transfer', async () => {
  expect(await titles(picture('a', LINK), first, second, third)).toEqual([['Shop', 'Shop 0', 'Shop 1', 'Shop 2'], []]);
});

test('pictures without a single code, and pictures beside other files, are refused', async () => {
  expect(await titles(picture('a', ''), picture('b', ''))).toEqual({ is: 'refused', why: 'no-code' });
  for (const files of [[first, file(LINK)], [file(LINK), file(LINK)], Array.from({ length: 101 }, () => first)])
    expect(await titles(...files)).toEqual({ is: 'refused', why: 'several' });
});

test('its content alone tells a picture', async () => {
  expect(await read(file(LINK))).toMatchObject({ is: 'read', format: 'otpauth links' });
});
