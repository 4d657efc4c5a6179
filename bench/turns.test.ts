// Two builds in turns: what their readings say together, who is asked what and when, and that neither a build nor its
// folder outlives the program that wanted it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#services/testing/eventually.ts';
import { takeTurns } from './against.ts';
import { compared } from './compared.ts';
import type { Parts, Reading } from './part.ts';
import { type Answer, BenchProcess, type Request, serveTurns } from './turns.ts';

const ms = (value: number, name = 'paint'): Reading => ({ name, unit: 'ms', value });

test('rows are joined by name and unit; the ratio is of the medians, beside those of single turns', () => {
  const ours = [[ms(10), ms(7, 'only ours')], [ms(30)], [ms(20)]];
  const theirs = [[ms(40)], [ms(40), { name: 'paint', unit: 'kB', value: 5 }], [ms(80)]];
  expect(compared(ours, theirs)).toEqual([
    { name: 'paint', unit: 'ms', now: 20, before: 40, ratio: 0.5, ratios: [0.25, 0.75, 0.25] },
    { name: 'only ours', unit: 'ms', now: 7, before: null, ratio: null, ratios: [] },
    { name: 'paint', unit: 'kB', now: null, before: 5, ratio: null, ratios: [] },
  ]);
});

/** A side of the protocol, and all that its parts were asked. */
function serving(parts: Parts) {
  const input = new PassThrough();
  const said: Answer[] = [];
  const ended = serveTurns(parts, input, (line) => void said.push(JSON.parse(line) as Answer));
  const ask = async (request: Request): Promise<Answer> => {
    const known = said.length;
    input.write(`${JSON.stringify(request)}\n`);
    await eventually(async () => said.length > known);
    return said[known] as Answer;
  };
  return { input, ask, ended };
}

function noting(log: string[], value: number): Parts {
  return {
    whole: {
      run: async () => [{ name: 'all', unit: 'ms', ours: value, peer: 1, peerName: 'peer', ratio: null }],
    },
    paint: {
      open: async () => {
        log.push('opened');
        return {
          turn: async () => [ms(log.push('turn') * value)],
          close: async () => void log.push('closed'),
        };
      },
    },
  };
}

test('a part is set up at its first turn, once, and left at a request', async () => {
  const log: string[] = [];
  const { input, ask, ended } = serving(noting(log, 1));
  expect(await ask({ do: 'parts' })).toEqual({ parts: ['paint', 'whole'], inTurns: 1 });
  expect(log).toEqual([]);
  expect((await ask({ do: 'turn', part: 'paint' })).readings).toEqual([ms(2)]);
  expect((await ask({ do: 'turn', part: 'paint' })).readings).toEqual([ms(3)]);
  await ask({ do: 'leave', part: 'paint' });
  expect(log).toEqual(['opened', 'turn', 'turn', 'closed']);
  expect((await ask({ do: 'turn', part: 'whole' })).readings).toEqual([ms(1, 'all')]);
  expect((await ask({ do: 'turn', part: 'none' })).error).toMatch('no part is called none');
  input.end();
  await ended;
});

test('when its input ends in the middle of a turn, everything is left', async () => {
  const log: string[] = [];
  const forever: Parts = {
    paint: {
      open: async () => ({
        turn: () => new Promise(() => log.push('turn')),
        close: async () => void log.push('closed'),
      }),
    },
  };
  const { input, ended } = serving(forever);
  input.end(`${JSON.stringify({ do: 'turn', part: 'paint' })}\n`);
  await ended;
  expect(log).toEqual(['turn', 'closed']);
});

// As processes: a build is a folder whose bench/main.ts serves.
const folder = mkdtempSync(join(tmpdir(), 'nucleus-turns-'));
const at = (name: string): string => join(folder, name);
const MODULE = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** A bench that notes its turns in a file for both, and what it is there for. */
const bench = (name: string, value: number): string => `
  import { appendFileSync } from 'node:fs';
  import { serveAsProcess } from ${MODULE('./turns.ts')};
  const note = (what) => appendFileSync(${JSON.stringify(at('log'))}, '${name} ' + what + '\\n');
  console.log('this goes to the terminal');
  await serveAsProcess({ paint: { open: async () => ({
    turn: async () => { note('turn'); return [{ name: 'paint', unit: 'ms', value: ${value} }]; },
    close: async () => note('closed'),
  }) }, broken: { open: async () => ({ turn: async () => { throw new Error('no road'); }, close: async () => {} }) } });`;

beforeAll(() => {
  writeFileSync(at('now.ts'), bench('now', 3));
  writeFileSync(at('then.ts'), bench('then', 6));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const logged = async (): Promise<string[]> => {
  const { readFileSync } = await import('node:fs');
  return existsSync(at('log')) ? readFileSync(at('log'), 'utf8').trim().split('\n') : [];
};

test('two builds take turns, the first of each is not counted, and a part that fails keeps none back', async () => {
  const [now, then] = ['now.ts', 'then.ts'].map((entry) => BenchProcess.start(folder, entry, null)) as [
    BenchProcess,
    BenchProcess,
  ];
  const lines: string[] = [];
  const failures: string[] = [];
  const failed = (part: string, error: unknown) => failures.push(`${part}: ${error}`);
  const only = ['broken', 'paint'];
  const rows = await takeTurns(now, then, { only, turns: 2, say: (line) => lines.push(line), failed });
  await Promise.all([now.end(), then.end()]);
  expect(rows).toEqual([{ name: 'paint', unit: 'ms', now: 3, before: 6, ratio: 0.5, ratios: [0.5, 0.5] }]);
  expect(failures).toEqual([expect.stringMatching('broken: Error: Error: no road')]);
  expect(lines.join('\n')).toMatch(/paint +3 {2}6 ms {2}ratio 0\.5 \(0\.5 to 0\.5\)/);
  const turns = ['now turn', 'then turn'];
  expect(await logged()).toEqual([...turns, ...turns, ...turns, 'now closed', 'then closed']);
  rmSync(at('log'));
});

test('after a kill the other build leaves in order, and then its folder is removed', async () => {
  writeFileSync(
    at('parent.ts'),
    `import { temporaryFolder } from ${MODULE('./tree.ts')};
     import { BenchProcess } from ${MODULE('./turns.ts')};
     const tree = temporaryFolder(${JSON.stringify(at('trees'))});
     const build = BenchProcess.start(${JSON.stringify(folder)}, 'then.ts', tree.held);
     await build.ask({ do: 'turn', part: 'paint' });
     console.log('asked');
     setInterval(() => {}, 1000);`,
  );
  const parent = spawn(process.execPath, [at('parent.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: parent.stdout as Readable });
  await once(lines, 'line');
  expect(readdirSync(at('trees'))).toHaveLength(1);
  parent.kill('SIGKILL');
  await eventually(async () => readdirSync(at('trees')).length === 0);
  expect(await logged()).toEqual(['then turn', 'then closed']);
});
