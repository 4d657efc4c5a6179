// Taking over 10,000 log-ins of another manager: recognising and reading its CSV, and finding out what of it the vault
// has already. No peer: Bitwarden's library reads no CSV, and its program wants an account.
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { FORMATS, recogniseFormat } from '#logins/formats/formats.ts';
import { preview } from '#logins/moving/preview.ts';
import type { Opened } from './part.ts';
import { speed } from './row.ts';

const ROWS = 10_000;
const UNIT = 'log-ins per CPU second';

/** Three of four have a code or a note of two lines, as those do who keep such things. */
const entryOf = (at: number): VaultEntry => ({
  ...EMPTY_ENTRY,
  title: `Shop ${at}`,
  folder: [`Folder ${at % 20}`],
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

export async function openImport(): Promise<Opened> {
  const entries = Array.from({ length: ROWS }, (_, at) => entryOf(at));
  const written = FORMATS.find(({ id }) => id === 'bitwarden-csv')?.write?.(entries);
  if (written === undefined) throw new Error('Bitwarden’s CSV is not written');
  const source = { kind: 'text', text: written } as const;
  const read = (): readonly VaultEntry[] => {
    const reading = recogniseFormat(source)?.read(source);
    if (reading?.ok !== true || reading.entries.length !== ROWS) throw new Error('the file was not read whole');
    return reading.entries;
  };
  const compare = (): void => {
    if (preview({ entries }, entries).counts.doubles !== ROWS) throw new Error('the same log-ins were not found again');
  };
  const measured = async (name: string, work: () => void) => ({
    name: `${name}, 10,000 log-ins`,
    unit: UNIT,
    // A run of `speed` counts log-ins.
    value: await speed({ name, times: ROWS, run: () => work() }),
  });
  const turn = async () => [
    await measured('reading a CSV', () => void read()),
    await measured('finding doubles in a vault of as many', compare),
  ];
  return { turn, close: async () => {} };
}
