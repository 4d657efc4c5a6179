// Taking over 10,000 log-ins of another manager: recognising and reading its CSV, and finding out what of it the vault
// has already. Bitwarden's library reads neither its CSV nor its JSON, and its program wants an account: it stands
// beside where it reads a file, of the Credential Exchange Format.
import { importEntries } from '#app/logins/import.ts';
import { EntryList } from '#app/show/entries.ts';
import { person } from '#e2e/harness/devices.ts';
import { bitwardenClient, bitwardenLibrary } from '#e2e/harness/others/bitwarden.ts';
import { cxfFormat } from '#logins/formats/cxf/cxf.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import { FORMATS, recogniseFormat } from '#logins/formats/formats.ts';
import { preview } from '#logins/moving/preview.ts';
import { type Opened, rowsOf } from '../part.ts';
import { against, compete, type Row, speed } from '../row.ts';
import { MANY, manyEntries, QUERIES } from './many-logins.ts';

const UNIT = 'log-ins per CPU second';

export async function openImport(): Promise<Opened> {
  const entries = manyEntries();
  const written = FORMATS.find(({ id }) => id === 'bitwarden-csv')?.write?.(entries);
  if (written === undefined) throw new Error('Bitwarden’s CSV is not written');
  const source = { kind: 'text', text: written } as const;
  const read = (): readonly VaultEntry[] => {
    const reading = recogniseFormat(source)?.read(source);
    if (reading?.ok !== true || reading.entries.length !== MANY) throw new Error('the file was not read whole');
    return reading.entries;
  };
  const compare = (): void => {
    if (preview({ entries }, entries).counts.doubles !== MANY) throw new Error('the same log-ins were not found again');
  };
  const measured = async (name: string, work: () => void) => ({
    name: `${name}, 10,000 log-ins`,
    unit: UNIT,
    // A run of `speed` counts log-ins.
    value: await speed({ name, times: MANY, run: () => work() }),
  });
  const turn = async () => [
    await measured('reading a CSV', () => void read()),
    await measured('finding doubles in a vault of as many', compare),
  ];
  return { turn, close: async () => {} };
}

/** A tenth of what Enter to painted may take (enter.ts). */
const SEARCH_AIM_MS = 5;

/** From a word to its rows, in a vault that holds as many log-ins; the first look reads them all. Processor time. */
async function searches(): Promise<Row[]> {
  const device = await person([]);
  const app = await device.app();
  const entries = manyEntries();
  await importEntries(app, { import: 'ab'.repeat(16), from: 'A manager', first: 0, entries });
  const list = new EntryList(app.store);
  const ask = async (query: string): Promise<number> => {
    const before = process.cpuUsage();
    await list.list('all', query, { offset: 0, limit: 50 });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const first = await ask('');
  const times: number[] = [];
  for (const word of [...QUERIES, ...QUERIES, ...QUERIES]) times.push(await ask(word));
  return [
    against('search over 10,000 log-ins, a word to its rows', times, SEARCH_AIM_MS, 'CPU ms'),
    against('list of 10,000 log-ins, read for the first time', [first], null, 'CPU ms'),
  ];
}

/**
 * All rows, and reading the one file beside that Bitwarden's library reads too (`import_cxf`): a Credential Exchange
 * account. It also seals what it read; that is its way, and cannot be left out.
 */
export async function importBeside(): Promise<Row[]> {
  const rows = [...(await rowsOf({ open: openImport })), ...(await searches())];
  const library = bitwardenLibrary();
  if (library === null) return rows;
  const client = await bitwardenClient(library, { pBKDF2: { iterations: 5000 } });
  try {
    const entries = manyEntries();
    const [account] = JSON.parse(cxfFormat.write?.(entries) ?? '').accounts;
    const text = JSON.stringify(account);
    const read = () => {
      const reading = cxfFormat.read({ kind: 'text', text });
      if (!reading.ok || reading.entries.length !== MANY) throw new Error('the file was not read whole');
    };
    const theirs = () => {
      if (client.exporters().import_cxf(text).length !== MANY) throw new Error('the file was not read whole by them');
    };
    const ours = { name: 'ours', times: MANY, run: read };
    const peer = { name: 'Bitwarden', times: MANY, run: theirs };
    return [...rows, ...(await compete('reading a CXF of 10,000 log-ins', UNIT, [ours], [peer], 3))];
  } finally {
    client.free();
  }
}
