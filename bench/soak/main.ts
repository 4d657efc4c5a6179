// `npm run soak`: what a test shows in seconds, for longer. `--minutes 30`, `--seed N`, `--only kills,…`. Ends with 1
// if a promise was broken. A part is a module that exports a function of its own name: add it to the table below.
import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly seed: number;
  /** For this part. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** What a part gives is printed. */
const PARTS: Readonly<Record<string, (options: SoakOptions) => Promise<object>>> = {
  kills: async (options) => (await import('./kills.ts')).kills(options),
  'large-file': async ({ say }) => {
    say('a gigabyte, however long that takes');
    return (await import('./large-file.ts')).largeFile();
  },
  'back-pressure': async () => (await import('./back-pressure.ts')).backPressure(40_000),
  'full-disk': async () => {
    const { fullDisk, RESERVE_BYTES } = await import('./full-disk.ts');
    return { withinReserve: await fullDisk(RESERVE_BYTES), toTheLastByte: await fullDisk(0) };
  },
  cluster: async (options) => (await import('./cluster.ts')).cluster(options),
};

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const chosen = values.only?.split(',') ?? Object.keys(PARTS);
const seed = Number(values.seed ?? Date.now() % 2 ** 32);
const seconds = (Number(values.minutes) * 60) / chosen.length;
console.log(`seed ${seed}, ${seconds.toFixed(0)} s for each of ${chosen.join(', ')}`);
for (const name of chosen) {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`no part is called ${name}; there are ${Object.keys(PARTS).join(', ')}`);
  try {
    console.log(name, await part({ seed, seconds, say: (line) => console.log(`  ${line}`) }));
  } catch (error) {
    console.log(`BROKEN in ${name} (seed ${seed}):`, error);
    process.exitCode = 1;
  }
}
