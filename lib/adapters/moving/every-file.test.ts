// Each product that people come from: its file is recognised by its bytes alone, whatever its name, and brings entries.
import { expect, test } from 'vitest';
import { NO_SECRET } from '#logins/formats/file-reading.ts';
import { EVERY_FILE, FILE_PASSPHRASE } from './every-file.testkit.ts';
import { readExport } from './read-export.ts';

test.each(EVERY_FILE)('a file of %s is recognised, and read', async (product, _, make) => {
  const bytes = await make();
  const asked = await readExport(bytes);
  const read = asked.is === 'locked' ? await readExport(bytes, { ...NO_SECRET, passphrase: FILE_PASSPHRASE }) : asked;
  expect(read).toMatchObject({ is: 'read', format: product, entries: expect.any(Array) });
  if (read.is === 'read') expect(read.entries.length).toBeGreaterThan(0);
});

/** What the import page has a sentence for. */
const REFUSALS = ['damaged', 'unknown', 'empty', 'unsupported', 'unknown-version', 'too-large'];

test.each(EVERY_FILE)(
  'a file of %s that was cut anywhere is read as far as it goes, or refused',
  async (_, __, make) => {
    const bytes = await make();
    const secret = { ...NO_SECRET, passphrase: FILE_PASSPHRASE };
    const whole = await readExport(bytes, secret);
    if (whole.is !== 'read') throw new Error(whole.is);
    const titles = whole.entries.map(({ title }) => title);
    for (let part = 0; part < 40; part++) {
      const read = await readExport(bytes.slice(0, Math.floor((bytes.length * part) / 40)), secret);
      if (read.is === 'refused') expect(REFUSALS).toContain(read.why);
      // A database of which the proof of its key is cut.
      else if (read.is !== 'read') expect(read).toMatchObject({ is: 'locked', wrong: 'secret' });
      else {
        // All but the last are those of the whole file.
        const there = read.entries.slice(0, -1).map(({ title }) => title);
        expect(titles.slice(0, there.length)).toEqual(there);
      }
    }
  },
);

test.each(['Bitwarden', 'Credential Exchange Format'])('half a file of %s is called damaged', async (product) => {
  const [, , make] = EVERY_FILE.find(([name]) => name === product) ?? [];
  const bytes = (await make?.()) ?? new Uint8Array();
  for (const part of [0.3, 0.6, 0.9])
    expect(await readExport(bytes.slice(0, part * bytes.length))).toEqual({ is: 'refused', why: 'damaged' });
});

test('a million rows are read as far as anybody has entries, and the person is told', async () => {
  const head = 'name,url,username,password,note\n';
  const row = (at: number): string => `Shop ${at},https://shop-${at}.example/,alex,secret,\n`;
  const text = head + Array.from({ length: 1_000_000 }, (_, at) => row(at)).join('');
  const read = await readExport(new TextEncoder().encode(text));
  if (read.is !== 'read') throw new Error(read.is);
  expect(read.entries).toHaveLength(50_000);
  expect(read.problems.map(({ reason }) => reason)).toContain('too-many');
});
