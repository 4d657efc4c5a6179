// `npm test -- --only NAME`: a stage by its name, else the test files whose path holds NAME, else those that hold a
// test called so.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#demo/bootstrap.mjs';
import type { Stage } from './plan.ts';
import { allStages, withNeeds } from './stages.ts';
import { argumentsFor, testFiles } from './test-files.ts';

/** @throws Error with a sentence that names what there is */
export function onlyStages(name: string): Stage[] {
  const stages = allStages();
  if (stages.some((stage) => stage.name === name)) return withNeeds(stages, [name]);
  const files = testFiles().map(({ path }) => path);
  const byPath = files.filter((path) => path.includes(name));
  if (byPath.length > 0) return stagesFor(byPath);
  const byTitle = files.filter((path) => readFileSync(join(ROOT, path), 'utf8').includes(name));
  if (byTitle.length > 0) return stagesFor(byTitle, ['-t', name], ['-g', name]);
  const names = stages.map((stage) => stage.name).join(', ');
  throw new Error(`Nothing is called '${name}': no stage (${names}), no test file, no test or story.`);
}

function stagesFor(paths: readonly string[], vitestTitle: string[] = [], playwrightTitle: string[] = []): Stage[] {
  const { node, browsers, stories } = argumentsFor(paths);
  const choice = {
    ...(node ? { node: [...node, ...vitestTitle] } : {}),
    ...(browsers ? { browsers: [...browsers, ...vitestTitle] } : {}),
    ...(stories ? { stories: [...stories, ...playwrightTitle] } : {}),
  };
  return withNeeds(allStages(choice), Object.keys(choice));
}
