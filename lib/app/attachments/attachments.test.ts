// Attachments between two people over real services: both sides end with the same bytes, whichever program is killed at
// any time, and no loss goes untold.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { sealBlob } from '#protocol/blob/blob.ts';
import { Bench } from '#services/testing/services.ts';
import { partCount } from '#wire/blob.ts';
import { MAX_BLOB_BYTES, PART_BYTES } from '#wire/sizes.ts';
import { AUTOMATIC_BYTES } from '../items/blob.ts';
import { blobDigestsKind, blobPartKind, fetchedKind, longTextKind, transferKind } from '../records/attachment.ts';
import type { Message } from '../records/message.ts';
import { serviceTaskKind } from '../records/transit.ts';
import { end } from '../relationships/end.ts';
import { markRead } from '../relationships/read.ts';
import { retryMessage, sendText } from '../relationships/send.ts';
import { showThread } from '../show/thread.ts';
import { type Attaching, attachPart, beginAttachment, rangeOf } from './attach.ts';
import { dropAttachment, readLongText, readPart, stopTransfer } from './attachments.ts';
import { AUTOMATIC_DAY_BYTES, fetchAttachment } from './transfer-down.ts';

const bench = new Bench();
let now = Date.now();
let origins: [string, string] = ['', ''];
let alex: TestDevice;
let blair: TestDevice;
let alexs = '';
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  const context = { now: () => now };
  origins = [(await bench.start({}, context)).origin, (await bench.start({}, context)).origin];
});
afterAll(() => bench.end());
beforeEach(async () => {
  now = Date.now();
  alex = await person(origins);
  blair = await person(origins);
  [alexs, blairs] = await acquaint(alex, blair);
});

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => (at * 13 + (at >> 9)) & 0xff);
const given = (content: Uint8Array, change: Partial<Attaching> = {}): Attaching => ({
  kind: 'file',
  name: 'notes.pdf',
  mediaType: 'application/pdf',
  byteCount: content.length,
  width: 0,
  height: 0,
  thumbnail: new Uint8Array(0),
  ...change,
});
const nonce = () => encodeHex(nodeEntropy(16));

/** As a page does it: hands in the part wanted next, until all are in. */
async function handIn(
  one: TestDevice,
  id: string,
  name: string,
  content: Uint8Array,
  change: Partial<Attaching> = {},
  upTo = Number.POSITIVE_INFINITY,
): Promise<void> {
  const app = await one.app();
  let attached = await beginAttachment(app, id, name, given(content, change));
  while (attached.ok && attached.next !== null && attached.next < upTo) {
    const { part, from, to } = rangeOf(content.length, attached.next) as { part: number; from: number; to: number };
    attached = await attachPart(app, id, name, part, content.subarray(from, to));
  }
  if (!attached.ok) throw new Error(attached.reason);
}

type WithBlob = Extract<Message['content'], { kind: 'attachment' | 'longText' }>;
async function blobs(one: TestDevice, id: string): Promise<(Message & { content: WithBlob })[]> {
  return (await one.thread(id)).filter(
    (entry): entry is Message & { content: WithBlob } =>
      entry.content.kind === 'attachment' || entry.content.kind === 'longText',
  );
}
const states = async (one: TestDevice, id: string) => (await blobs(one, id)).map(({ content }) => content.value.state);
const carried = async (one: TestDevice) => {
  const { courier } = await one.vault();
  await courier.carry();
  await one.settle();
};

async function contentAt(one: TestDevice, id: string, index = 0): Promise<Uint8Array> {
  const entry = (await blobs(one, id))[index];
  if (entry === undefined) throw new Error('no attachment');
  const pieces: Uint8Array[] = [];
  for (let part = 0; part < partCount(entry.content.value.reference.byteCount); part++)
    pieces.push((await readPart(await one.app(), id, encodeHex(entry.id), part)) as Uint8Array);
  return concat(...pieces);
}

describe('a file', () => {
  test('arrives when it is asked for, whole, and both are told how far it got', async () => {
    const content = bytesOf(3 * PART_BYTES + 5);
    await handIn(alex, alexs, nonce(), content);
    await until([alex, blair], async () => (await states(blair, blairs))[0] === 'hosted');
    expect(await states(alex, alexs)).toEqual(['here']);
    expect(equal(await contentAt(alex, alexs), content)).toBe(true);
    expect((await blobs(blair, blairs))[0]?.content.value).toMatchObject({
      name: 'notes.pdf',
      byteCount: content.length,
    });
    // The reader asked only its own receiving services.
    blair.calls.splice(0);
    const [message] =
      (await showThread((await blair.app()).store, { relationship: blairs, before: null, limit: 9 }))?.messages.filter(
        ({ type }) => type === 'attachment',
      ) ?? [];
    await fetchAttachment(await blair.app(), blairs, message?.id ?? '');
    await until([blair], async () => (await states(blair, blairs))[0] === 'here');
    expect(equal(await contentAt(blair, blairs), content)).toBe(true);
    expect(blair.calls.filter((call) => /getBlob|fetchBlob/.test(call)).length).toBeGreaterThan(4);
    expect(blair.calls.some((call) => call.startsWith('getBlob'))).toBe(false);
    await until([alex, blair], async () => (await blobs(alex, alexs))[0]?.delivery === 'received');
    await markRead(await blair.app(), blairs);
    await until([alex, blair], async () => (await blobs(alex, alexs))[0]?.delivery === 'read');
    for (const one of [alex, blair]) expect(await one.records(transferKind)).toEqual([]);
    await dropAttachment(await blair.app(), blairs, message?.id ?? '');
    expect(await states(blair, blairs)).toEqual(['hosted']);
    await until([blair], async () => (await blair.records(blobPartKind)).length === 0);
    expect(await blair.records(blobDigestsKind)).toEqual([]);
  });

  test('is handed in once: what is repeated is passed over, what is out of turn is asked for again', async () => {
    const content = bytesOf(2 * PART_BYTES);
    const app = await alex.app();
    const name = nonce();
    await handIn(alex, alexs, name, content, {}, 1);
    expect(await beginAttachment(app, alexs, name, given(content))).toEqual({ ok: true, next: 1 });
    expect(await attachPart(app, alexs, name, 0, bytesOf(9))).toEqual({ ok: true, next: 1 });
    expect(await attachPart(app, alexs, name, 2, bytesOf(9))).toEqual({ ok: true, next: 1 });
    // Other content under the same key and number would give both away: the first one stays.
    const [before] = await alex.records(blobPartKind);
    await attachPart(app, alexs, name, 0, new Uint8Array(PART_BYTES - 20));
    expect(await alex.records(blobPartKind)).toEqual([before]);
    expect(await attachPart(app, alexs, name, 1, bytesOf(9))).toEqual({ ok: false, reason: 'gone' });
    expect(await states(alex, alexs)).toEqual(['preparing']);
    expect((await blobs(alex, alexs))[0]?.delivery).toBe('waiting');
    await handIn(alex, alexs, name, content);
    await until([alex, blair], async () => (await states(blair, blairs)).length === 1);
    expect(await blobs(alex, alexs)).toHaveLength(1);
  });

  test('goes on behind the last part that was committed when a worker is killed, up and down', async () => {
    const content = bytesOf(11 * PART_BYTES);
    // Of the part after the last that was answered on, as many as are under way are asked again.
    const AT_ONCE = 4;
    const name = nonce();
    let parts = 0;
    const counting =
      (endpoint: string, dies: number) =>
      async (called: string, _: string, __: unknown, goOn: () => Promise<unknown>) => {
        if (called === endpoint && ++parts > dies) return new Promise(() => {});
        return goOn();
      };
    alex.meddle = counting('putBlobPart', 5);
    await handIn(alex, alexs, name, content);
    void (await alex.vault()).courier.carry();
    await until([], async () => (await alex.records(transferKind))[0]?.value.moved === 5 && parts === 5 + AT_ONCE);
    alex.restart();
    parts = 0;
    alex.meddle = counting('putBlobPart', 99);
    await until([alex, blair], async () => (await states(blair, blairs)).length === 1);
    expect(parts).toBe(7);

    parts = 0;
    blair.meddle = counting('fetchBlobPart', 6);
    const at = encodeHex((await blobs(blair, blairs))[0]?.id as Uint8Array);
    await fetchAttachment(await blair.app(), blairs, at);
    await until([], async () => (await blair.records(transferKind))[0]?.value.moved === 6 && parts === 6 + AT_ONCE);
    blair.restart();
    parts = 0;
    blair.meddle = counting('fetchBlobPart', 99);
    await carried(blair);
    await until([blair], async () => (await states(blair, blairs))[0] === 'here');
    expect(parts).toBe(6);
    expect(equal(await contentAt(blair, blairs), content)).toBe(true);
  });

  test('that is asked for while a long one is on its way does not wait until that is through', async () => {
    await handIn(blair, blairs, nonce(), bytesOf(PART_BYTES));
    await until([alex, blair], async () => (await states(alex, alexs))[0] === 'hosted');
    const theirs = encodeHex((await blobs(alex, alexs))[0]?.id as Uint8Array);
    const order: string[] = [];
    let handedIn = () => {};
    const whole = new Promise<void>((resolve) => {
      handedIn = resolve;
    });
    alex.meddle = async (called, _, __, goOn) => {
      if (called === 'putBlobPart') await whole;
      if (called === 'putBlobPart' || called === 'fetchBlobPart') order.push(called);
      // A press in the middle of the long one.
      if (order.length === 3) await fetchAttachment(await alex.app(), alexs, theirs);
      return goOn();
    };
    await handIn(alex, alexs, nonce(), bytesOf(32 * PART_BYTES));
    handedIn();
    await (await alex.vault()).courier.carry();
    await until([alex, blair], async () => (await states(blair, blairs)).length === 2);
    expect(await states(alex, alexs)).toEqual(['here', 'here']);
    expect(order.indexOf('fetchBlobPart')).toBeGreaterThan(0);
    expect(order.indexOf('fetchBlobPart')).toBeLessThan(32);
  });

  test('of several chosen at once, each goes out and stands behind the one before, however long that takes', async () => {
    const named = (one: TestDevice, id: string) =>
      blobs(one, id).then((all) => all.map(({ content }) => (content.kind === 'attachment' ? content.value.name : '')));
    const ids = [nonce(), nonce(), nonce(), nonce()] as const;
    let isSlow = true;
    alex.meddle = async (called, _, request, goOn) => {
      // The first is long, and its host takes its time.
      if (isSlow && called === 'putBlobPart' && (request as Uint8Array).length === PART_BYTES)
        throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await handIn(alex, alexs, ids[0], bytesOf(3 * PART_BYTES), { name: 'film.mp4' });
    await handIn(alex, alexs, ids[1], bytesOf(1000), { name: 'second.pdf', after: ids[0] });
    await handIn(alex, alexs, ids[2], bytesOf(2000), { name: 'third.pdf', after: ids[1] });
    // Chosen by itself: it waits for no other.
    await handIn(alex, alexs, ids[3], bytesOf(3000), { name: 'alone.pdf' });
    await until([alex, blair], async () => (await named(blair, blairs)).length === 1);
    expect(await named(blair, blairs)).toEqual(['alone.pdf']);
    expect(await states(alex, alexs)).toEqual(['uploading', 'uploading', 'uploading', 'here']);
    isSlow = false;
    await until([alex, blair], async () => {
      alex.aheadMs += 60_000;
      return (await named(blair, blairs)).length === 4;
    });
    const order = ['alone.pdf', 'film.mp4', 'second.pdf', 'third.pdf'];
    expect([await named(alex, alexs), await named(blair, blairs)]).toEqual([order, order]);
  });

  test('stands before those chosen after it as soon as it is sent, and lets them go when it is stopped', async () => {
    const named = async () =>
      (await blobs(alex, alexs)).map(({ content }) => (content.kind === 'attachment' ? content.value.name : ''));
    const [first, second, third] = [nonce(), nonce(), nonce()];
    /** No host takes parts longer than the first and shorter than the second of these byte counts. */
    let held: readonly [number, number] = [20_000, Number.POSITIVE_INFINITY];
    alex.meddle = async (called, _, request, goOn) => {
      const length = called === 'putBlobPart' ? (request as Uint8Array).length : 0;
      if (length > held[0] && length < held[1]) throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await handIn(alex, alexs, first, bytesOf(9_000), { name: 'a' });
    await handIn(alex, alexs, second, bytesOf(40_000), { name: 'b', after: first });
    await handIn(alex, alexs, third, bytesOf(150_000), { name: 'c', after: second });
    await until([alex, blair], async () => (await states(blair, blairs)).length === 1);
    expect([await named(), await states(alex, alexs)]).toEqual([
      ['a', 'b', 'c'],
      ['here', 'uploading', 'uploading'],
    ]);
    held = [20_000, 90_000];
    await until([alex], async () => {
      alex.aheadMs += 60_000;
      return (await alex.records(transferKind)).some(({ value }) => value.moved === 1);
    });
    expect(await states(blair, blairs)).toHaveLength(1);
    await stopTransfer(await alex.app(), alexs, second);
    await until([alex, blair], async () => {
      alex.aheadMs += 60_000;
      return (await states(blair, blairs)).length === 2;
    });
    expect(await named()).toEqual(['a', 'c']);
  });

  test('begins anew where its host forgot it, and goes to another host where one is away', async () => {
    const content = bytesOf(2 * PART_BYTES);
    alex.meddle = async (called, origin, _, goOn) => {
      if (called === 'createBlob' && origin === origins[0]) throw new Fault('unavailable', 'no-answer', 'away');
      return goOn();
    };
    await handIn(alex, alexs, nonce(), content, {}, 1);
    await until([alex], async () => (await alex.records(transferKind))[0]?.value.moved === 1);
    expect((await alex.records(transferKind))[0]?.value.reference.origin).toBe(origins[1]);
    // A day of silence: the service has let go of the unfinished blob.
    alex.aheadMs += DAY_MS + 1;
    now += DAY_MS + 1;
    const [unfinished] = await alex.records(transferKind);
    await handIn(alex, alexs, encodeHex(unfinished?.value.message as Uint8Array), content);
    await until([alex], async () => {
      alex.aheadMs += 60_000;
      return (await states(alex, alexs))[0] === 'here';
    });
    expect((await blobs(alex, alexs))[0]?.content.value.reference.origin).toBe(origins[1]);
  });

  test('that was stopped is out of the conversation and off the disk, whenever that was', async () => {
    for (const upTo of [1, 99]) {
      const name = nonce();
      alex.meddle = async (called, _, __, goOn) => {
        if (called === 'putBlobPart') throw new Fault('unavailable', 'no-answer', 'away');
        return goOn();
      };
      await handIn(alex, alexs, name, bytesOf(3 * PART_BYTES), {}, upTo);
      await stopTransfer(await alex.app(), alexs, name);
      expect(await attachPart(await alex.app(), alexs, name, 1, bytesOf(1))).toEqual({ ok: false, reason: 'gone' });
      await until([alex], async () => (await alex.records(blobPartKind)).length === 0);
      expect(await blobs(alex, alexs)).toEqual([]);
      expect(await alex.records(transferKind)).toEqual([]);
    }
    alex.meddle = null;
    await handIn(alex, alexs, nonce(), bytesOf(5 * PART_BYTES));
    await until([alex, blair], async () => (await states(blair, blairs)).length === 1);
    const at = encodeHex((await blobs(blair, blairs))[0]?.id as Uint8Array);
    let fetched = 0;
    blair.meddle = async (called, _, __, goOn) => {
      if (called === 'fetchBlobPart' && ++fetched > 4) return new Promise(() => {});
      return goOn();
    };
    await fetchAttachment(await blair.app(), blairs, at);
    await until([], async () => (await blair.records(transferKind))[0]?.value.moved === 4 && fetched > 4);
    await stopTransfer(await blair.app(), blairs, at);
    expect(await states(blair, blairs)).toEqual(['hosted']);
    expect(await blair.records(transferKind)).toEqual([]);
  });

  test('waits for room where no host has any, and goes to the one that has some first', async () => {
    const full = new Set(origins);
    alex.meddle = async (called, origin, _, goOn) => {
      if (called === 'createBlob' && full.has(origin)) throw new Fault('refused', 'no-room', 'full');
      return goOn();
    };
    await handIn(alex, alexs, nonce(), bytesOf(1000));
    await until([alex], async () => ((await alex.records(transferKind))[0]?.value.tries ?? 0) > 0);
    expect(await states(alex, alexs)).toEqual(['uploading']);
    full.delete(origins[1]);
    alex.aheadMs += 3_600_000;
    await until([alex, blair], async () => (await states(blair, blairs)).length === 1);
    expect((await blobs(blair, blairs))[0]?.content.value.reference.origin).toBe(origins[1]);
  });

  test('refused for good says so, and goes when it is tried again', async () => {
    alex.meddle = async (called, _, __, goOn) => {
      if (called === 'createBlob') throw new Fault('refused', 'too-large', 'no');
      return goOn();
    };
    const name = nonce();
    await handIn(alex, alexs, name, bytesOf(PART_BYTES));
    await until([alex], async () => (await states(alex, alexs))[0] === 'failed');
    expect((await blobs(alex, alexs))[0]?.delivery).toBe('failed');
    alex.meddle = null;
    await retryMessage(await alex.app(), alexs, name);
    await until([alex, blair], async () => (await states(blair, blairs))[0] === 'hosted');
    expect((await blobs(alex, alexs))[0]?.delivery).not.toBe('failed');
  });

  test('that is empty, too large, or for somebody who is gone is not begun', async () => {
    const app = await alex.app();
    const begin = (change: Partial<Attaching>, id = alexs) =>
      beginAttachment(app, id, nonce(), given(bytesOf(1), change));
    expect(await begin({ byteCount: 0 })).toEqual({ ok: false, reason: 'empty' });
    expect(await begin({ byteCount: MAX_BLOB_BYTES + 1 })).toEqual({ ok: false, reason: 'too-large' });
    expect(await begin({}, nonce())).toEqual({ ok: false, reason: 'gone' });
    await end(await blair.app(), blairs);
    await until([alex, blair], async () => (await alex.known(alexs)).standing === 'ended');
    expect(await begin({})).toEqual({ ok: false, reason: 'ended' });
    expect(await alex.records(transferKind)).toEqual([]);
  });

  test('goes with its conversation, from every shelf', async () => {
    await handIn(alex, alexs, nonce(), bytesOf(2 * PART_BYTES));
    await handIn(alex, alexs, nonce(), bytesOf(2 * PART_BYTES), {}, 1);
    await end(await alex.app(), alexs);
    await until([alex], async () => (await alex.records(serviceTaskKind)).length === 0);
    for (const kind of [blobPartKind, blobDigestsKind, transferKind, longTextKind])
      expect(await alex.records(kind as never), kind.name).toEqual([]);
  });

  test('whose page never came back says after a day that it failed', async () => {
    await handIn(alex, alexs, nonce(), bytesOf(2 * PART_BYTES), {}, 1);
    await (await alex.vault()).courier.keepUp();
    expect(await states(alex, alexs)).toEqual(['preparing']);
    alex.aheadMs += DAY_MS;
    await (await alex.vault()).courier.keepUp();
    expect(await states(alex, alexs)).toEqual(['failed']);
    await until([alex], async () => (await alex.records(blobPartKind)).length === 0);
  });
});

describe('what comes', () => {
  const sent = async (change: object, content = bytesOf(1000)) => {
    const { reference } = sealBlob(content, { origin: origins[0], expiryDay: dayOf(now) + 3 }, nodeEntropy);
    const value = { ...given(content), blob: reference, ...change } as never;
    await alex.whisper(alexs, [{ kind: 'attachment', value }]);
    const before = (await states(blair, blairs)).length;
    await until([alex, blair], async () => (await states(blair, blairs)).length > before);
    return encodeHex((await blobs(blair, blairs)).at(-1)?.id as Uint8Array);
  };

  test('as a picture is fetched by itself, up to a size', async () => {
    const picture = bytesOf(50_000);
    await handIn(alex, alexs, nonce(), picture, { kind: 'picture', name: 'sea.jpg', mediaType: 'image/jpeg' });
    await until([alex, blair], async () => (await states(blair, blairs))[0] === 'here');
    expect(equal(await contentAt(blair, blairs), picture)).toBe(true);
    await sent({ kind: 'picture', byteCount: AUTOMATIC_BYTES + 1 });
    expect((await states(blair, blairs)).at(-1)).toBe('damaged');
  });

  test('as pictures without end is fetched up to a day’s share, and by a press from then on', async () => {
    const content = bytesOf(AUTOMATIC_BYTES);
    const { reference } = sealBlob(content, { origin: origins[0], expiryDay: dayOf(now) + 3 }, nodeEntropy);
    const value = { ...given(content, { kind: 'picture' }), blob: reference };
    const asked = async (count: number): Promise<number> => {
      const before = (await states(blair, blairs)).length;
      for (let left = count; left > 0; left--) await alex.whisper(alexs, [{ kind: 'attachment', value }]);
      await until([alex, blair], async () => (await states(blair, blairs)).length === before + count);
      return (await states(blair, blairs)).slice(before).filter((state) => state !== 'hosted').length;
    };
    const share = AUTOMATIC_DAY_BYTES / AUTOMATIC_BYTES;
    expect(await asked(share + 2)).toBe(share);
    const refused = encodeHex((await blobs(blair, blairs)).at(-1)?.id as Uint8Array);
    await fetchAttachment(await blair.app(), blairs, refused);
    await until([blair], async () => (await states(blair, blairs)).at(-1) !== 'hosted');
    for (const one of [alex, blair]) one.aheadMs += DAY_MS;
    await (await blair.vault()).courier.keepUp();
    expect(await blair.records(fetchedKind)).toEqual([]);
    expect(await asked(1)).toBe(1);
  });

  test('and is no longer hosted, or is not what was named, says so', async () => {
    const at = await sent({});
    await fetchAttachment(await blair.app(), blairs, at);
    await until([blair], async () => (await states(blair, blairs))[0] === 'expired');
    for (const lie of [new Uint8Array(16384), new Fault('refused', 'untrusted', 'not it')]) {
      const one = await sent({});
      blair.meddle = async (called, _, __, goOn) => {
        if (called !== 'fetchBlobPart') return goOn();
        if (lie instanceof Fault) throw lie;
        return lie;
      };
      await fetchAttachment(await blair.app(), blairs, one);
      await until([blair], async () => (await states(blair, blairs)).at(-1) === 'damaged');
      blair.meddle = null;
    }
    expect(await blair.records(transferKind)).toEqual([]);
  });

  test('under a name that is a trap has one that is none, and a size that cannot be is damaged', async () => {
    await sent({ name: '../..\\evil\u202Efdp.exe\u0000', mediaType: 'text/html; x' });
    expect((await blobs(blair, blairs))[0]?.content.value).toMatchObject({
      name: 'evil fdp.exe',
      mediaType: 'application/octet-stream',
    });
    await sent({ byteCount: 0 });
    await sent({ byteCount: 2 ** 32 - 1 });
    expect((await states(blair, blairs)).slice(1)).toEqual(['damaged', 'damaged']);
  });
});

describe('a long text', () => {
  const text = `${'A long story. '.repeat(30_000)}The end.`;

  test('goes out like any other, and comes whole', async () => {
    const name = nonce();
    expect(await sendText(await alex.app(), alexs, text, name)).toEqual({ ok: true, message: name });
    expect(await sendText(await alex.app(), alexs, text, name)).toEqual({ ok: true, message: name });
    await until([alex, blair], async () => (await states(blair, blairs))[0] === 'here');
    expect(await blobs(alex, alexs)).toHaveLength(1);
    const at = encodeHex((await blobs(blair, blairs))[0]?.id as Uint8Array);
    expect(await readLongText(await blair.app(), blairs, at)).toBe(text);
    expect(await readLongText(await alex.app(), alexs, name)).toBe(text);
    const view = await showThread((await blair.app()).store, { relationship: blairs, before: null, limit: 9 });
    const shown = view?.messages.find(({ type }) => type === 'text');
    expect(shown).toMatchObject({ long: { state: 'here', byteCount: text.length } });
    expect((shown as { text: string }).text.length).toBeLessThan(4000);
    await until([alex, blair], async () => (await blobs(alex, alexs))[0]?.delivery === 'received');
    for (const one of [alex, blair]) await until([one], async () => (await one.records(blobPartKind)).length === 0);
  });

  test('that is longer than a draft may be is refused, and one that is no text is damaged', async () => {
    expect(await sendText(await alex.app(), alexs, 'é'.repeat(300_001), nonce())).toEqual({
      ok: false,
      reason: 'too-long',
    });
    await handIn(alex, alexs, nonce(), new Uint8Array(100).fill(0xff));
    await until([alex], async () => (await states(alex, alexs))[0] === 'here');
    const [file] = await blobs(alex, alexs);
    if (file === undefined) throw new Error('no file');
    const { reference: blob, byteCount } = file.content.value;
    await alex.whisper(alexs, [{ kind: 'longText', value: { byteCount, beginning: 'Dear', blob } }]);
    await until([alex, blair], async () => (await states(blair, blairs)).includes('damaged'));
    expect(await blair.records(longTextKind)).toEqual([]);
  });
});
