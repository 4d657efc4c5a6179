// The channels between the contexts of the extension: any call of any shape gets an answer, and a handler sees only
// what its contract describes. Requests near to valid ones are made from the contract's own schemas, so a new method is
// fuzzed without being named.
import * as v from 'valibot';
import { encodeUtf8 } from '#bytes/utf8.ts';
import type { Contract } from '#rpc/call/contract.ts';
import { serve } from '#rpc/call/server.ts';
import { content } from '#rpc/content/contract.ts';
import { page } from '#rpc/page/contract.ts';
import type { Draw } from '#wire/vectors/samples.ts';
import type { Target } from './target.ts';

const CHANNELS: Readonly<Record<string, Contract>> = { page, content };
const JUNK = [
  'null',
  '{}',
  '[]',
  '-1',
  '1e308',
  '0.5',
  'true',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '{"__proto__":{"a":1}}',
  '{"constructor":1}',
  '[[[[[[[[[[]]]]]]]]]]',
];
const WORDS = [
  '"request"',
  '"method"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  'null',
  '"',
  '0',
];

export function callTargets(): Target[] {
  return Object.entries(CHANNELS).map(([channel, contract]) => ({
    name: `calls on the ${channel} channel`,
    maxBytes: 64 * 1024,
    share: 4,
    sample: (draw) => {
      const method = draw.pick(Object.keys(contract));
      return encodeUtf8(JSON.stringify({ method, request: valueLike(contract[method]?.request, draw) }));
    },
    words: WORDS.concat(JUNK).map(encodeUtf8),
    run: (input) => answered(contract, input),
  }));
}

async function answered(contract: Contract, input: Uint8Array): Promise<boolean> {
  let call: { method: unknown; request: unknown };
  try {
    const parsed: unknown = JSON.parse(Buffer.from(input).toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return false;
    call = parsed as typeof call;
  } catch {
    return false;
  }
  const handlers = Object.fromEntries(
    Object.entries(contract).map(([method, { request }]) => [
      method,
      async (given: unknown) => {
        if (!v.safeParse(request, given).success) throw new Error('a handler saw what its contract refuses');
        if (method !== call.method) throw new Error('a handler was called by another name');
        return null;
      },
    ]),
  );
  let reported: unknown = null;
  const answer = await serve({ contract, handlers } as never, call, null, ({ error }) => {
    reported = error;
  });
  if (reported !== null) throw reported;
  if (!answer.ok && !['call-malformed', 'call-unknown'].includes(answer.code))
    throw new Error(`answered ${answer.code}`);
  if (Object.hasOwn(Object.prototype, 'a')) throw new Error('a request reached the prototype of all objects');
  return answer.ok;
}

/** What valibot's schemas say of themselves. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly items?: readonly Schema[];
  readonly item?: Schema;
  readonly options?: readonly unknown[];
  readonly wrapped?: Schema;
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

/** A value near to what the schema describes. Junk sits in the mutations, not here: most samples ought to pass. */
function valueLike(schema: unknown, draw: Draw): unknown {
  const { type, entries, item, options, wrapped, literal, pipe } = schema as Schema;
  const least = (kind: string): number => Number(pipe?.find((step) => step.type === kind)?.requirement ?? 0);
  switch (type) {
    case 'object':
    case 'strict_object':
      return Object.fromEntries(
        Object.entries(entries ?? {}).flatMap(([key, value]) =>
          /optional/.test(value.type) && draw.below(2) === 0 ? [] : [[key, valueLike(value, draw)]],
        ),
      );
    case 'array':
      return Array.from({ length: draw.below(4) }, () => valueLike(item, draw));
    case 'string':
      return stringOf(pipe, draw, least('min_length'));
    case 'number':
      return least('min_value') + draw.below(3);
    case 'boolean':
      return draw.below(2) === 0;
    case 'literal':
      return literal;
    case 'picklist':
      return draw.pick(options as unknown[]);
    case 'union':
    case 'variant':
      return valueLike(draw.pick(options as Schema[]), draw);
    case 'null':
      return null;
    default:
      if (wrapped === undefined) throw new Error(`no value of a schema of type ${type} is made here yet: add it`);
      return /^null/.test(type) && draw.below(3) === 0 ? null : valueLike(wrapped, draw);
  }
}

function stringOf(pipe: Schema['pipe'], draw: Draw, minLength: number): string {
  const pattern = pipe?.find((step) => step.type === 'regex')?.requirement;
  if (!(pattern instanceof RegExp)) return 'a'.repeat(minLength) + draw.text(20);
  // The patterns of the contracts are of hexadecimal of some length, of letters (a to f are both), or name a script.
  const [, count] = /\{(\d+)/.exec(pattern.source) ?? [];
  const drawn = Buffer.from(draw.bytes(Math.ceil(Number(count ?? 16) / 2)))
    .toString('hex')
    .slice(0, Number(count ?? 16));
  const letters = drawn.replaceAll(/\d/g, 'a');
  const fitting = [drawn, letters, `words-${letters}`].find((one) => pattern.test(one));
  if (fitting === undefined) throw new Error(`no text for ${pattern.source} is made here yet: add it`);
  return fitting;
}
