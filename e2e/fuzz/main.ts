// `npm run fuzz`: a million inputs over every decoder, reader, channel and endpoint, from one seed. Ends with 1 if
// something was found, and says how to repeat it: `npm run fuzz -- --target NAME --input FILE`. `--seed`, `--inputs`
// and `--target` (part of a name) choose.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { HEAD_BYTES, type Said, type Wanted } from './worker.ts';

const HANG_SECONDS = 30;
const SHOWN_BYTES = 4 * 1024 ** 2;
const FINDINGS = join(import.meta.dirname, '..', '..', '.data', 'findings');

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    inputs: { type: 'string', default: '1000000' },
    target: { type: 'string', default: '' },
    input: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('npm run fuzz -- [--seed NUMBER] [--inputs COUNT] [--target PART-OF-A-NAME [--input FILE]]');
  process.exit(0);
}
const seed = Number(values.seed ?? Date.now() % 2 ** 32);
const trying = new SharedArrayBuffer(HEAD_BYTES + SHOWN_BYTES);
const wanted: Wanted = {
  seed,
  inputs: Number(values.inputs),
  only: values.target,
  input: values.input === undefined ? null : new Uint8Array(readFileSync(values.input)),
  trying,
};
console.log(`seed ${seed}`);

let total = 0;
let findings = 0;
let current = '';
const startedAt = performance.now();

function report(name: string, message: string, input: Uint8Array | null): void {
  findings++;
  console.log(`\nFOUND in ${name}\n${message}`);
  if (input === null)
    return console.log(`Again: npm run fuzz -- --seed ${seed} --inputs ${values.inputs} --target '${name}'\n`);
  mkdirSync(FINDINGS, { recursive: true });
  const file = join(FINDINGS, `${name.replace(/\W+/g, '-')}-${seed}`);
  writeFileSync(file, input);
  console.log(
    `Input (${input.length} bytes): ${Buffer.from(input.subarray(0, 96)).toString('base64url')}${input.length > 96 ? '…' : ''}`,
  );
  console.log(`Again: npm run fuzz -- --target '${name}' --input ${file}\n`);
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: wanted });
worker.on('message', (said: Said) => {
  if (said.kind === 'target') current = said.name;
  else if (said.kind === 'finding') report(said.name, said.message, said.input);
  else {
    total += said.inputs;
    const { name, inputs, accepted, slowestMs, seconds, liveMiB } = said;
    console.log(
      `${name.padEnd(58)} ${String(inputs).padStart(7)} inputs, ${String(accepted).padStart(7)} accepted, ${seconds.toFixed(1).padStart(5)} s, slowest ${slowestMs.toFixed(0).padStart(3)} ms, ${liveMiB.toFixed(0)} MiB live`,
    );
  }
});

const beats = new Int32Array(trying, 0, 2);
let last = { beat: -1, at: performance.now() };
const watch = setInterval(() => {
  const beat = Atomics.load(beats, 0);
  if (beat !== last.beat) last = { beat, at: performance.now() };
  if (performance.now() - last.at < HANG_SECONDS * 1000) return;
  report(
    current,
    `no answer for ${HANG_SECONDS} s`,
    new Uint8Array(trying, HEAD_BYTES).slice(0, Atomics.load(beats, 1)),
  );
  void worker.terminate();
}, 1000);
worker.on('error', (error) => report(current, String(error), null));
worker.on('exit', () => {
  clearInterval(watch);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${total} inputs in ${seconds.toFixed(0)} s, ${findings} findings, seed ${seed}, ${Math.round(process.memoryUsage().rss / 1024 ** 2)} MiB resident`,
  );
  process.exitCode = findings > 0 ? 1 : 0;
});
