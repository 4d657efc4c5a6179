// What `npm test` runs once the packages are there. CONTRIBUTING.md tells how to use it.

import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changedStages } from './changed.ts';
import { onlyStages } from './only.ts';
import { runPlan, type Stage } from './plan.ts';
import { REPORTS } from './reports.ts';
import { allStages } from './stages.ts';
import { summaryOf } from './summary.ts';

const USAGE = `npm test                      everything
npm test -- --changed [REV]   what a change since REV (HEAD) can break, within a minute
npm test -- --only NAME       one stage, test file, test or story`;

function chosen(): Stage[] {
  const { values, positionals } = parseArgs({
    options: { changed: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const [revision, ...more] = positionals;
  if (more.length > 0 || (revision !== undefined && !values.changed)) throw new Error(USAGE);
  if (values.only !== undefined) return onlyStages(values.only);
  if (!values.changed) return allStages();
  const { stages, sentence } = changedStages(revision ?? 'HEAD');
  console.log(sentence);
  return stages;
}

const startedAt = performance.now();
let stages: Stage[] = [];
try {
  stages = chosen();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
mkdirSync(REPORTS, { recursive: true });
const results = await runPlan(stages, (line) => console.log(line));
console.log(summaryOf(results, performance.now() - startedAt));
if (results.some(({ outcome }) => outcome !== 'passed')) process.exitCode = 1;
