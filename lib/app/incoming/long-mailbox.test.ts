// A mailbox of several pages: the next page is on its way while one is taken in, and the service is told of nothing
// that is not committed.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice } from '#e2e/harness/devices.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import type { Mailbox } from '#wire/transport.ts';
import { sendText } from '../relationships/send.ts';

const TEXTS = Array.from({ length: 7 }, (_, at) => `text ${at}`);

const bench = new Bench();
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
});
afterAll(() => bench.end());
beforeEach(async () => {
  const { origin } = await bench.start();
  [alex, blair] = [await person([origin]), await person([origin])];
  [alexs, blairs] = await acquaint(alex, blair);
  const app = await alex.app();
  // One after the other: of several under way at once any may lie in the mailbox first.
  for (const [at, text] of TEXTS.entries()) {
    await sendText(app, alexs, text, encodeHex(nodeEntropy(16)));
    await (await alex.vault()).courier.send();
    await eventually(async () => (await page()).items.length > at);
  }
});

async function page(): Promise<Mailbox> {
  const { app, courier } = await blair.vault();
  const [access] = await courier.accesses();
  if (access === undefined) throw new Error('no access');
  return app.transport.call('getMailbox', access.origin, null, { session: access.session });
}

const heard = async () => (await blair.said(blairs)).filter((line) => line.startsWith('they: text'));

/** A service may give less than a page holds. */
function twoOf({ items, remaining }: Mailbox): Mailbox {
  return { items: items.slice(0, 2), remaining: remaining + Math.max(0, items.length - 2) };
}

test('is asked for the next page before one is taken in, and acknowledged only what was committed', async () => {
  const calls: string[] = [];
  let given = 0;
  const acknowledged: number[] = [];
  blair.meddle = async (name, _, request, goOn) => {
    if (name === 'getMailboxPage') {
      // All but the page that is about to be taken in.
      calls.push(`page after ${given} given, ${await heardCount()} taken`);
      acknowledged.push(...request.acknowledged);
      expect(acknowledged.length).toBeLessThanOrEqual(await heardCount());
    }
    if (name === 'acknowledge') {
      acknowledged.push(...request.sequences);
      expect(acknowledged.length).toBeLessThanOrEqual(await heardCount());
    }
    const answer = await goOn();
    if (name !== 'getMailbox' && name !== 'getMailboxPage') return answer;
    const short = twoOf(answer);
    given += short.items.length;
    return short;
  };
  const heardCount = async () => (await heard()).length;
  await (await blair.vault()).courier.fetch();
  blair.meddle = null;
  expect(await heard()).toEqual(TEXTS.map((text) => `they: ${text}`));
  expect(calls).toEqual(['page after 2 given, 0 taken', 'page after 4 given, 2 taken', 'page after 6 given, 4 taken']);
  expect(new Set(acknowledged).size).toBe(TEXTS.length);
  expect((await page()).items).toEqual([]);
});

test('whose next page does not come loses nothing of the one before, and shows nothing twice', async () => {
  let pages = 0;
  blair.meddle = async (name, _, __, goOn) => {
    if (name === 'getMailboxPage' && ++pages === 2) throw new Fault('unavailable', 'no-answer', 'away');
    const answer = await goOn();
    return name === 'getMailbox' || name === 'getMailboxPage' ? twoOf(answer) : answer;
  };
  await (await blair.vault()).courier.fetch();
  expect(await heard()).toEqual(TEXTS.slice(0, 4).map((text) => `they: ${text}`));
  blair.meddle = null;
  await (await blair.vault()).courier.fetch();
  expect(await heard()).toEqual(TEXTS.map((text) => `they: ${text}`));
});
