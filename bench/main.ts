// `npm run bench`: runs every part and prints its rows; `--json FILE` writes them too; `--only core,…` runs some parts. A part is a module
// that exports a function of its own name giving rows: add it to the table below.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Row } from './row.ts';

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = {
  core: async () => (await import('./core.ts')).core(),
};

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? Object.keys(PARTS);

const figure = (value: number | null): string =>
  value === null ? '' : value.toPrecision(3).replace(/\.?0*e\+(\d+)$/, 'e$1');
const rows: Row[] = [];
for (const part of chosen) {
  const run = PARTS[part];
  if (run === undefined) throw new Error(`no part is called ${part}; there are ${Object.keys(PARTS).join(', ')}`);
  for (const row of await run()) {
    rows.push(row);
    const beside =
      row.peerName === null ? '' : `  ${row.peerName} ${Math.round(row.peer ?? 0)}  ratio ${figure(row.ratio)}`;
    process.stdout.write(`${row.name.padEnd(42)} ${Math.round(row.ours)} ${row.unit}${beside}\n`);
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
