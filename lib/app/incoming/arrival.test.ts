// A person who does not let others see when they are there: messages come in, and none goes out that says so.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import { outboxKind } from '../records/transit.ts';
import { markRead } from '../relationships/read.ts';
import { changeSettings } from '../services/settings.ts';

const bench = new Bench();
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  const { origin } = await bench.start();
  alex = await person([origin]);
  blair = await person([origin]);
  [alexs, blairs] = await acquaint(alex, blair);
  // Key offers and their answers, which go on by themselves after a first meeting, are through.
  await until([alex, blair], async () => {
    const counts = [alex, blair].map(({ calls }) => calls.length);
    for (const one of [alex, blair, alex, blair]) await one.settle();
    const sent = [alex, blair]
      .flatMap(({ calls }, i) => calls.slice(counts[i]))
      .some((call) => call.startsWith('submit'));
    return !sent && (await alex.records(outboxKind)).length === 0;
  });
});
afterAll(() => bench.end());

/** Of what Blair said, how far it is known to have come. */
const told = async () => (await blair.delivery(blairs)).filter((state) => state !== null);

test('switched off, what arrives is shown and answered by nothing, until it is switched on again', async () => {
  await changeSettings(await alex.app(), { receivedReceipts: false });
  alex.calls.splice(0);
  await blair.say(blairs, 'are you there?');
  await until([alex, blair], async () => (await alex.said(alexs)).includes('they: are you there?'));
  for (let turn = 0; turn < 4; turn++) for (const one of [alex, blair]) await one.settle();
  expect(alex.calls.filter((call) => call.startsWith('submit'))).toEqual([]);
  expect((await told()).at(-1)).toBe('sent');
  // Their own messages tell no more than that either.
  await alex.say(alexs, 'now I am');
  await until([alex, blair], async () => (await blair.said(blairs)).includes('they: now I am'));
  expect((await told()).at(-1)).toBe('sent');

  await changeSettings(await alex.app(), { receivedReceipts: true });
  await blair.say(blairs, 'and now?');
  await until([alex, blair], async () => (await told()).at(-1) === 'received');
  expect((await told()).at(-2)).toBe('sent');
});

test('what was read earlier than it was told of is told of in a moment, also by another life of the program', async () => {
  alex.stillAt = Date.now();
  await blair.say(blairs, 'before you looked');
  await until([alex, blair], async () => (await told()).at(-1) === 'received');
  await markRead(await alex.app(), alexs);
  expect(alex.sendAgainAt).toBe(alex.stillAt + 1000);
  alex.restart();
  await until([alex, blair], async () => (await told()).at(-1) === 'read');
  alex.stillAt = null;
});

test('before the eyes of the person, one message says that a text came and that it was read', async () => {
  alex.lookedAt.add(alexs);
  alex.stillAt = Date.now();
  const comes = async (text: string): Promise<void> => {
    alex.calls.splice(0);
    await blair.say(blairs, text);
    await until([alex, blair], async () => (await alex.said(alexs)).includes(`they: ${text}`));
    for (let turn = 0; turn < 4; turn++) for (const one of [alex, blair]) await one.settle();
    expect(submitted()).toBe(0);
    expect((await told()).at(-1)).toBe('sent');
  };
  const submitted = (): number => alex.calls.filter((call) => call.startsWith('submit')).length;

  await comes('look here');
  await markRead(await alex.app(), alexs);
  await alex.settle();
  expect(submitted()).toBe(0);
  alex.stillAt += 1000;
  await until([alex, blair], async () => (await told()).at(-1) === 'read');
  expect(submitted()).toBe(1);
  alex.stillAt += 5000;
  await alex.settle();
  expect(submitted()).toBe(1);

  // Who writes back in that moment says it with the text.
  await comes('and write back');
  await markRead(await alex.app(), alexs);
  await alex.say(alexs, 'here I am');
  await until([alex, blair], async () => (await told()).at(-1) === 'read');
  alex.stillAt += 5000;
  await alex.settle();
  expect(submitted()).toBe(1);

  // They looked away in that moment: it came all the same, and that is said.
  await comes('and here');
  expect(alex.sendAgainAt).toBe(alex.stillAt + 1000);
  alex.stillAt += 1000;
  await until([alex, blair], async () => (await told()).at(-1) === 'received');
  expect(submitted()).toBe(1);
  alex.stillAt = null;
});
