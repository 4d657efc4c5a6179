// The thread that fuzzes: everything chosen, one target after the other, each in two halves with a look at the memory
// between them. What it is trying stands in memory that the parent reads, so that an input which never comes back can
// still be named.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { Finding, fuzz, reduced } from './run.ts';
import { FuzzedService } from './service.ts';
import type { Target } from './target.ts';
import { localTargets, remoteTargets } from './targets.ts';

export interface Wanted {
  readonly seed: number;
  readonly inputs: number;
  /** A part of the targets' names; empty: all. */
  readonly only: string;
  /** Just this input. */
  readonly input: Uint8Array | null;
  readonly trying: SharedArrayBuffer;
}
export type Said =
  | { kind: 'target'; name: string; inputs: number }
  | {
      kind: 'done';
      name: string;
      inputs: number;
      accepted: number;
      slowestMs: number;
      seconds: number;
      liveMiB: number;
    }
  | { kind: 'finding'; name: string; message: string; input: Uint8Array | null };

export const HEAD_BYTES = 8;
const MIB = 1024 ** 2;
/** What a target may keep of ten thousand inputs: caches that fill up once, and the collector's mood. */
const KEPT_BYTES = 24 * MIB;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function liveBytes(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function fuzzAll({ seed, inputs, only, input, trying }: Wanted, say: (said: Said) => void): Promise<void> {
  const beats = new Int32Array(trying, 0, 2);
  const shown = new Uint8Array(trying, HEAD_BYTES);
  const beat = (tried: Uint8Array) => {
    shown.set(tried.subarray(0, shown.length));
    Atomics.store(beats, 1, tried.length);
    Atomics.add(beats, 0, 1);
  };
  const service = await FuzzedService.start();
  const targets = [...(await localTargets()), ...remoteTargets(service)].filter(({ name }) => name.includes(only));
  const shares = targets.reduce((sum, { share = 1 }) => sum + share, 0);
  for (const target of targets) {
    const count = Math.ceil((inputs * (target.share ?? 1)) / shares / 2) * 2;
    const { name } = target;
    say({ kind: 'target', name, inputs: count });
    try {
      if (input !== null) {
        beat(input);
        say({
          kind: 'done',
          name,
          inputs: 1,
          accepted: Number(await target.run(input)),
          slowestMs: 0,
          seconds: 0,
          liveMiB: 0,
        });
        continue;
      }
      const startedAt = performance.now();
      const first = await fuzz(target, seed, count / 2, beat);
      const between = liveBytes();
      const second = await fuzz(target, seed + 1, count / 2, beat);
      const live = liveBytes();
      if (live - between > KEPT_BYTES)
        say({
          kind: 'finding',
          name,
          message: `${Math.round((live - between) / MIB)} MiB are kept of ${count / 2} inputs`,
          input: null,
        });
      const slowestMs = Math.max(first.slowestMs, second.slowestMs);
      const seconds = (performance.now() - startedAt) / 1000;
      say({
        kind: 'done',
        name,
        inputs: count,
        accepted: first.accepted + second.accepted,
        slowestMs,
        seconds,
        liveMiB: live / MIB,
      });
    } catch (error) {
      say(await found(target, error));
    }
  }
  await service.end();
}

async function found(target: Target, error: unknown): Promise<Said> {
  if (!(error instanceof Finding))
    return { kind: 'finding', name: target.name, message: String((error as Error).stack ?? error), input: null };
  const input = target.remote ? error.input : await reduced(target, error);
  return { kind: 'finding', name: target.name, message: error.message, input };
}

if (parentPort !== null) {
  const port = parentPort;
  await fuzzAll(workerData as Wanted, (said) => port.postMessage(said));
}
