// A Nucleus archive: everything comes back, in our program and in another that was written from the page alone; what is
// not whole, not ours, or newer is said to be so, and nothing of it is handed out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { DEFAULT_COST } from '#app/vault/vault.ts';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { naclPython } from '#e2e/harness/others/nacl-python.ts';
import { anyEntry } from '#logins/formats/entry.testkit.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { anyDamaged } from '#logins/formats/json.testkit.ts';
import { readEntryJson, writeEntryJson } from '#logins/formats/nucleus/entry-json.ts';
import { archiveRecords, nucleusFormat } from '#logins/formats/nucleus/nucleus.ts';
import type { ArchiveRecord } from '#logins/formats/nucleus/records.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { readExport } from './read-export.ts';
import { openNucleusArchive, sealNucleusArchive } from './sealed-archive.ts';
import { SEALED_COST } from './write-export.ts';

const PASSPHRASE = 'richtig Pferd é';
const CHEAP = { memoryKiB: 64, passes: 1, lanes: 1 } as const;
const SCAN = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
const scan = { name: 'scan.pdf', ref: 'attachments/1', size: SCAN.length };
const FILES = new Map([[scan.ref, SCAN]]);

const sealed = (records: readonly ArchiveRecord[], passphrase = PASSPHRASE) =>
  sealNucleusArchive(records, passphrase, CHEAP, nodeEntropy);
const under = (passphrase: string) => ({ passphrase, keyFile: null, isPatient: false });
const read = (records: readonly ArchiveRecord[]) => nucleusFormat.read({ kind: 'nucleus', records });
async function recordsIn(file: Uint8Array): Promise<readonly ArchiveRecord[]> {
  const opened = await openNucleusArchive(file, PASSPHRASE);
  if (!opened.ok) throw new Error(opened.refusal);
  return opened.records;
}

const version = { title: 'Before', username: 'al', note: 'n', sites: [], fields: [] };
const anyKept = fc
  .tuple(anyEntry(), fc.constantFrom([], [scan]), fc.boolean())
  .map(([entry, attachments, hasVersion]) => ({
    ...entry,
    attachments,
    earlier: hasVersion ? [{ until: 5, password: 'p', rest: version }, ...entry.earlier] : entry.earlier,
  }));

describe('an archive', () => {
  test('gives back whatever a vault holds, with its files', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyKept, { minLength: 1, maxLength: 5 }), async (entries) => {
        const records = await recordsIn(await sealed(archiveRecords(entries, FILES)));
        expect(read(records)).toEqual({ ok: true, entries, problems: [] });
        const files = records.filter(({ kind }) => kind === 'file').map(({ body }) => body);
        expect(files).toEqual(entries.some(({ attachments }) => attachments.length > 0) ? [SCAN] : []);
      }),
      { numRuns: 60 },
    );
  });

  test('that says of codes and files what cannot be is read without that', () => {
    const code = { secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' };
    const codes = [{ digits: 0 }, { periodSeconds: -1 }, { secret: '?' }, {}].map((part) => ({ ...code, ...part }));
    const rest = { title: 'Before', more: { oneTimes: codes } };
    const said = { oneTimes: codes, attachments: [{ ...scan, size: -5 }], earlier: [{ password: 'p', rest }] };
    const [file] = archiveRecords([{ ...EMPTY_ENTRY, attachments: [scan] }], FILES).slice(1);
    const body = encodeUtf8(JSON.stringify({ title: 'Shop', ...said }));
    const record = { kind: 'entry', version: 1, id: new Uint8Array(), body };
    const { entries, problems } = { entries: [], problems: [], ...read([record, file as ArchiveRecord]) };
    expect(entries).toMatchObject([{ oneTimes: [code], attachments: [scan] }]);
    expect(entries).toMatchObject([{ earlier: [{ rest: { more: { oneTimes: [code] } } }] }]);
    expect((entries as VaultEntry[])[0]?.fields.map(({ value }) => value)).toEqual([code.secret, code.secret, '?']);
    expect(problems).toEqual([{ entry: 'Shop', reason: 'bad-secret', what: 'oneTimes' }]);
  });

  test('of a vault with nothing in it is empty', async () => {
    expect(await readExport(await sealed([]), under(PASSPHRASE))).toEqual({ is: 'refused', why: 'empty' });
  });

  test('opens with the passphrase however its accents are typed, and says that another one is wrong', async () => {
    const file = await sealed(archiveRecords([{ ...EMPTY_ENTRY, title: 'Shop' }]));
    expect(await readExport(file)).toMatchObject({ is: 'locked', wrong: null });
    for (const wrong of ['richtig Pferd', `${PASSPHRASE} `, ''])
      expect(await readExport(file, under(wrong))).toMatchObject({ is: 'locked', wrong: 'secret' });
    expect(await readExport(file, under(PASSPHRASE.normalize('NFD')))).toMatchObject({ is: 'read', format: 'Nucleus' });
  });

  test('costs as much to guess as the vault', () => {
    expect(SEALED_COST).toEqual(DEFAULT_COST);
  });

  test('names a file that is not in it', () => {
    const records = archiveRecords([{ ...EMPTY_ENTRY, title: 'Shop', attachments: [scan] }]);
    expect(read(records)).toMatchObject({
      entries: [{ attachments: [] }],
      problems: [{ entry: 'Shop', reason: 'missing-attachment', what: 'scan.pdf' }],
    });
  });

  test('of which an entry is no JSON gives the others', () => {
    const [good] = archiveRecords([{ ...EMPTY_ENTRY, title: 'Shop' }]) as [ArchiveRecord];
    const damaged = { ...good, body: encodeUtf8('{') };
    expect(read([damaged, good])).toMatchObject({
      entries: [{ title: 'Shop' }],
      problems: [{ entry: 'entry 1', reason: 'not-understood', what: '' }],
    });
  });
});

test('records of later programs are kept whole, and written again as they were', () => {
  const anyRecord = fc.record({
    kind: fc.constantFrom('relationship', 'entry', 'file'),
    version: fc.integer({ min: 2, max: 65_535 }),
    id: fc.uint8Array({ maxLength: 400 }),
    body: fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(SCAN.slice(0, 22_000), SCAN.slice(0, 110_000))),
  });
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 3 }), (records) => {
      const reading = read(records);
      if (!reading.ok) throw new Error(reading.refusal);
      expect(reading.problems).toEqual([]);
      expect(reading.entries.map(({ kind }) => kind)).toEqual(records.map(() => 'other'));
      expect(archiveRecords(reading.entries)).toEqual(records);
    }),
  );
  const long = { kind: 'album', version: 1, id: new Uint8Array(), body: SCAN };
  expect(read([long])).toMatchObject({ entries: [], problems: [{ entry: 'album 1', reason: 'too-long' }] });
});

describe('a file that is not whole', () => {
  const content = [{ kind: 'file', version: 1, id: new Uint8Array(), body: SCAN }];

  test('was cut, changed or lengthened anywhere: nothing of it is handed out', async () => {
    const file = await sealed(content);
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const changed = Uint8Array.from(file, (byte, place) => (place === at ? byte ^ mask : byte));
        for (const bytes of [changed, file.subarray(0, at), Buffer.concat([file, file.subarray(-300)])])
          expect(await openNucleusArchive(bytes, PASSPHRASE)).toMatchObject({ ok: false });
      }),
      {
        numRuns: 60,
        examples: [
          [18, 1],
          [30, 255],
          [120, 1],
        ],
      },
    );
  });

  test('has its parts in another order, or ends with one too early', async () => {
    const file = await sealed(content);
    const part = 65_536 + 16;
    const head = file.length - SCAN.length - 14 - 16 * 4;
    const parts = [0, 1, 2, 3].map((at) => file.subarray(head + at * part, head + (at + 1) * part));
    const joined = (...order: number[]) =>
      Buffer.concat([file.subarray(0, head), ...order.map((at) => parts[at] as Uint8Array)]);
    expect(await openNucleusArchive(joined(0, 1, 2, 3), PASSPHRASE)).toMatchObject({ ok: true });
    for (const order of [[1, 0, 2, 3], [0, 1, 2], [0, 1, 3], [0, 1, 2, 3, 3], [0, 0, 1, 2, 3], []])
      expect(await openNucleusArchive(joined(...order), PASSPHRASE)).toEqual({ ok: false, refusal: 'damaged' });
  });

  test('is newer: nothing is asked for it', async () => {
    const file = await sealed(content);
    expect(await readExport(file.with(16, 2))).toEqual({ is: 'refused', why: 'unknown-version' });
    expect(await readExport(file.with(16, 0))).toEqual({ is: 'refused', why: 'damaged' });
    expect(await readExport(file.subarray(0, 18))).toEqual({ is: 'refused', why: 'damaged' });
  });

  test('says that it would cost a lot', async () => {
    const file = await sealed(content);
    // Memory, behind salt, kind and lengths.
    const costly = (first: number) => file.with(19 + 1 + 1 + 2 + 16, first);
    expect(await readExport(costly(0xff), under(PASSPHRASE))).toEqual({ is: 'refused', why: 'too-costly' });
  });
});

test('an entry of any JSON has all its members', () => {
  const entry: VaultEntry = { ...EMPTY_ENTRY, title: 'Shop', earlier: [{ until: 1, password: 'p', rest: version }] };
  fc.assert(
    fc.property(anyDamaged(JSON.parse(writeEntryJson(entry))), (text) => {
      const again = readEntryJson(text);
      if (again !== null) expect(readEntryJson(writeEntryJson(again))).toEqual(again);
    }),
  );
});

const VECTOR = new URL('vectors/archive-1.json', import.meta.url);
const SAMPLE: VaultEntry = {
  ...EMPTY_ENTRY,
  ...{ title: 'Shöp', username: 'alex', password: 'p "1"', favourite: true, folder: ['Work', 'a/b'] },
  sites: [{ url: 'https://shop.example/', match: 'exact' }],
  earlier: [{ until: 1_700_000_000_000, password: 'before', rest: version }],
  ...{ createdAt: 1_600_000_000_000, changedAt: 1_700_000_000_000, attachments: [{ ...scan, size: 5 }] },
};
const RECORDS: readonly ArchiveRecord[] = [
  ...archiveRecords([SAMPLE], new Map([[scan.ref, SCAN.slice(0, 5)]])),
  { kind: 'relationship', version: 3, id: Uint8Array.of(1, 2), body: Uint8Array.of(3, 4, 5) },
];

test('the golden vector is what is written, and opens', async () => {
  const draws = [16, 32, 24].map((length, at) => Uint8Array.from({ length }, (_, place) => 16 * at + place));
  const left = [...draws];
  const entropy = (count: number): Uint8Array => {
    const next = left.shift();
    if (next?.length !== count) throw new Error(`${count} bytes were not to be drawn`);
    return next;
  };
  const file = await sealNucleusArchive(RECORDS, PASSPHRASE, CHEAP, entropy);
  expect(left).toEqual([]);
  const json = ({ id, body, ...rest }: ArchiveRecord) => ({ ...rest, id: encodeHex(id), body: encodeHex(body) });
  const vector = {
    passphrase: PASSPHRASE,
    draws: draws.map(encodeHex),
    records: RECORDS.map(json),
    file: encodeHex(file),
  };
  if (!existsSync(VECTOR)) writeFileSync(VECTOR, `${JSON.stringify(vector, null, 2)}\n`);
  expect(JSON.parse(readFileSync(VECTOR, 'utf8'))).toEqual(vector);
  expect(await recordsIn(decodeHex(JSON.parse(readFileSync(VECTOR, 'utf8')).file) as Uint8Array)).toEqual(RECORDS);
});

const python = naclPython();
const folder = mkdtempSync(join(tmpdir(), 'archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(python === null)('the reader of the page', () => {
  const SCRIPT = fileURLToPath(new URL('../../../docs/read-archive.py', import.meta.url));
  const path = join(folder, 'nucleus.archive');
  const run = (passphrase: string) =>
    spawnSync(python ?? '', [SCRIPT, path, join(folder, 'files')], { input: passphrase, encoding: 'utf8' });

  test('reads all of ours', async () => {
    // libsodium derives with 8 KiB and one pass at least; 70,000 bytes are two parts.
    const files = new Map([[scan.ref, SCAN.slice(0, 70_000)]]);
    writeFileSync(path, await sealed([...archiveRecords([SAMPLE], files), RECORDS.at(-1) as ArchiveRecord]));
    const { stdout, stderr } = run(PASSPHRASE.normalize('NFD'));
    expect(stderr).toBe('');
    const { entries, others } = JSON.parse(stdout);
    expect(entries).toEqual([JSON.parse(writeEntryJson(SAMPLE))]);
    expect(others).toEqual([
      { file: scan.ref, bytes: 70_000 },
      { kind: 'relationship', version: 3, bytes: 3 },
    ]);
    const saved = join(folder, 'files', Buffer.from(scan.ref).toString('hex'));
    expect(new Uint8Array(readFileSync(saved))).toEqual(SCAN.slice(0, 70_000));
  });

  test('says what is wrong with others', async () => {
    const file = await sealed(RECORDS);
    writeFileSync(path, file);
    expect(run('another')).toMatchObject({ status: 1, stderr: 'That is not the passphrase of this file.\n' });
    writeFileSync(path, file.subarray(0, -1));
    expect(run(PASSPHRASE)).toMatchObject({ status: 1, stderr: 'This file is damaged, or not whole.\n' });
  });
});
