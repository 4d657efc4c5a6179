// Records of messages and service tasks as the first version wrote them: their values are read unchanged.
import { expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { messageKind } from './message.ts';
import { serviceTaskKind } from './transit.ts';

test('a message of the first version', () => {
  // {id 01…, mine, clock 3, sentAt 5, receivedAt 6, delivery read, text "hi"} as version 1 encoded it.
  const written = `${'01'.repeat(16)}0100000003000000000005000000000006010401000268 69`.replace(' ', '');
  const bytes = Uint8Array.from(written.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  expect(messageKind.upgrades[1]?.(bytes)).toEqual({
    id: new Uint8Array(16).fill(1),
    mine: true,
    clock: 3,
    sentAt: 5,
    receivedAt: 6,
    delivery: 'read',
    content: { kind: 'text', value: 'hi' },
  });
});

test('a service task of the first version', () => {
  const task = { kind: 'forget' as const, value: { relationship: new Uint8Array(16).fill(2), upTo: 9 } };
  const written = `0000000000070001000000000008${'07'}${'02'.repeat(16)}00000009`;
  const value = { createdAt: 7, tries: 1, notBeforeAt: 8, task };
  const bytes = Uint8Array.from(written.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  expect(serviceTaskKind.upgrades[1]?.(bytes)).toEqual(value);
  expect(encodeHex(serviceTaskKind.format.encode(value))).toBe(written);
});

test('a mail of before a site’s mailer was known has none', () => {
  // {id 01…, theirs, clock 1, sentAt 5, receivedAt 6, mail} as version 2 encoded it.
  const texts = ['s', 'n', 'a@b.example', 'p'].map(
    (text) => `00${text.length.toString(16).padStart(2, '0')}${Buffer.from(text).toString('hex')}`,
  );
  const written = `${'01'.repeat(16)}0000000001000000000005000000000006${'00'}02${texts.join('')}01000000${'00'}`;
  const bytes = Uint8Array.from(written.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const read = messageKind.upgrades[2]?.(bytes);
  expect(read?.content).toMatchObject({
    kind: 'mail',
    value: { authentic: true, fromAddress: 'a@b.example', mailer: null },
  });
  expect(messageKind.format.decode(messageKind.format.encode(read as NonNullable<typeof read>))).toEqual(read);
});
