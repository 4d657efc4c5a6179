// Descriptors and the requests that open a mailbox: signed words that hold for one origin, one key, one purpose.
import { describe, expect, test } from 'vitest';
import { createSignKeyPair } from '#crypto/keys.ts';
import type { DescriptorStatement } from '#wire/service.ts';
import { createGeneration } from '../address/address.ts';
import { dayOf, endOfDay } from '../base/day.ts';
import { pad, unpad } from '../base/padding.ts';
import { scripted } from '../vectors/scripted.ts';
import { generationOn, signDescriptor, verifyDescriptor } from './descriptor.ts';
import { signSession, verifySession } from './session.ts';

const script = scripted('service');
const keys = createSignKeyPair(script.draw);
const other = createSignKeyPair(script.draw);
const name = { origin: 'https://service.example', key: keys.publicKey };
const generations = [1, 2, 3].map(
  (number) =>
    createGeneration(
      number,
      { fromDay: 10 * number, untilDay: 10 * number + 14, opensUntilDay: 10 * number + 200 },
      script.draw,
    ).generation,
);
const statement: DescriptorStatement = {
  name,
  issuedAt: 7,
  roles: ['sending', 'receiving'],
  protocolVersions: [1],
  generations,
  mailDomain: '',
  maxBlobBytes: 1,
  retryHorizonDays: 5,
  tokenIssuers: [],
};

describe('a descriptor', () => {
  const signed = signDescriptor(keys.seed, statement);
  const fault = (blame: string, code: string) => expect.objectContaining({ blame, code });

  test('is believed from its own key, on first sight or again', () => {
    expect(verifyDescriptor(signed, { origin: name.origin })).toEqual(statement);
    expect(verifyDescriptor(signed, name)).toEqual(statement);
  });

  test('is untrusted of another origin, another key, or changed anywhere by a relay', () => {
    expect(() => verifyDescriptor(signed, { origin: 'https://other.example' })).toThrow(
      fault('untrusted', 'descriptor-origin'),
    );
    expect(() => verifyDescriptor(signed, { ...name, key: other.publicKey })).toThrow(
      fault('untrusted', 'descriptor-key'),
    );
    expect(() => verifyDescriptor(signDescriptor(other.seed, statement), name)).toThrow(
      fault('untrusted', 'descriptor-signature'),
    );
    for (let at = 0; at < signed.length; at += 5) {
      const changed = signed.with(at, (signed[at] as number) ^ 2);
      expect(() => verifyDescriptor(changed, name)).toThrow(expect.objectContaining({ name: 'Fault' }));
    }
  });

  test('names the newest generation of a day', () => {
    expect([9, 10, 19, 20, 30, 44, 45].map((day) => generationOn(statement, day)?.generation ?? null)).toEqual([
      null,
      1,
      1,
      2,
      3,
      3,
      null,
    ]);
  });
});

test('a session is signed for one origin, root, scope and challenge, and opens nothing else', () => {
  const session = {
    origin: name.origin,
    root: new Uint8Array(16),
    scope: 'fetch' as const,
    challenge: new Uint8Array(64),
  };
  const signature = signSession(keys.seed, session);
  expect(verifySession(keys.publicKey, session, signature)).toBe(true);
  expect(verifySession(other.publicKey, session, signature)).toBe(false);
  for (const change of [
    { origin: 'https://other.example' },
    { root: new Uint8Array(16).fill(1) },
    { scope: 'manage' as const },
    { challenge: new Uint8Array(64).fill(1) },
  ])
    expect(verifySession(keys.publicKey, { ...session, ...change }, signature)).toBe(false);
});

test('days are whole and begin at the epoch', () => {
  expect([0, 86_399_999, 86_400_000].map(dayOf)).toEqual([0, 0, 1]);
  expect(dayOf(endOfDay(5))).toBe(6);
  expect(dayOf(endOfDay(5) - 1)).toBe(5);
});

test('padding has one form for one content', () => {
  const padded = pad(new Uint8Array([1, 2]), 8);
  expect([...padded]).toEqual([0, 2, 1, 2, 0, 0, 0, 0]);
  expect([...unpad(padded)]).toEqual([1, 2]);
  const malformed = expect.objectContaining({ blame: 'malformed', code: 'padding' });
  for (const wrong of [
    padded.with(7, 1),
    padded.with(4, 1),
    padded.with(1, 7),
    padded.with(0, 1),
    new Uint8Array(0),
    new Uint8Array(1),
  ]) {
    expect(() => unpad(wrong)).toThrow(malformed);
  }
  expect([...unpad(pad(new Uint8Array([1, 2]), 4))]).toEqual([1, 2]);
  expect(() => pad(new Uint8Array(3), 4)).toThrow(expect.objectContaining({ blame: 'bug', code: 'padding-overflow' }));
});
