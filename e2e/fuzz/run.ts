// One target's run: inputs from a seed, each watched for what it throws and how long it takes. What was accepted joins
// the inputs that are mutated further, so that a run wanders into a format instead of staying at its edge.
import { concat } from '#bytes/bytes.ts';
import { Draw } from '#wire/vectors/samples.ts';
import { mutate } from './mutate.ts';
import type { Target } from './target.ts';

export interface Outcome {
  readonly target: string;
  readonly inputs: number;
  readonly accepted: number;
  /** Of the slowest input that was timed. */
  readonly slowestMs: number;
}

export class Finding extends Error {
  readonly target: string;
  readonly input: Uint8Array;

  constructor(target: string, input: Uint8Array, cause: unknown) {
    const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    super(`${target}: ${what}`, { cause });
    this.target = target;
    this.input = input;
  }
}

const SAMPLES = 24;
const CORPUS = 96;
const REDUCING_MS = 10_000;
const REPEATED_BYTES = 256 * 1024;
/**
 * Work is bounded by the length of the input, in time of the processor: other work of the machine is not counted.
 * Quadratic work is far beyond.
 */
const FREE_MS = 40;
const MS_PER_KIB = 3;

export const seedOf = (name: string, seed: number): number =>
  [...name].reduce(
    (mixed, character) => Math.imul(mixed ^ (character.codePointAt(0) as number), 0x01000193),
    seed ^ 0x811c9dc5,
  ) >>> 0;

/** @param beat told of every input before it is tried. @throws Finding */
export async function fuzz(
  target: Target,
  seed: number,
  count: number,
  beat: (input: Uint8Array) => void = () => {},
): Promise<Outcome> {
  const draw = new Draw(seedOf(target.name, seed));
  const corpus = Array.from({ length: SAMPLES }, () => target.sample(draw));
  const words = target.words ?? [];
  let accepted = 0;
  let slowestMs = 0;
  for (let index = 0; index < count; index++) {
    const input = index < SAMPLES ? (corpus[index] as Uint8Array) : next(draw, corpus, words, target.maxBytes);
    beat(input);
    const { taken, tookMs } = await attempt(target, input);
    slowestMs = Math.max(slowestMs, tookMs);
    if (index < SAMPLES && !taken && !target.remote && !target.blind)
      throw new Finding(target.name, input, new Error('a valid input was not accepted'));
    if (!taken) continue;
    accepted++;
    if (index < SAMPLES) continue;
    if (corpus.length < CORPUS) corpus.push(input.slice());
    else if (draw.below(8) === 0) corpus[SAMPLES + draw.below(CORPUS - SAMPLES)] = input.slice();
  }
  return { target: target.name, inputs: count, accepted, slowestMs };
}

function next(draw: Draw, corpus: readonly Uint8Array[], words: readonly Uint8Array[], maxBytes: number): Uint8Array {
  // Made up, now and then: inputs that no sample leads to. And around the limit.
  const kind = draw.below(200);
  if (kind === 0) return draw.bytes(draw.below(200));
  if (kind === 1 && maxBytes <= 64 * 1024) return new Uint8Array(maxBytes - 1 + draw.below(3)).fill(draw.below(256));
  if (kind === 2) return concat(draw.pick(corpus).subarray(0, 2), draw.bytes(draw.below(400)));
  if (kind === 3)
    return repeated(
      draw,
      draw.pick(corpus),
      draw.pick(words.length > 0 && draw.below(2) === 0 ? words : corpus),
      maxBytes,
    );
  return mutate(draw, draw.pick(corpus), draw.pick(corpus), words, maxBytes);
}

/** As long as may be, of one short piece: a reader that works more than linearly in the length shows it here. */
function repeated(draw: Draw, input: Uint8Array, other: Uint8Array, maxBytes: number): Uint8Array {
  const from = draw.below(input.length + 1);
  const piece = other.subarray(draw.below(8) === 0 ? draw.below(other.length + 1) : 0).subarray(0, 1 + draw.below(40));
  const length = Math.min(maxBytes, REPEATED_BYTES);
  const whole = new Uint8Array(Math.max(from, length));
  for (let at = from; at < length && piece.length > 0; at += piece.length)
    whole.set(piece.subarray(0, length - at), at);
  whole.set(input.subarray(0, from));
  return draw.below(2) === 0 ? whole : concat(whole, input.subarray(from)).slice(0, maxBytes);
}

async function attempt(target: Target, input: Uint8Array): Promise<{ taken: boolean; tookMs: number }> {
  const allowedMs = FREE_MS + (input.length / 1024) * (target.msPerKib ?? MS_PER_KIB);
  let tookMs = Number.POSITIVE_INFINITY;
  // Slow once may be the machine; slow five times is the input.
  for (let turn = 0; ; turn++) {
    const before = process.threadCpuUsage();
    let taken: boolean;
    try {
      const result = target.run(input);
      taken = typeof result === 'boolean' ? result : await result;
    } catch (error) {
      throw new Finding(target.name, input, error);
    }
    if (target.remote) return { taken, tookMs: 0 };
    const spent = process.threadCpuUsage(before);
    tookMs = Math.min(tookMs, (spent.user + spent.system) / 1000);
    if (tookMs <= allowedMs) return { taken, tookMs };
    if (turn === 4)
      throw new Finding(target.name, input, new Error(`${Math.round(tookMs)} ms for ${input.length} bytes`));
  }
}

/**
 * The shortest input found that still is a finding of the same kind, by leaving out ever smaller pieces. Not for remote
 * targets.
 */
export async function reduced(target: Target, finding: Finding): Promise<Uint8Array> {
  const kind = kindOf(finding.cause);
  let input = finding.input;
  const until = performance.now() + REDUCING_MS;
  for (let piece = input.length >> 1; piece >= 1; piece >>= 1) {
    for (let from = 0; from + piece <= input.length && performance.now() < until; ) {
      const shorter = concat(input.subarray(0, from), input.subarray(from + piece));
      const failed = await attempt(target, shorter).then(
        () => null,
        (error: unknown) => (error instanceof Finding ? kindOf(error.cause) : null),
      );
      if (failed === kind) input = shorter;
      else from += piece;
    }
  }
  return input;
}

const kindOf = (error: unknown): string =>
  error instanceof Error ? `${error.constructor.name} ${error.message.replace(/\d+/g, '')}` : String(error);
