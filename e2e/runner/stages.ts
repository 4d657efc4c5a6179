// The stages of `npm test`, in order, as values. What a later stage needs from an earlier one (paths of browsers) is in
// the environment.

import { ensureBrowsers, ensureDebianPrograms, ensureNats, ensurePython, ensureScreen } from '#demo/bootstrap.mjs';
import type { Stage } from './plan.ts';
import { playwright, together, vitest } from './tools.ts';

/** Which test files each runner is given; without it, all of them. */
export interface Choice {
  readonly node?: readonly string[];
  readonly browsers?: readonly string[];
  readonly stories?: readonly string[];
}

/** @param choice arguments for the runners of tests, for a run that is not of everything */
export function allStages(choice: Choice = {}): Stage[] {
  // In one piece: a table of stages.
  const env: NodeJS.ProcessEnv = {};
  return [
    {
      name: 'browsers-found',
      title: 'browsers',
      needs: [],
      async run() {
        const { chromium, firefox } = await ensureBrowsers();
        Object.assign(env, { CHROMIUM: chromium, FIREFOX: firefox });
        return `${chromium}, ${firefox}`;
      },
    },
    {
      name: 'nats',
      title: 'nats-server',
      needs: [],
      async run() {
        env.NATS_SERVER = await ensureNats();
        return env.NATS_SERVER;
      },
    },
    {
      name: 'screen',
      title: 'a screen for what headless browsers do not show',
      needs: [],
      run: ensureScreen,
    },
    {
      name: 'python',
      title: 'a Python for the second implementation of the protocol',
      needs: [],
      run: ensurePython,
    },
    {
      name: 'debian',
      title: 'programs of others that ours are held against',
      needs: [],
      run: ensureDebianPrograms,
    },
    {
      name: 'generated',
      title: 'generated types',
      needs: [],
      run: () => together(['wxt/bin/wxt.mjs', 'prepare']),
    },
    {
      name: 'types',
      title: 'types, lint and format',
      needs: ['generated'],
      run: () =>
        together(
          ['typescript/bin/tsc', '-p', 'tsconfig.pure.json'],
          ['typescript/bin/tsc', '-p', 'tsconfig.json'],
          ['typescript/bin/tsc', '-p', 'tsconfig.node.json'],
          ['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
        ),
    },
    {
      name: 'build',
      title: 'extension for Chromium and Firefox',
      needs: ['generated'],
      run: () => together(['wxt/bin/wxt.mjs', 'build'], ['wxt/bin/wxt.mjs', 'build', '-b', 'firefox']),
    },
    {
      name: 'node',
      title: 'unit, property, contract and service tests',
      needs: ['generated'],
      run: () => vitest('node', choice.node ?? [], env),
    },
    {
      name: 'browsers',
      title: 'tests inside real browsers',
      needs: ['browsers-found', 'build'],
      run: () => vitest('browsers', choice.browsers ?? [], env),
    },
    {
      name: 'stories',
      title: 'browser stories',
      needs: ['browsers-found', 'screen', 'build'],
      run: () => playwright(choice.stories ?? [], env),
    },
  ];
}

/** Those named, and what they cannot run without. */
export function withNeeds(stages: readonly Stage[], names: readonly string[]): Stage[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const need of stages.find((stage) => stage.name === name)?.needs ?? []) want(need);
  };
  for (const name of names) want(name);
  return stages.filter(({ name }) => wanted.has(name));
}
