// What every implementation of the storage port must do, as one test run against each of them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PART_BYTES } from '#wire/sizes.ts';
import { eventually } from '../testing/eventually.ts';
import type { NewBlob, Storage } from './storage.ts';

/** An implementation under test: `open` on the same place again finds the same data. */
export interface StorageSubject {
  open(): Promise<Storage>;
  dispose(): Promise<void>;
}

const bytes = (...values: number[]) => new Uint8Array(values);
const item = (id: number, group = 'a', acceptedAt = 10) => ({
  id: bytes(id),
  group,
  body: bytes(id, id),
  acceptedAt,
  rememberUntil: 1000,
});

export function storageContract(name: string, create: () => Promise<StorageSubject>): void {
  describe(`storage port on ${name}`, () => {
    let subject: StorageSubject;
    let storage: Storage;
    beforeEach(async () => {
      subject = await create();
      storage = await subject.open();
    });
    afterEach(async () => {
      await storage.close();
      await subject.dispose();
    });
    const reopen = async () => {
      await storage.close();
      storage = await subject.open();
    };

    describe('queue', () => {
      it('gives what was appended, oldest first, once each', async () => {
        const queue = storage.queue('q');
        for (const id of [3, 1, 2]) expect(await queue.append(item(id))).toBe('appended');
        expect((await queue.claim('a', 2, 10)).map((found) => found.id[0])).toEqual([3, 1]);
        const [last, ...none] = await queue.claim('a', 5, 10);
        expect(last).toEqual({ id: bytes(2), group: 'a', body: bytes(2, 2), acceptedAt: 10, tries: 0 });
        expect(none).toEqual([]);
        expect(await queue.claim('a', 5, 10)).toEqual([]);
        expect(await queue.count()).toBe(3);
      });

      it('leaves an item with whoever appended it, where he claims it', async () => {
        const queue = storage.queue('q');
        expect(await queue.append(item(1), 'claim')).toBe('appended');
        expect(await queue.append(item(1), 'claim')).toBe('known');
        await queue.append(item(2));
        expect((await queue.claim('a', 5, 10)).map((found) => found.id[0])).toEqual([2]);
        expect(await queue.nextDueAt('a')).toBeNull();
        expect(await queue.count()).toBe(2);
        queue.release(bytes(1));
        expect((await queue.claim('a', 5, 10)).map((found) => found.id[0])).toEqual([1]);
        await reopen();
        expect((await storage.queue('q').claim('a', 5, 10)).map((found) => found.id[0])).toEqual([1, 2]);
      });

      it('appends what is paid for by a key that nobody had, in one: both or nothing', async () => {
        const queue = storage.queue('q');
        const price = (key: string, value: number) => ({ map: 'm', key, value: bytes(value), now: 0, expiresAt: 100 });
        const held = async (key: string) => (await storage.keyValue('m').get(key, 0))?.value;
        expect(await queue.appendPaid(item(1), price('k', 7))).toBe('appended');
        expect(await held('k')).toEqual(bytes(7));
        expect(await queue.appendPaid(item(2), price('k', 8))).toBe('taken');
        expect(await held('k')).toEqual(bytes(7));
        expect(await queue.outcome(bytes(2))).toBeNull();
        expect(await queue.appendPaid(item(1), price('l', 9))).toBe('known');
        expect(await held('l')).toEqual(bytes(9));
        expect(await queue.append(item(2))).toBe('appended');
        // What has expired is not in the way.
        expect(await queue.appendPaid(item(3), { ...price('k', 8), now: 100, expiresAt: null })).toBe('appended');
        await reopen();
        expect(await held('k')).toEqual(bytes(8));
        expect(await storage.queue('q').append(item(3))).toBe('known');
      });

      it('appends one of many that come in one turn for the same key', async () => {
        const queue = storage.queue('q');
        const results = await Promise.all(
          Array.from({ length: 8 }, (_, id) =>
            queue.appendPaid(item(id), { map: 'm', key: 'k', value: bytes(id), now: 0, expiresAt: null }),
          ),
        );
        expect(results.filter((one) => one === 'appended')).toHaveLength(1);
        expect(results.filter((one) => one === 'taken')).toHaveLength(7);
        expect(await queue.count()).toBe(1);
        const [only] = await queue.claim('a', 8, 10);
        expect(only?.id).toEqual((await storage.keyValue('m').get('k', 0))?.value);
      });

      it('keeps groups and names apart', async () => {
        await storage.queue('q').append(item(1, 'a'));
        await storage.queue('q').append(item(2, 'b'));
        expect(await storage.queue('r').append(item(1, 'a'))).toBe('appended');
        expect(await storage.queue('q').claim('c', 5, 10)).toEqual([]);
        expect((await storage.queue('q').claim('b', 5, 10)).map((found) => found.id[0])).toEqual([2]);
        expect((await storage.queue('q').groups()).sort()).toEqual(['a', 'b']);
        expect(await storage.queue('r').count()).toBe(1);
      });

      it('takes an id once: while it waits, and for as long as it is remembered', async () => {
        const queue = storage.queue('q');
        await queue.append(item(1));
        expect(await queue.append({ ...item(1), body: bytes(9) })).toBe('known');
        expect(await queue.outcome(bytes(1))).toBe('waiting');
        await queue.remove(bytes(1), 'given-up');
        expect(await queue.outcome(bytes(1))).toBe('given-up');
        expect(await queue.append(item(1))).toBe('known');
        await storage.expire(999);
        expect(await queue.append(item(1))).toBe('known');
        await storage.expire(1000);
        expect(await queue.outcome(bytes(1))).toBeNull();
        expect(await queue.append(item(1))).toBe('appended');
      });

      it('forgets an id at once where it need not be remembered', async () => {
        const queue = storage.queue('q');
        await queue.append({ ...item(1), rememberUntil: null });
        await queue.remove(bytes(1), 'done');
        expect(await queue.append(item(1))).toBe('appended');
      });

      it('takes an id once when it comes twice in one turn', async () => {
        const queue = storage.queue('q');
        expect(await Promise.all([queue.append(item(1)), queue.append(item(1))])).toEqual(['appended', 'known']);
      });

      it('holds an item back until it is due, and gives it again after a release', async () => {
        const queue = storage.queue('q');
        await queue.append(item(1));
        await queue.append(item(2, 'a', 20));
        expect(await queue.claim('a', 5, 9)).toEqual([]);
        expect(await queue.nextDueAt('a')).toBe(10);
        expect((await queue.claim('a', 5, 10)).map((found) => found.id[0])).toEqual([1]);
        expect(await queue.nextDueAt('a')).toBe(20);
        await queue.postpone(bytes(1), 50);
        expect((await queue.claim('a', 5, 49)).map((found) => found.id[0])).toEqual([2]);
        queue.release(bytes(2));
        expect((await queue.claim('a', 5, 50)).map((found) => [found.id[0], found.tries])).toEqual([
          [2, 0],
          [1, 1],
        ]);
        expect(await queue.nextDueAt('a')).toBeNull();
      });

      it('holds an item back from the start where it is to be due later, across closing too', async () => {
        await storage.queue('q').append({ ...item(1), dueAt: 30 });
        expect(await storage.queue('q').claim('a', 5, 29)).toEqual([]);
        expect(await storage.queue('q').nextDueAt('a')).toBe(30);
        expect(await storage.queue('q').outcome(bytes(1))).toBe('waiting');
        await reopen();
        expect(await storage.queue('q').claim('a', 5, 29)).toEqual([]);
        const [claimed] = await storage.queue('q').claim('a', 5, 30);
        expect(claimed).toMatchObject({ acceptedAt: 10, tries: 0 });
      });

      it('has everything again after closing, claimed or not', async () => {
        await storage.queue('q').append(item(1));
        await storage.queue('q').append(item(2));
        await storage.queue('q').remove(bytes(2), 'done');
        await storage.queue('q').claim('a', 5, 10);
        await reopen();
        expect((await storage.queue('q').claim('a', 5, 10)).map((found) => found.id[0])).toEqual([1]);
        expect(await storage.queue('q').append(item(2))).toBe('known');
      });
    });

    describe('key-value', () => {
      it('creates once and replaces only what was read', async () => {
        const map = storage.keyValue('m');
        expect(await map.get('k', 0)).toBeNull();
        expect(await map.create('k', bytes(1), 0, null)).toBe(true);
        expect(await map.create('k', bytes(2), 0, null)).toBe(false);
        const first = await map.get('k', 0);
        expect(first?.value).toEqual(bytes(1));
        expect(await map.replace('k', bytes(3), first?.revision ?? -1)).toBe(true);
        expect(await map.replace('k', bytes(4), first?.revision ?? -1)).toBe(false);
        await reopen();
        expect((await storage.keyValue('m').get('k', 0))?.value).toEqual(bytes(3));
        await storage.keyValue('m').delete('k');
        expect(await storage.keyValue('m').get('k', 0)).toBeNull();
        expect(await storage.keyValue('other').get('k', 0)).toBeNull();
      });

      it('lets exactly one of two creators and one of two replacers of a turn win', async () => {
        const map = storage.keyValue('m');
        const created = await Promise.all([map.create('k', bytes(1), 0, null), map.create('k', bytes(2), 0, null)]);
        expect(created).toEqual([true, false]);
        const { revision } = (await map.get('k', 0)) as { revision: number };
        const replaced = await Promise.all([
          map.replace('k', bytes(3), revision),
          map.replace('k', bytes(4), revision),
        ]);
        expect(replaced).toEqual([true, false]);
      });

      it('treats what has expired as absent, swept or not', async () => {
        const map = storage.keyValue('m');
        await map.create('k', bytes(1), 0, 100);
        expect(await map.get('k', 99)).not.toBeNull();
        expect(await map.get('k', 100)).toBeNull();
        expect([await map.peek('k', 99), await map.peek('k', 100), await map.peek('j', 0)]).toEqual([
          true,
          false,
          false,
        ]);
        expect(await map.create('k', bytes(2), 100, null)).toBe(true);
        await map.create('l', bytes(1), 0, 100);
        expect(await storage.expire(100)).toBe(1);
        expect((await map.get('k', 100))?.value).toEqual(bytes(2));
      });

      it('gives at a glance what is there, and nothing that has expired', async () => {
        const map = storage.keyValue('m');
        expect(await map.glance('k', 0)).toBeNull();
        await map.create('k', bytes(1), 0, 100);
        await eventually(async () => (await map.glance('k', 99)) !== null);
        expect(await map.glance('k', 99)).toEqual(bytes(1));
        expect(await map.glance('k', 100)).toBeNull();
        await map.delete('k');
        await eventually(async () => (await map.glance('k', 0)) === null);
      });
    });

    describe('mailboxes', () => {
      const mail = (id: number, size = 10, expiresAt = 100) => ({
        id: bytes(id),
        body: new Uint8Array(size).fill(id),
        expiresAt,
        rememberUntil: 500,
      });

      it('gives what waits, oldest first, until it is deleted, and never a sequence twice', async () => {
        const boxes = storage.mailboxes('m');
        let seen = 0;
        for (const id of [1, 2, 3]) expect(await boxes.append(bytes(7), mail(id), 1000, () => seen++)).toBe('appended');
        expect(seen).toBe(3);
        expect(await boxes.append(bytes(7), mail(3), 1000, () => seen++)).toBe('known');
        expect(await boxes.append(bytes(7), { ...mail(4), body: new Uint8Array(2000) }, 1000, () => seen++)).toBe(
          'full',
        );
        expect(seen).toBe(3);
        const page = await boxes.read(bytes(7), 2, 0);
        expect(page.waiting).toBe(3);
        expect(page.items.map((found) => [found.sequence, found.body[0]])).toEqual([
          [1, 1],
          [2, 2],
        ]);
        await boxes.delete(bytes(7), [3, 2, 99]);
        await reopen();
        await storage.mailboxes('m').append(bytes(7), mail(4), 1000);
        const rest = await storage.mailboxes('m').read(bytes(7), 10, 0);
        expect(rest.items.map((found) => [found.sequence, found.body[0]])).toEqual([
          [1, 1],
          [4, 4],
        ]);
        expect((await storage.mailboxes('m').read(bytes(8), 10, 0)).items).toEqual([]);
      });

      it('goes on after a sequence, whether or not what lies before was deleted, and counts what is left', async () => {
        const boxes = storage.mailboxes('m');
        for (const id of [1, 2, 3, 4, 5]) await boxes.append(bytes(7), mail(id, 10, id === 2 ? 50 : 100), 1000);
        const behind = async (sequence: number, limit: number, now = 0) => {
          const { items, waiting } = await boxes.read(bytes(7), limit, now, sequence);
          return [items.map((found) => found.sequence), waiting];
        };
        expect(await behind(2, 2)).toEqual([[3, 4], 3]);
        expect(await behind(1, 2, 50)).toEqual([[3, 4], 3]);
        await boxes.delete(bytes(7), [1, 4]);
        expect(await behind(2, 2)).toEqual([[3, 5], 2]);
        expect(await behind(5, 2)).toEqual([[], 0]);
        expect(await behind(99, 2)).toEqual([[], 0]);
      });

      it('takes an id once over all mailboxes, deleted or not, for as long as it is remembered', async () => {
        const boxes = storage.mailboxes('m');
        await boxes.append(bytes(7), mail(1), 1000);
        expect(await boxes.append(bytes(8), mail(1), 1000)).toBe('known');
        await boxes.delete(bytes(7), [1]);
        expect(await boxes.append(bytes(7), mail(1), 1000)).toBe('known');
        expect(await boxes.knows(bytes(1))).toBe(true);
        await storage.expire(500);
        expect(await boxes.knows(bytes(1))).toBe(false);
      });

      it('is full by bytes, forgets nothing of what it refused, and has room after a deletion or expiry', async () => {
        const boxes = storage.mailboxes('m');
        await boxes.append(bytes(7), mail(1, 10, 50), 20);
        await boxes.append(bytes(7), mail(2), 20);
        expect(await boxes.append(bytes(7), mail(3), 20)).toBe('full');
        expect(await boxes.append(bytes(8), mail(4), 20)).toBe('appended');
        await boxes.delete(bytes(7), [2]);
        expect(await boxes.append(bytes(7), mail(3), 20)).toBe('appended');
        expect(await boxes.append(bytes(7), mail(5), 20)).toBe('full');
        expect(await storage.expire(50)).toBe(1);
        expect(await boxes.append(bytes(7), mail(5), 20)).toBe('appended');
      });

      it('does not give what has expired, swept or not', async () => {
        const boxes = storage.mailboxes('m');
        await boxes.append(bytes(7), mail(1, 10, 50), 1000);
        await boxes.append(bytes(7), mail(2, 10, 60), 1000);
        expect((await boxes.read(bytes(7), 10, 50)).items.map((found) => found.sequence)).toEqual([2]);
        expect((await boxes.read(bytes(7), 10, 50)).waiting).toBe(1);
        await storage.expire(50);
        expect((await boxes.read(bytes(7), 10, 50)).waiting).toBe(1);
        await boxes.delete(bytes(7), [1, 2]);
        expect((await boxes.read(bytes(7), 10, 50)).waiting).toBe(0);
      });

      it('drops one mailbox whole', async () => {
        const boxes = storage.mailboxes('m');
        await boxes.append(bytes(7), mail(1), 1000);
        await boxes.append(bytes(8), mail(2), 1000);
        await boxes.drop(bytes(7));
        expect((await boxes.read(bytes(7), 10, 0)).waiting).toBe(0);
        expect((await boxes.read(bytes(8), 10, 0)).waiting).toBe(1);
      });
    });

    describe('blobs', () => {
      const announced = (over: Partial<NewBlob> = {}): NewBlob => {
        return { byteCount: 300_000, unfinishedUntil: 100, expiresAt: 200, ...over };
      };
      const body = new Uint8Array(PART_BYTES).fill(5);

      it('takes parts in any order, gives each back, and says which are there', async () => {
        const blobs = storage.blobs('b');
        expect(await blobs.create(bytes(1), announced(), 0)).toBe('created');
        expect(await blobs.writePart(bytes(1), 2, bytes(9), bytes(2), 0)).toBe('written');
        expect(await blobs.writePart(bytes(1), 0, body, bytes(0), 0)).toBe('written');
        await reopen();
        const again = storage.blobs('b');
        expect(await again.readPart(bytes(1), 0, 50)).toEqual(body);
        expect(await again.readPart(bytes(1), 2, 50)).toEqual(bytes(9));
        expect(await again.readPart(bytes(1), 1, 50)).toBeNull();
        expect(await again.readPart(bytes(2), 0, 50)).toBeNull();
        expect(await storage.blobs('c').readPart(bytes(1), 0, 50)).toBeNull();
        expect(await again.digests(bytes(1), 50)).toEqual([
          { part: 0, digest: bytes(0) },
          { part: 2, digest: bytes(2) },
        ]);
        expect(await again.digests(bytes(2), 50)).toEqual([]);
        expect(await again.find(bytes(1), 50)).toEqual({ byteCount: 300_000, complete: false });
        expect(await again.find(bytes(2), 50)).toBeNull();
      });

      it('creates an id once and takes a part once, the same again and at the same time', async () => {
        const blobs = storage.blobs('b');
        const created = await Promise.all([1, 2].map(() => blobs.create(bytes(1), announced(), 0)));
        expect(created).toEqual(['created', 'known']);
        expect(await blobs.create(bytes(1), announced({ byteCount: 5 }), 0)).toBe('known');
        expect(await blobs.byteCount()).toBe(300_000);
        const written = await Promise.all(
          [7, 7, 8].map((digest) => blobs.writePart(bytes(1), 0, bytes(digest), bytes(digest), 0)),
        );
        expect(written).toEqual(['written', 'same', 'conflict']);
        expect(await blobs.readPart(bytes(1), 0, 0)).toEqual(bytes(7));
        expect(await blobs.writePart(bytes(2), 0, body, bytes(0), 0)).toBe('absent');
      });

      it('forgets what was not completed in time, and keeps what was until its own', async () => {
        const blobs = storage.blobs('b');
        for (const id of [1, 2]) {
          await blobs.create(bytes(id), announced(), 0);
          await blobs.writePart(bytes(id), 0, body, bytes(0), 0);
        }
        expect(await blobs.complete(bytes(1), 50)).toBe(true);
        expect(await blobs.complete(bytes(1), 50)).toBe(true);
        expect(await blobs.complete(bytes(3), 50)).toBe(false);
        expect(await blobs.find(bytes(1), 100)).toEqual({ byteCount: 300_000, complete: true });
        expect(await blobs.find(bytes(2), 100)).toBeNull();
        expect(await blobs.readPart(bytes(2), 0, 100)).toBeNull();
        expect(await blobs.complete(bytes(2), 100)).toBe(false);
        expect(await blobs.writePart(bytes(2), 1, body, bytes(1), 100)).toBe('absent');
        expect(await storage.expire(100)).toBe(1);
        expect(await blobs.byteCount()).toBe(300_000);
        expect(await blobs.find(bytes(1), 200)).toBeNull();
        expect(await storage.expire(200)).toBe(1);
        expect(await blobs.byteCount()).toBe(0);
      });

      it('treats what has expired or was deleted as absent, swept or not, and its id as free', async () => {
        const blobs = storage.blobs('b');
        await blobs.create(bytes(1), announced(), 0);
        await blobs.writePart(bytes(1), 0, body, bytes(0), 0);
        expect(await blobs.create(bytes(1), announced({ unfinishedUntil: 300 }), 100)).toBe('created');
        expect(await blobs.readPart(bytes(1), 0, 100)).toBeNull();
        await blobs.writePart(bytes(1), 0, bytes(3), bytes(3), 100);
        await blobs.delete(bytes(1));
        await blobs.delete(bytes(1));
        expect(await blobs.find(bytes(1), 100)).toBeNull();
        expect(await blobs.create(bytes(1), announced({ unfinishedUntil: 300 }), 100)).toBe('created');
        expect(await blobs.readPart(bytes(1), 0, 100)).toBeNull();
        await storage.expire(100);
        expect(await blobs.byteCount()).toBe(300_000);
        expect(await blobs.find(bytes(1), 100)).toEqual({ byteCount: 300_000, complete: false });
      });

      it('removes big ones whole, however many parts there are', async () => {
        const blobs = storage.blobs('b');
        for (const id of [1, 2, 3]) {
          await blobs.create(bytes(id), announced(), 0);
          for (let part = 0; part < 50; part++) await blobs.writePart(bytes(id), part, bytes(part), bytes(part), 0);
        }
        await blobs.complete(bytes(2), 0);
        expect(await storage.expire(100)).toBe(2);
        expect(await blobs.byteCount()).toBe(300_000);
        expect(await blobs.digests(bytes(2), 100)).toHaveLength(50);
      });
    });

    describe('logs', () => {
      it('grow at their end only, and keep the order', async () => {
        const logs = storage.logs('l');
        expect(await logs.last(bytes(7))).toBe(0);
        expect(await logs.append(bytes(7), bytes(1), 1)).toBe(false);
        expect(await logs.append(bytes(7), bytes(1), 0)).toBe(true);
        expect(await logs.append(bytes(7), bytes(9), 0)).toBe(false);
        expect(await logs.append(bytes(7), bytes(2), 1)).toBe(true);
        expect(await logs.append(bytes(8), bytes(5), 0)).toBe(true);
        await reopen();
        expect(await storage.logs('l').last(bytes(7))).toBe(2);
        expect(await storage.logs('l').append(bytes(7), bytes(3), 2)).toBe(true);
        expect(await storage.logs('l').read(bytes(7), 0, 2)).toEqual([
          { sequence: 1, body: bytes(1) },
          { sequence: 2, body: bytes(2) },
        ]);
        expect(await storage.logs('l').read(bytes(7), 2, 10)).toEqual([{ sequence: 3, body: bytes(3) }]);
        expect(await storage.logs('l').read(bytes(7), 3, 10)).toEqual([]);
        expect(await storage.logs('other').last(bytes(7))).toBe(0);
      });

      it('take one of two that want the same place', async () => {
        const logs = storage.logs('l');
        const added = await Promise.all([logs.append(bytes(7), bytes(1), 0), logs.append(bytes(7), bytes(2), 0)]);
        expect(added.filter((one) => one)).toHaveLength(1);
        const [entry] = await logs.read(bytes(7), 0, 10);
        expect(entry).toEqual({ sequence: 1, body: bytes(added[0] ? 1 : 2) });
      });
    });

    describe('signals', () => {
      it('reach whoever listens to the topic, until he ends it', async () => {
        const signals = storage.signals('s');
        const heard = { first: 0, second: 0, other: 0 };
        const told = (name: keyof typeof heard, atLeast: number) => eventually(() => heard[name] >= atLeast);
        const endFirst = signals.listen(bytes(1), () => heard.first++);
        const endSecond = signals.listen(bytes(1), () => heard.second++);
        const endOther = signals.listen(bytes(2), () => heard.other++);
        storage.signals('another').send(bytes(2));
        signals.send(bytes(1));
        await told('first', 1);
        await told('second', 1);
        endFirst();
        const before = heard.first;
        signals.send(bytes(1));
        await told('second', 2);
        expect(heard.first).toBe(before);
        endSecond();
        endOther();
      });

      it('bring the word that goes with them', async () => {
        const signals = storage.signals('s');
        const words: (Uint8Array | null)[] = [];
        const end = signals.listen(bytes(3), (word) => void words.push(word));
        signals.send(bytes(3), bytes(7));
        await eventually(() => words.some((word) => word !== null));
        expect(words.filter((word) => word !== null)).toEqual([bytes(7)]);
        end();
      });
    });
  });
}
