// Ten thousand log-ins, as a person brings them from another manager, and their way into a vault: handed to the worker
// a hundred at a time and kept some more with every call, as the import's own page does.
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import type { Measured } from '../browser.ts';

export const MANY = 10_000;
export const FOLDERS = 20;
/** What a person looks for among them. */
export const QUERIES = [
  'shop 1',
  'shop 99',
  'mail.example',
  'alex+7',
  'shop-8765',
  'nothing of it',
  'sho',
  'shop 5000',
];
const TOGETHER = 100;

/** Three of four have a code or a note of two lines, as those do who keep such things. */
const entryOf = (at: number): VaultEntry => ({
  ...EMPTY_ENTRY,
  title: `Shop ${at}`,
  folder: [`Folder ${at % FOLDERS}`],
  sites: [{ url: `https://shop-${at % 9000}.example/log-in?from=a,b`, match: 'domain' }],
  username: `alex+${at % 50}@mail.example`,
  password: `p"${(at * 7919).toString(36)},x`,
  note: at % 2 === 0 ? `first line\nsecond "line" ${at}` : '',
  oneTimes:
    at % 4 === 1
      ? [
          {
            ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
            ...{ alphabet: 'decimal', issuer: 'Shop', account: 'alex' },
          },
        ]
      : [],
});

export const manyEntries = (): VaultEntry[] => Array.from({ length: MANY }, (_, at) => entryOf(at));

/** Hands them in under a name of the caller's; nothing of them is kept yet. */
export async function handIn(browser: Measured, id: string, entries: readonly VaultEntry[]): Promise<void> {
  for (let first = 0; first < entries.length; first += TOGETHER) {
    const some = entries.slice(first, first + TOGETHER);
    const answer = await browser.ask('stageImport', { import: id, first, entries: some });
    if (!answer.ok) throw new Error(`log-ins were not taken: ${answer.reason}`);
  }
  const looked = await browser.ask('previewImport', { import: id });
  if (!looked.ok) throw new Error(`an import is ${looked.reason}`);
}

/** Keeps what was handed in. @param until where it stops before the last @returns whether all is kept */
export async function keepAll(
  browser: Measured,
  id: string,
  { upTo = MANY, stops = () => false }: { readonly upTo?: number; readonly stops?: () => boolean } = {},
): Promise<boolean> {
  for (;;) {
    const answer = await browser.ask('commitImport', { import: id, from: 'Another manager', choices: [] });
    if (!answer.ok) throw new Error(`an import is ${answer.reason}`);
    if (answer.done >= answer.total) return true;
    if (answer.done >= upTo || stops()) return false;
  }
}
