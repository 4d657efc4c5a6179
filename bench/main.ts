// `npm run bench`: runs every part and prints its rows; `--json FILE` writes them too; `--only core,…` runs some parts. A part is a module
// that exports a function of its own name giving rows: add it to the table below.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load, type Row } from './row.ts';

const PARTS: Readonly<Record<string, () => Promise<Row[]>>> = {
  core: async () => (await import('./core.ts')).core(),
  worker: async () => (await import('./worker.ts')).worker(),
  unlock: async () => (await import('./unlock.ts')).unlock(),
  paint: async () => (await import('./paint.ts')).paint(),
  'catch-up': async () => (await import('./catch-up.ts')).catchUp(),
  enter: async () => (await import('./enter.ts')).enter(),
  autofill: async () => (await import('./autofill.ts')).autofill(),
};

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const chosen = values.only?.split(',') ?? Object.keys(PARTS);

const figure = (value: number | null): string =>
  value === null ? '' : value.toPrecision(3).replace(/\.?0*e\+(\d+)$/, 'e$1');
const number = (value: number | null): string =>
  Math.abs(value ?? 0) >= 100 ? String(Math.round(value ?? 0)) : figure(value);
const rows: Row[] = [];
for (const part of chosen) {
  const run = PARTS[part];
  if (run === undefined) throw new Error(`no part is called ${part}; there are ${Object.keys(PARTS).join(', ')}`);
  for (const row of await run()) {
    rows.push(row);
    const beside = row.peerName === null ? '' : `  ${row.peerName} ${number(row.peer)}  ratio ${figure(row.ratio)}`;
    process.stdout.write(
      `${row.name.padEnd(58)} ${number(row.ours)} ${row.unit}${row.best === undefined ? '' : ` (best ${number(row.best)})`}${beside}\n`,
    );
  }
  process.stdout.write(`${' '.repeat(58)} (${load()})\n`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
