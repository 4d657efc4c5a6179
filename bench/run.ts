// Runs the parts of a table and prints their rows; `--json FILE` writes them too, `--only a,b` runs some parts,
// `--against REVISION` measures another revision beside this tree, `--turns N` says how often.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, runTool } from '#demo/bootstrap.mjs';
import { takeTurns } from './against.ts';
import { type Parts, rowsOf } from './part.ts';
import { load, type Row } from './row.ts';
import { treeOf } from './tree.ts';
import { BenchProcess, serveAsProcess } from './turns.ts';

const TURNS = 5;

/** @param needsExtension whether the built extension is measured */
export async function runParts(parts: Parts, needsExtension: boolean): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      against: { type: 'string' },
      turns: { type: 'string', default: String(TURNS) },
      serve: { type: 'boolean', default: false },
    },
  });
  if (values.serve) await serveAsProcess(parts);
  const only = values.only?.split(',') ?? null;
  const rows =
    values.against === undefined
      ? await runAll(parts, only)
      : await runAgainst(values.against, only, Number(values.turns), needsExtension);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}

async function runAgainst(revision: string, only: readonly string[] | null, turns: number, needsExtension: boolean) {
  if (!(turns >= 1)) throw new Error('--turns wants a number');
  if (needsExtension && (await runTool('wxt/bin/wxt.mjs', ['build'], { quiet: true })).code !== 0)
    throw new Error('this tree does not build: npm run build says why');
  process.stdout.write(`${revision} is laid out, with its packages and its build...\n`);
  const tree = await treeOf(revision, needsExtension);
  const entry = relative(ROOT, process.argv[1] ?? '');
  const builds: BenchProcess[] = [];
  try {
    builds.push(BenchProcess.start(ROOT, entry, null), BenchProcess.start(tree.root, entry, tree.held));
    const [ours, theirs] = builds as [BenchProcess, BenchProcess];
    const say = (line: string) => process.stdout.write(`${line}\n`);
    const failed = (part: string, error: unknown): void => {
      process.exitCode = 1;
      say(`${part} could not be measured. ${error instanceof Error ? error.message : String(error)}`);
    };
    return await takeTurns(ours, theirs, { only, turns, say, failed });
  } finally {
    await Promise.all(builds.map((build) => build.end()));
    await tree.leave();
  }
}

async function runAll(parts: Parts, only: readonly string[] | null): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of only ?? Object.keys(parts)) {
    const part = parts[name];
    if (part === undefined) throw new Error(`no part is called ${name}; there are ${Object.keys(parts).join(', ')}`);
    for (const row of await rowsOf(part)) {
      rows.push(row);
      const beside = row.peerName === null ? '' : `  ${row.peerName} ${number(row.peer)}  ratio ${figure(row.ratio)}`;
      process.stdout.write(
        `${row.name.padEnd(58)} ${number(row.ours)} ${row.unit}${row.best === undefined ? '' : ` (best ${number(row.best)})`}${beside}\n`,
      );
    }
    process.stdout.write(`${' '.repeat(58)} (${load()})\n`);
  }
  return rows;
}

const figure = (value: number | null): string =>
  value === null ? '' : value.toPrecision(3).replace(/\.?0*e\+(\d+)$/, 'e$1');
const number = (value: number | null): string =>
  Math.abs(value ?? 0) >= 100 ? String(Math.round(value ?? 0)) : figure(value);
