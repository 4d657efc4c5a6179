// Every format: a value survives the wire, its bytes have one reading and one writing, and nothing else is read. What
// an adversary can do to bytes (cut, append, change, make up) ends in a malformed Fault that names the place and quotes
// nothing.
import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import type { Format } from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { ITEM, messageBody } from './message.ts';
import { Draw, FORMATS, ITEM_SAMPLES, PARTS } from './vectors/samples.ts';

const seeds = integer({ min: 0, max: 0xffffffff });
const CODES = ['format-oversized', 'format-foreign', 'format-version', 'format-malformed', 'format-noncanonical'];

/**
 * Decodes, or gives the code of the malformed fault; anything else fails the test. A value read must write the same
 * bytes.
 */
function reading(format: Format<unknown>, bytes: Uint8Array): 'read' | string {
  let value: unknown;
  try {
    value = format.decode(bytes);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.blame).toBe('malformed');
    expect(CODES).toContain(error.code);
    return error.code;
  }
  if (!equal(format.encode(value), bytes)) throw new Error(`${format.name}: two encodings of one value`);
  return 'read';
}

const all = Object.entries({ ...FORMATS, ...PARTS });

describe.each(all)('%s', (name, { format, value, openEnded }) => {
  test('a value comes back equal', () => {
    assert(
      property(seeds, constantFrom('any' as const, 'least' as const), (seed, extent) => {
        const sent = value(new Draw(seed, extent));
        expect(format.decode(format.encode(sent))).toEqual(sent);
      }),
      { numRuns: 60 },
    );
  });

  test('no proper prefix and nothing with bytes behind it is read', () => {
    assert(
      property(seeds, uint8Array({ minLength: 1, maxLength: 4 }), (seed, more) => {
        const encoded = format.encode(value(new Draw(seed)));
        // Long fields are cut in their middle nowhere new: the ends and every seventh place stand for all.
        for (let length = 0; length < encoded.length; length += length < 300 || length > encoded.length - 300 ? 1 : 7) {
          const outcome = reading(format, encoded.slice(0, length));
          if (openEnded === undefined) expect(outcome).not.toBe('read');
        }
        if (openEnded === undefined) expect(reading(format, concat(encoded, more))).not.toBe('read');
      }),
      { numRuns: 4 },
    );
  });

  test('a changed byte is refused or is another value in its one encoding', () => {
    assert(
      property(seeds, integer({ min: 1, max: 255 }), (seed, change) => {
        const encoded = format.encode(value(new Draw(seed)));
        for (let at = 0; at < encoded.length; at += at < 600 ? 1 : 13) {
          reading(format, encoded.with(at, (encoded[at] as number) ^ change));
        }
      }),
      { numRuns: 4 },
    );
  });

  test('made-up bytes end in a malformed fault, if they end in one', () => {
    const head = name in FORMATS ? [FORMAT_ID[name as keyof typeof FORMATS], 1] : [];
    assert(
      property(uint8Array({ maxLength: 400 }), (made) => {
        reading(format, concat(new Uint8Array(head), made));
        reading(format, made);
      }),
      { numRuns: 200 },
    );
  });

  test('more bytes than the limit are refused before anything of them is looked at', () => {
    expect(reading(format, new Uint8Array(format.maxBytes + 1).fill(0xee))).toBe('format-oversized');
  });
});

describe.each(Object.entries(FORMATS))('%s', (name, { format, value }) => {
  test('an unknown version is its own outcome, and another id another', () => {
    const encoded = format.encode(value(new Draw(1)));
    expect(encoded[0]).toBe(FORMAT_ID[name as keyof typeof FORMATS]);
    expect(reading(format, encoded.with(1, (encoded[1] as number) + 1))).toBe('format-version');
    expect(reading(format, encoded.with(1, 0))).toBe('format-version');
    expect(reading(format, encoded.with(0, 0xfe))).toBe('format-foreign');
    expect(reading(format, new Uint8Array(0))).toBe('format-foreign');
  });
});

test('every id belongs to one format', () => {
  const ids = Object.values(FORMAT_ID);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(FORMATS).sort()).toEqual(
    Object.keys(FORMAT_ID)
      .filter((name) => name !== 'blobReference')
      .sort(),
  );
});

describe('the largest value each field allows', () => {
  // The body is bounded as a whole: not all its items fit together. `mailEnvelope` likewise.
  const fitting = all.filter(([name]) => name !== 'messageBody' && name !== 'mailEnvelope');
  test.each(fitting)('%s fits its limit', (_, { format, value }) => {
    const sent = value(new Draw(7, 'most'));
    const encoded = format.encode(sent);
    expect(encoded.length).toBeLessThanOrEqual(format.maxBytes);
    expect(equal(format.encode(format.decode(encoded)), encoded)).toBe(true);
  });

  test('is refused as our own mistake one byte further', () => {
    const { format, value } = FORMATS.rootRequest;
    const sent = value(new Draw(7, 'most'));
    expect(() => format.encode({ ...sent, token: new Uint8Array(513) })).toThrow();
    const { format: grant } = FORMATS.sessionGrant;
    expect(() => grant.encode({ session: new Uint8Array(161), lifetimeSeconds: 1 })).toThrow();
  });
});

describe('message items', () => {
  test('every kind has a sample and a code of its own', () => {
    const kinds = ITEM_SAMPLES.map((make) => make(new Draw(3)).kind);
    expect(new Set(kinds)).toEqual(new Set([...Object.keys(ITEM), 'unknown']));
    const codes = Object.values(ITEM).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('an item of an unknown kind is kept whole beside known ones', () => {
    assert(
      property(seeds, (seed) => {
        const draw = new Draw(seed);
        const items = ITEM_SAMPLES.map((make) => make(draw));
        const body = { id: draw.bytes(16), clock: 1, sentAt: 2, items };
        expect(messageBody.decode(messageBody.encode(body))).toEqual(body);
      }),
      { numRuns: 40 },
    );
  });

  test('a broken item of a known kind makes the body malformed', () => {
    const broken = { kind: 'unknown' as const, value: { code: ITEM.pqOffer.code, payload: new Uint8Array(5) } };
    const encoded = messageBody.encode({ id: new Uint8Array(16), clock: 0, sentAt: 0, items: [broken] });
    expect(reading(messageBody as Format<unknown>, encoded)).toBe('format-malformed');
  });
});

test('what a fault says holds nothing of what was there', () => {
  const secret = 'Blair Example';
  const { format, value } = FORMATS.invitation;
  const encoded = format.encode({ ...value(new Draw(9)), presentation: { name: secret, pronouns: '' } });
  for (let at = 2; at < encoded.length; at++) {
    try {
      format.decode(encoded.slice(0, at));
    } catch (error) {
      expect((error as Error).message).not.toMatch(/Blair|66,|0x|[0-9a-f]{8}/);
      expect((error as Error).message).toMatch(/^invitation: /);
    }
  }
});
