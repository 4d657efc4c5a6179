// Decoders. Whatever the bytes: a malformed Fault that quotes nothing of them, or a value that encodes to exactly these
// bytes.
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { Format } from '#wire/format.ts';
import { amortizedRequest, amortizedResponse, genericRequest, genericResponse } from '#wire/token.ts';
import { Draw, FORMATS, PARTS, type Sample } from '#wire/vectors/samples.ts';
import { declaredFormats } from './declared.ts';
import { grow } from './grow.ts';
import type { Target } from './target.ts';

const CODES = new Set([
  'format-oversized',
  'format-foreign',
  'format-version',
  'format-malformed',
  'format-noncanonical',
]);
/** Samples stay below: a longer one costs time and shows nothing new. */
const SAMPLE_BYTES = 24 * 1024;

/** Of formats that never stand alone in a vector and that `grow` finds no encoding of: their lengths count bytes. */
const signed = (draw: Draw) => ({ type: 2, signature: draw.bytes(256) });
const SAMPLES: readonly Sample<any>[] = [
  {
    format: amortizedRequest,
    value: (d) => ({ type: 5, truncatedKeyId: d.below(256), blinded: [d.bytes(32), d.bytes(32)] }),
  },
  { format: amortizedResponse, value: (d) => ({ evaluated: [d.bytes(32)], proof: d.bytes(64) }) },
  {
    format: genericRequest,
    value: (d) => ({ requests: [{ type: 2, truncatedKeyId: d.below(256), blinded: d.bytes(256) }] }),
  },
  { format: genericResponse, value: (d) => ({ responses: [signed(d), signed(d)] }) },
];

export async function formatTargets(): Promise<Target[]> {
  const samples = new Map(
    [...Object.values(FORMATS), ...Object.values(PARTS), ...SAMPLES].map((sample) => [sample.format.name, sample]),
  );
  return (await declaredFormats()).map(({ format, path }) => {
    const sample = samples.get(format.name);
    // A sample's is the one that programs call: it may read more than the declared one does (the items of a message's
    // body).
    const called = sample?.format ?? format;
    const blind = sample === undefined && grow(format, new Draw(1)) === null;
    return {
      name: `${path.replace(/\.ts$/, '')}: ${format.name}`,
      maxBytes: called.maxBytes,
      ...(blind && { blind }),
      sample: (draw) =>
        sample === undefined ? (grow(format, draw) ?? draw.bytes(draw.below(200))) : drawn(sample, draw),
      run: (input) => decodes(called, input),
    };
  });
}

function drawn({ format, value }: Sample<unknown>, draw: Draw): Uint8Array {
  for (;;) {
    const bytes = format.encode(value(draw));
    if (bytes.length <= SAMPLE_BYTES) return bytes;
  }
}

export function decodes(format: Format<unknown>, input: Uint8Array): boolean {
  const before = input.slice();
  let value: unknown;
  try {
    value = format.decode(input);
  } catch (error) {
    if (!(error instanceof Fault) || error.blame !== 'malformed' || !CODES.has(error.code)) throw error;
    if (error.message.length > 200 || /\d{6}|[0-9a-f]{12}/.test(error.message))
      throw new Error('a fault quotes its input');
    return false;
  }
  if (!equal(format.encode(value), input)) throw new Error('a value has a second encoding');
  if (!equal(before, input)) throw new Error('the decoder changed its input');
  return true;
}
