// Envelopes: two sizes and no third, a class that depends on the text alone, first ones like later ones.
import { assert, integer, property } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ascii, concat } from '#bytes/bytes.ts';
import { aeadKey } from '#crypto/keys.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { seal } from '#crypto/xchacha.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { type Handshake, handshake } from '#wire/handshake.ts';
import { type Item, type MessageBody, messageBody } from '#wire/message.ts';
import { ENVELOPE_BYTES, type EnvelopeClass, TEXT_BYTES } from '#wire/sizes.ts';
import { Draw, ITEM_SAMPLES } from '#wire/vectors/samples.ts';
import { pad } from '../base/padding.ts';
import { introduce, type Party } from '../vectors/party.ts';
import { scripted } from '../vectors/scripted.ts';
import { BODY_BYTES, CONTROL_BYTES, classOf, openFirstEnvelope, openMessage, sealEnvelope } from './envelope.ts';
import { encrypt } from './ratchet.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

/** An acceptor before the first reply (its envelopes are first ones), and the same with the reply read. */
function stages(): { opening: Party; settled: Party; inviter: Party } {
  const { acceptor, inviter } = introduce(scripted('i').draw, scripted('a').draw);
  const { acceptor: settled, inviter: other } = introduce(scripted('i').draw, scripted('a').draw);
  settled.receive(other.say('reply'));
  return { opening: acceptor, settled, inviter };
}

const item = (payloadBytes: number): Item => ({
  kind: 'unknown',
  value: { code: 999, payload: new Uint8Array(payloadBytes) },
});
const bodyOf = (items: Item[]): MessageBody => ({
  id: new Uint8Array(16),
  clock: 0xffffffff,
  sentAt: 2 ** 48 - 1,
  items,
});
const EMPTY = messageBody.encode(bodyOf([item(0)])).length;

describe.each(['small', 'large'] as const)('a %s envelope', (size) => {
  test('has its size for any body, up to the last byte, before and after the first reply', () => {
    const { opening, settled } = stages();
    const most = BODY_BYTES[size] - EMPTY;
    const lengths = new Set([0, 1, most - 1, most]);
    for (let length = 0; length < most; length += 61) lengths.add(length);
    for (const length of lengths) {
      const body = bodyOf([item(length)]);
      for (const party of [opening, settled]) {
        const { envelope } = sealEnvelope(party.state, body, size, party.opening, scripted('s').draw);
        expect(envelope.length).toBe(ENVELOPE_BYTES[size]);
      }
    }
    const over = bodyOf([item(most + 1)]);
    const overflow = expect.objectContaining({ blame: 'bug', code: 'padding-overflow' });
    expect(() => sealEnvelope(opening.state, over, size, opening.opening, scripted('s').draw)).toThrow(overflow);
  });

  test('holds the largest text of its class with the largest control data', () => {
    const { opening, inviter } = stages();
    const text: Item = { kind: 'text', value: { text: 'é'.repeat(TEXT_BYTES[size] / 2) } };
    const control = item(CONTROL_BYTES - (EMPTY - messageBody.encode(bodyOf([])).length));
    const envelope = opening.send([text, control], size);
    expect(envelope.length).toBe(ENVELOPE_BYTES[size]);
    const first = openFirstEnvelope(envelope, opening.opening?.envelopeKey as Uint8Array);
    expect(inviter.receive(first?.message as Uint8Array)).toBe('opened');
    expect(inviter.read.at(-1)?.items).toEqual([text, control]);
  });
});

test('control data is what the class leaves: two services with two fresh addresses each fit, and an offer or answer alone', () => {
  const service = { origin: 'x'.repeat(128), key: new Uint8Array(32) };
  const addresses = Array.from({ length: 2 }, () => new Uint8Array(DELIVERY_ADDRESS_BYTES));
  const grants: Item = { kind: 'addresses', value: [service, service].map((one) => ({ service: one, addresses })) };
  const alone = (one: Item) => messageBody.encode(bodyOf([one])).length - messageBody.encode(bodyOf([])).length;
  expect(alone(grants)).toBeLessThanOrEqual(CONTROL_BYTES);
  for (const secret of [
    { kind: 'pqOffer', value: { number: 1, key: new Uint8Array(1184) } },
    { kind: 'pqAnswer', value: { number: 1, ciphertext: new Uint8Array(1088) } },
  ] as Item[])
    expect(messageBody.encode(bodyOf([secret])).length).toBeLessThanOrEqual(BODY_BYTES.small);
});

test('the class follows the text and nothing else', () => {
  expect([0, 1500, 1501, 13_700, 13_701].map(classOf)).toEqual(['small', 'small', 'large', 'large', null]);
});

describe('first and later envelopes', () => {
  const sizes: EnvelopeClass[] = ['small', 'large'];
  test.each(sizes)('of the %s class cannot be told apart by their bytes', (size) => {
    const { opening, settled } = stages();
    for (const party of [opening, settled]) {
      const counts = new Uint32Array(256);
      const atPlace = Array.from({ length: 256 }, () => new Set<number>());
      let total = 0;
      for (let n = 0; n < 300; n++) {
        const envelope = party.send([{ kind: 'text', value: { text: 'aaaa'.repeat(100) } }], size);
        for (const byte of envelope) counts[byte] = (counts[byte] as number) + 1;
        for (let place = 0; place < 256; place++) atPlace[place]?.add(envelope[place] as number);
        total += envelope.length;
      }
      // Chi-square with 255 degrees of freedom; 400 would come by chance once in 10^8, and the script always gives the
      // same bytes.
      const expected = total / 256;
      const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(chi).toBeLessThan(400);
      // No place of the head is fixed: 300 draws of 256 values leave about 177 of them seen.
      for (const seen of atPlace) expect(seen.size).toBeGreaterThan(140);
    }
  });

  test('a later envelope is not a first one, and a first one is no ratchet message', () => {
    const { opening, settled, inviter } = stages();
    const key = opening.opening?.envelopeKey as Uint8Array;
    expect(openFirstEnvelope(settled.say('x'), key)).toBeNull();
    expect(inviter.receive(opening.say('x'))).toBe('unreadable');
  });
});

describe('a first envelope', () => {
  test('opens whole, under its key, in its size, or not at all', () => {
    const { opening } = stages();
    const key = opening.opening?.envelopeKey as Uint8Array;
    const envelope = opening.say('x');
    expect(openFirstEnvelope(envelope, key)?.handshake).toEqual(opening.opening?.handshake);
    expect(openFirstEnvelope(envelope, new Uint8Array(32))).toBeNull();
    for (const length of [0, 4095, 4097]) expect(openFirstEnvelope(new Uint8Array(length), key)).toBeNull();
    expect(openFirstEnvelope(envelope.slice(0, -1), key)).toBeNull();
    // Rightly sealed, of a third size.
    const inside = concat(handshake.encode(opening.opening?.handshake as Handshake), new Uint8Array(200));
    const odd = seal(aeadKey(key), inside, ascii('nucleus/first-envelope/1'), scripted('odd').draw);
    expect(openFirstEnvelope(odd, key)).toBeNull();
    assert(
      property(integer({ min: 0, max: 4096 * 8 - 1 }), (bit) => {
        const changed = envelope.with(bit >> 3, (envelope[bit >> 3] as number) ^ (1 << (bit & 7)));
        expect(openFirstEnvelope(changed, key)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  test('repeats one handshake and spends a message key each, so all of them are read, in any order', () => {
    const { acceptor, inviter } = introduce(scripted('i').draw, scripted('a').draw);
    const key = acceptor.opening?.envelopeKey as Uint8Array;
    const opened = ['1', '2', '3'].map((text) => openFirstEnvelope(acceptor.say(text), key));
    expect(new Set(opened.map((first) => JSON.stringify(first?.handshake))).size).toBe(1);
    for (const first of opened.reverse()) expect(inviter.receive(first?.message as Uint8Array)).toBe('opened');
    const texts = inviter.read.map(({ items }) => (items[0]?.kind === 'text' ? items[0].value.text : ''));
    expect(texts).toEqual(['hello', '3', '2', '1']);
  });
});

describe('what decrypts and says nothing intelligible', () => {
  test.each([
    ['another version', concat(new Uint8Array([9, 2]), new Uint8Array(40))],
    ['bytes of no format', new Uint8Array(60).fill(7)],
  ])('(%s) spends its key and is told from what does not decrypt', (_, content) => {
    const { settled, inviter } = introducedBothWays();
    const padded = pad(content, ENVELOPE_BYTES.small - 100);
    const { state, message } = encrypt(settled.state, padded, scripted('x').draw);
    settled.state = state;
    expect(inviter.receive(message)).toBe('unintelligible');
    expect(inviter.receive(message)).toBe('spent');
    expect(inviter.receive(settled.say('goes on'))).toBe('opened');
  });

  test('(padding that is not zero) likewise', () => {
    const { settled, inviter } = introducedBothWays();
    const padded = pad(messageBody.encode(bodyOf([])), ENVELOPE_BYTES.small - 100);
    const { message } = encrypt(settled.state, padded.with(padded.length - 1, 1), scripted('x').draw);
    expect(openMessage(inviter.state, message, () => null, scripted('y').draw).outcome).toBe('unintelligible');
  });
});

function introducedBothWays(): { settled: Party; inviter: Party } {
  const { acceptor, inviter } = introduce(scripted('i').draw, scripted('a').draw);
  acceptor.receive(inviter.say('reply'));
  return { settled: acceptor, inviter };
}

test('an attachment and a long text with the longest of everything fit the small envelope beside all control items', () => {
  const longest = new Draw(1, 'most');
  const sizeOf = (item: Item) =>
    messageBody.encode({ id: new Uint8Array(16), clock: 0, sentAt: 0, items: [item] }).length;
  const empty = messageBody.encode({ id: new Uint8Array(16), clock: 0, sentAt: 0, items: [] }).length;
  for (const make of ITEM_SAMPLES) {
    const item = make(longest);
    if (item.kind === 'attachment' || item.kind === 'longText')
      expect(sizeOf(item) - empty, item.kind).toBeLessThanOrEqual(TEXT_BYTES.small);
  }
});
