// Ids of submissions: two devices of one person derive the same for the same automatic message, and no other party can.
import '#e2e/harness/seed.ts';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import type { Item } from '#wire/message.ts';
import { introduce } from '../vectors/party.ts';
import { scripted } from '../vectors/scripted.ts';
import { automaticDedupe, nextDedupe } from './dedupe.ts';
import { ratchetState } from './ratchet-state.ts';

const { acceptor } = introduce(scripted('dedupe inviter').draw, scripted('dedupe acceptor').draw);
const seed = new Uint8Array(32).fill(7);
const id = (fill: number) => new Uint8Array(16).fill(fill);
const receipt = (...messages: Uint8Array[]): Item => ({ kind: 'receipt', value: { state: 'received', messages } });
const grant = (fill: number): Item => ({
  kind: 'addresses',
  value: [
    { service: { origin: 'https://a.example', key: new Uint8Array(32) }, addresses: [new Uint8Array(155).fill(fill)] },
  ],
});
const named = (items: readonly Item[], state = acceptor.state, under = seed) =>
  encodeHex(automaticDedupe(under, state, items));

describe('an automatic message', () => {
  test('has one id on all devices that share the ratchet, though the addresses in it are of each', () => {
    const copied = ratchetState.decode(ratchetState.encode(acceptor.state));
    expect(named([grant(1), receipt(id(1))])).toBe(named([grant(2), receipt(id(1))], copied));
  });

  test('has another at every place of the ratchet, for every thing told, and under every seed', () => {
    const before = acceptor.state;
    acceptor.send([]);
    const names = [
      named([receipt(id(1))], before),
      named([receipt(id(1))]),
      named([receipt(id(2))]),
      named([receipt(id(1), id(2))]),
      named([receipt(id(1)), receipt(id(2))]),
      named([grant(1), receipt(id(1))]),
      named([{ kind: 'receipt', value: { state: 'read', messages: [id(1)] } }]),
      named([]),
      named([{ kind: 'profile', value: { name: 'A', pronouns: '' } }]),
      named([receipt(id(1))], acceptor.state, new Uint8Array(32).fill(8)),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
  });
});

test('the next id of an envelope is another, and does not lead back', () => {
  assert(
    property(uint8Array({ minLength: 16, maxLength: 16 }), (dedupe) => {
      const chain = [dedupe, nextDedupe(dedupe), nextDedupe(nextDedupe(dedupe))].map(encodeHex);
      expect(new Set(chain).size).toBe(3);
    }),
  );
});
