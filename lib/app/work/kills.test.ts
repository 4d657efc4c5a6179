// What a kill costs: nothing but a start. A program is ended at each of its requests and of its commits, in turn, while
// it sends a text and a file, has an invitation hosted, downloads, and empties a mailbox; without a word, or with its
// requests failing first, as they do under a browser that closes. The next one goes on at once: clocks stand still from
// beginning to end, so whatever waited for a time would wait for ever.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice } from '#e2e/harness/devices.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import type { Mailbox } from '#wire/transport.ts';
import { attachPart, beginAttachment, rangeOf } from '../attachments/attach.ts';
import { fetchAttachment } from '../attachments/transfer-down.ts';
import { transferKind } from '../records/attachment.ts';
import { invitationKind } from '../records/invitation.ts';
import { outboxKind, serviceTaskKind } from '../records/transit.ts';
import { invite } from '../relationships/invite.ts';
import { resetRelationship } from '../relationships/reset.ts';
import { sendText } from '../relationships/send.ts';

const CONTENT = Uint8Array.from({ length: 3 * PART_BYTES }, (_, at) => (at * 7 + (at >> 8)) & 0xff);
/** Which of them come when is a matter of chance, so that every third is each of them soon. */
const STRIDE = 3;
/** In a mailbox, of two services at most. */
const TEXTS = 7;
/** More than anything here takes; what waits for a time never comes. */
const ROUNDS = 40;
const nonce = () => encodeHex(nodeEntropy(16));

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
  const origins = [(await bench.start()).origin, (await bench.start()).origin] as [string, string];
  alex = await person(origins);
  blair = await person(origins);
  [alexs, blairs] = await acquaint(alex, blair);
  alex.stillAt = blair.stillAt = Date.now();
});

/** What a service gives of a mailbox: pages of two items, so that few make many pages. */
function inSmallPages(answer: any): any {
  if (answer?.items === undefined) return answer;
  const { items, remaining } = answer as Mailbox;
  return { items: items.slice(0, 2), remaining: remaining + Math.max(0, items.length - 2) };
}

type End = 'without a word' | 'with requests that fail first';

/**
 * Another life of a device, which ends at its `at`th request or commit.
 * @returns false if it had done its work before
 */
async function lifeOf(one: TestDevice, at: number, how: End, work: () => Promise<void>): Promise<boolean> {
  let events = 0;
  let isDead = false;
  let over = () => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const isOver = () => ++events > at;
  const onCommit = () => (isDead || (isOver() && how === 'without a word') ? 'crash-before' : 'go');
  one.life = { onCommit, onCrash: () => over() };
  one.meddle = async (_name, _origin, _request, goOn) => {
    if (!isOver()) return inSmallPages(await goOn());
    if (how === 'with requests that fail first') throw new Fault('unavailable', 'no-answer', 'ended under it');
    over();
    return new Promise(() => {});
  };
  one.restart();
  await Promise.race([ended, work()]);
  isDead = true;
  return events > at;
}

/** The next life, on a line that is well again. */
function revive(one: TestDevice): void {
  one.life = {};
  one.meddle = null;
  one.restart();
}

async function standing(one: TestDevice): Promise<number[]> {
  const waiting = await Promise.all([transferKind, outboxKind, serviceTaskKind].map((kind) => one.records<any>(kind)));
  return waiting.flat().map(({ value }) => value.notBeforeAt - one.now());
}

/** Lets both do what they do until it is so. False: it waits for something. */
async function comesTrue(holds: () => Promise<boolean>): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    if (await holds()) return true;
    for (const one of [alex, blair]) await one.settle();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return false;
}

async function handIn(name: string): Promise<void> {
  const app = await alex.app();
  const told = { kind: 'file', name, mediaType: 'text/plain', width: 0, height: 0 } as const;
  const given = { ...told, byteCount: CONTENT.length, thumbnail: new Uint8Array(0) };
  let attached = await beginAttachment(app, alexs, name, given);
  while (attached.ok && attached.next !== null) {
    const { part, from, to } = rangeOf(CONTENT.length, attached.next) as { part: number; from: number; to: number };
    attached = await attachPart(app, alexs, name, part, CONTENT.subarray(from, to));
  }
  if (!attached.ok) throw new Error(attached.reason);
}

/** What Alex does, under names that let it be done again. */
async function sends(text: string, file: string): Promise<void> {
  const app = await alex.app();
  await sendText(app, alexs, text, text);
  await handIn(file);
  if ((await alex.records(invitationKind)).every(({ value }) => value.label !== text))
    await invite(app, { name: 'Alex', label: text });
  const { courier } = await alex.vault();
  await Promise.all([courier.carry(), courier.send()]);
}

async function hears(text: string): Promise<boolean> {
  return (await blair.said(blairs)).includes(`they: ${text}`);
}

async function stateAt(one: TestDevice, id: string, name: string): Promise<string | null> {
  const found = (await one.thread(id)).find((entry) => encodeHex(entry.id) === name);
  return found?.content.kind === 'attachment' ? found.content.value.state : null;
}

/** How many items lie in the mailboxes of a device. */
async function waitingFor(one: TestDevice): Promise<number> {
  const { app, courier } = await one.vault();
  const pages = (await courier.accesses()).map(({ origin, session }) =>
    app.transport.call('getMailbox', origin, null, { session }),
  );
  return (await Promise.all(pages)).reduce((sum, { items }) => sum + items.length, 0);
}

async function isHosted(label: string): Promise<boolean> {
  return (await alex.records(invitationKind)).some(({ value }) => value.label === label && value.hosted);
}

describe.each<End>(['without a word', 'with requests that fail first'])('a program that ends %s', (how) => {
  test('and was sending is followed by one that goes on at once', async () => {
    for (let at = 0, ended = true; ended; at += STRIDE) {
      const [text, file] = [nonce(), nonce()];
      ended = await lifeOf(alex, at, how, () => sends(text, file));
      revive(alex);
      if (how === 'without a word') expect((await standing(alex)).filter((ms) => ms > 0)).toEqual([]);
      // The page asks the next one for the same.
      const again = sends(text, file);
      const arrived = async () =>
        (await hears(text)) && (await stateAt(blair, blairs, file)) === 'hosted' && (await isHosted(text));
      expect(await comesTrue(arrived), `killed at its ${at}th`).toBe(true);
      await again;
    }
  });

  test.each(['asks', 'answers'] as const)(
    'and starts a connection anew, the one who %s, is followed by one that goes on',
    async (who) => {
      for (let at = 0, ended = true; ended; at += STRIDE) {
        // More than some resets a day are not taken.
        alex.stillAt = blair.stillAt = (alex.stillAt ?? 0) + DAY_MS;
        const text = nonce();
        const asks = async () => {
          await resetRelationship(await alex.app(), alexs);
          await sendText(await alex.app(), alexs, text, text);
          await alex.settle();
          if (who === 'asks') for (const one of [blair, alex, alex]) await one.settle();
        };
        if (who === 'answers') await asks();
        const dies = who === 'asks' ? alex : blair;
        ended = await lifeOf(dies, at, how, who === 'asks' ? asks : () => blair.settle());
        revive(dies);
        await sendText(await alex.app(), alexs, text, text);
        expect(await comesTrue(() => hears(text)), `killed at its ${at}th`).toBe(true);
        const back = nonce();
        await sendText(await blair.app(), blairs, back, back);
        expect(await comesTrue(async () => (await alex.said(alexs)).includes(`they: ${back}`)), `after ${at}`).toBe(
          true,
        );
        expect((await blair.said(blairs)).filter((line) => line === `they: ${text}`)).toHaveLength(1);
      }
    },
  );

  test('and was downloading is followed by one that goes on at once', async () => {
    for (let at = 0, ended = true; ended; at += STRIDE) {
      const file = nonce();
      await handIn(file);
      expect(await comesTrue(async () => (await stateAt(blair, blairs, file)) === 'hosted')).toBe(true);
      ended = await lifeOf(blair, at, how, async () => {
        await fetchAttachment(await blair.app(), blairs, file);
        await (await blair.vault()).courier.carry();
      });
      revive(blair);
      if (how === 'without a word') expect((await standing(blair)).filter((ms) => ms > 0)).toEqual([]);
      // Pressed again if the press was lost.
      if ((await stateAt(blair, blairs, file)) === 'hosted') await fetchAttachment(await blair.app(), blairs, file);
      const came = async () => (await stateAt(blair, blairs, file)) === 'here';
      expect(await comesTrue(came), `killed at its ${at}th`).toBe(true);
    }
  });

  test('and was emptying a mailbox is followed by one that shows each text once', async () => {
    const all: string[] = [];
    for (let at = 0, ended = true; ended; at += STRIDE) {
      for (let text = 0; text < TEXTS; text++) {
        const said = `${at}: ${text}`;
        await sendText(await alex.app(), alexs, said, nonce());
        all.push(`they: ${said}`);
      }
      const came = async () => (await blair.said(blairs)).filter((line) => line.startsWith('they: ')).length;
      await eventually(async () => {
        await alex.settle();
        return (await waitingFor(blair)) + (await came()) >= all.length;
      });
      ended = await lifeOf(blair, at, how, async () => (await blair.vault()).courier.fetch());
      revive(blair);
      expect(await comesTrue(async () => (await came()) >= all.length), `killed at its ${at}th`).toBe(true);
      expect((await blair.said(blairs)).filter((line) => all.includes(line)).sort()).toEqual(all.toSorted());
    }
  });
});
