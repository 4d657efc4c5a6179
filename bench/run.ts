// Runs the parts of a table and prints their rows; `--json FILE` writes them too, `--only a,b` runs some parts.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load, type Row } from './row.ts';

export type Parts = Readonly<Record<string, () => Promise<Row[]>>>;

export async function runParts(parts: Parts): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
  const chosen = values.only?.split(',') ?? Object.keys(parts);
  const rows: Row[] = [];
  for (const part of chosen) {
    const run = parts[part];
    if (run === undefined) throw new Error(`no part is called ${part}; there are ${Object.keys(parts).join(', ')}`);
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
}

const figure = (value: number | null): string =>
  value === null ? '' : value.toPrecision(3).replace(/\.?0*e\+(\d+)$/, 'e$1');
const number = (value: number | null): string =>
  Math.abs(value ?? 0) >= 100 ? String(Math.round(value ?? 0)) : figure(value);
