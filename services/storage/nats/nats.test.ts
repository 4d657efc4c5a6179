// The JetStream store keeps the storage port's contract on a real node, and its own promises: several processes share
// it, one of them may end between any two writes, and the nodes learn nothing.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBase64url } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { eventually } from '../../testing/eventually.ts';
import { storageContract } from '../contract.ts';
import type { Storage } from '../storage.ts';
import { Life } from './life.ts';
import { NatsMailboxes } from './mailboxes.ts';
import { type NatsStorageOptions, openNatsStorage } from './nats.ts';
import { freePorts, NatsNodes } from './nodes.ts';
import { NatsQueue } from './queue.ts';
import { parseOperatorKey, StoreSealing } from './sealing.ts';
import { Streams } from './streams.ts';

const TOKEN = 'a token for these nodes only';
const entropy: Entropy = (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount));
const bytes = (...values: number[]) => new Uint8Array(values);
const failed = (error: unknown) => {
  throw error;
};

let directory: string;
let nodes: NatsNodes;
beforeAll(async () => {
  useProvider(await loadSodium());
  directory = mkdtempSync(join(tmpdir(), 'nats-'));
  nodes = await NatsNodes.start({ directory, ports: await freePorts(1), token: TOKEN });
});
afterAll(async () => {
  await nodes.stop();
  rmSync(directory, { recursive: true });
});

let stores = 0;
const fresh = (): NatsStorageOptions => {
  return { servers: nodes.servers, token: TOKEN, namespace: `store${stores++}`, operatorKey: entropy(32) };
};

storageContract('JetStream', async () => {
  const options = fresh();
  return { open: () => openNatsStorage(options, entropy, failed), dispose: async () => {} };
});

describe('processes on one JetStream store', () => {
  let options: NatsStorageOptions;
  let undo: (() => Promise<unknown>)[];
  beforeEach(() => {
    options = { ...fresh(), leaseMs: 600 };
    undo = [];
  });
  afterEach(async () => {
    for (const step of undo.reverse()) await step();
  });

  const open = async (): Promise<Storage> => {
    const storage = await openNatsStorage(options, entropy, failed);
    undo.push(() => storage.close());
    return storage;
  };
  const item = (id: number, rememberUntil: number | null = null) => {
    return { id: bytes(id), group: 'a', body: bytes(id, id), acceptedAt: 0, rememberUntil };
  };
  /** Takes over until that many items are claimed. */
  const inherited = async (storage: Storage, count: number): Promise<number[]> => {
    const ids: number[] = [];
    await eventually(async () => {
      for (const { id } of await storage.queue('q').claim('a', 10, 0)) ids.push(id[0] as number);
      return ids.length >= count;
    });
    return ids.sort();
  };

  /** A process that may be killed. */
  class Other {
    readonly child: ChildProcess;
    readonly #lines: AsyncIterator<string>;

    constructor() {
      const argument = JSON.stringify({ ...options, operatorKey: encodeBase64url(options.operatorKey) });
      const program = join(import.meta.dirname, '../../testing/store-process.ts');
      this.child = spawn(process.execPath, [program, argument], { stdio: ['pipe', 'pipe', 'inherit'] });
      this.#lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
      undo.push(() => this.kill());
    }

    async kill(): Promise<void> {
      this.child.kill('SIGKILL');
      if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    }

    async says(): Promise<string> {
      return (await this.#lines.next()).value as string;
    }

    append(id: number): Promise<string> {
      this.child.stdin?.write(`${id}\n`);
      return this.says();
    }
  }

  it('each work on what they took in, and inherit what another leaves when it closes', async () => {
    const [first, second] = [await open(), await open()];
    const told: string[] = [];
    second.queue('q').onInherited((group) => told.push(group));
    await first.queue('q').append(item(1, 50));
    await first.queue('q').append(item(2));
    await first.queue('q').append(item(3));
    expect(await second.queue('q').append(item(1))).toBe('known');
    expect(await second.queue('q').claim('a', 5, 0)).toEqual([]);
    expect(await second.queue('q').outcome(bytes(1))).toBe('waiting');
    const [claimed] = await first.queue('q').claim('a', 1, 0);
    await first.queue('q').remove(claimed?.id ?? bytes(), 'done');
    await first.queue('q').postpone(bytes(2), 7);
    expect(await second.queue('q').outcome(bytes(1))).toBe('done');
    await first.close();
    await eventually(() => told.length > 0);
    expect(await inherited(second, 1)).toEqual([3]);
    expect(await second.queue('q').claim('a', 5, 7)).toMatchObject([{ id: bytes(2), tries: 1, body: bytes(2, 2) }]);
    expect(await second.queue('q').count()).toBe(2);
  });

  it('inherit what a killed one leaves, once, and what a killed heir leaves', async () => {
    const other = new Other();
    await other.says();
    for (const id of [1, 2, 3]) expect(await other.append(id)).toBe('appended');
    const heir = new Other();
    await heir.says();
    expect(await heir.append(4)).toBe('appended');
    await other.kill();
    const [first, second] = [await open(), await open()];
    const ids: number[] = [];
    const collect = async (storage: Storage) => {
      for (const { id } of await storage.queue('q').claim('a', 10, 0)) ids.push(id[0] as number);
    };
    await heir.kill();
    await eventually(async () => {
      await collect(first);
      await collect(second);
      return ids.length >= 4;
    });
    expect(ids.sort()).toEqual([1, 2, 3, 4]);
  });

  it('lose nothing of one that was taken for dead and was only slow', async () => {
    const other = new Other();
    await other.says();
    await other.append(1);
    const storage = await open();
    other.child.kill('SIGSTOP');
    expect(await inherited(storage, 1)).toEqual([1]);
    await storage.queue('q').remove(bytes(1), 'done');
    other.child.kill('SIGCONT');
    expect(await other.append(2)).toBe('appended');
    // Its heir believes to have all of it. It takes its own back, so that an heir gets the items that came since.
    const streams = await openStreams(options);
    const owner = async () => {
      for await (const { body } of streams.each('owners', 'q')) {
        const text = Buffer.from(body).toString('latin1');
        const [, first, holder] = /^\0\x20(.{32})\0\x20(.{32})/s.exec(text) ?? [];
        if (first === holder && first !== undefined) return true;
      }
      return false;
    };
    await eventually(owner);
    await other.kill();
    expect(await inherited(storage, 1)).toEqual([2]);
  });

  it('agree who was first with a key, and put an id into a mailbox once', async () => {
    const storages = [await open(), await open()] as const;
    const keys = Array.from({ length: 40 }, (_, i) => `key ${i}`);
    const created = await Promise.all(
      keys.map((key) => Promise.all(storages.map((one, i) => one.keyValue('m').create(key, bytes(i), 0, null)))),
    );
    for (const [i, key] of keys.entries()) {
      expect(created[i]?.filter((won) => won)).toHaveLength(1);
      const found = await storages[0].keyValue('m').get(key, 0);
      expect(created[i]?.[found?.value[0] as number]).toBe(true);
    }
    const mails = Array.from({ length: 30 }, (_, id) => {
      return { id: bytes(id), body: bytes(id), expiresAt: 100, rememberUntil: 200 };
    });
    const appended = await Promise.all(
      storages.map((one) => Promise.all(mails.map((mail) => one.mailboxes('b').append(bytes(7), mail, 1000)))),
    );
    for (const i of mails.keys()) expect(appended.map((one) => one[i]).sort()).toEqual(['appended', 'known']);
    const { items, waiting } = await storages[1].mailboxes('b').read(bytes(7), 100, 0);
    expect(waiting).toBe(30);
    expect(items.map(({ sequence }) => sequence)).toEqual(mails.map((_, i) => i + 1));
    expect(items.map(({ body }) => body[0] as number).sort((a, b) => a - b)).toEqual(mails.map((_, i) => i));
  });

  it('hear the signals of each other', async () => {
    const [first, second] = [await open(), await open()];
    let heard = 0;
    second.signals('s').listen(bytes(1), () => heard++);
    // At once, and once more for whatever was said before word of the listener was everywhere.
    await eventually(() => heard === 1);
    first.signals('s').send(bytes(1));
    await eventually(() => heard === 2);
  });

  it('may end between any two writes of a mailbox: each id comes into it once, and what was deleted stays away', async () => {
    const streams = await openStreams(options);
    const mail = (id: number) => ({ id: bytes(id), body: bytes(id), expiresAt: 100, rememberUntil: 200 });
    const shown = async (box: Uint8Array) =>
      (await new NatsMailboxes(streams, 'b').read(box, 100, 0)).items.map(({ body }) => body[0]);
    for (let box = 0; box < 8; box++) {
      const [id, writes, cutAfter] = [10 + box, (box >> 1) & 1, (box & 1) === 1] as const;
      const cut = new NatsMailboxes(cutOff(streams, writes, cutAfter), 'b');
      const reads = new NatsMailboxes(streams, 'b');
      if (box < 4) {
        // While appending: before or after the item is written, before or after the index.
        await expect(cut.append(bytes(box), mail(id), 1000)).rejects.toThrow('cut');
        const isThere = await reads.knows(bytes(id));
        expect(isThere).toBe((await shown(bytes(box))).length === 1);
        expect(await reads.append(bytes(box), mail(id), 1000)).toBe(isThere ? 'known' : 'appended');
        expect(await shown(bytes(box))).toEqual([id]);
      } else {
        await reads.append(bytes(box), mail(id), 1000);
        await expect(cut.delete(bytes(box), [1])).rejects.toThrow('cut');
        if ((await shown(bytes(box))).length === 1) await reads.delete(bytes(box), [1]);
        expect(await reads.append(bytes(box), mail(id), 1000)).toBe('known');
        expect(await shown(bytes(box))).toEqual([]);
        expect((await reads.read(bytes(box), 0, 0)).waiting).toBe(0);
      }
    }
  });

  it('find what they wrote without hearing of it, and hold nothing that they could not read', async () => {
    const streams = await openStreams(options);
    const life = lives(streams);
    // Write 0 is the process's own record.
    for (const [isAskedAgain, id] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const queue = queueOn(cutOff(streams, 1, true), `q${id}`, life);
      const told: string[] = [];
      queue.onInherited((group) => told.push(group));
      await expect(queue.append(item(id))).rejects.toThrow('cut');
      if (isAskedAgain) expect(await queue.append(item(id))).toBe('appended');
      else await eventually(() => told.length > 0);
      expect(await queue.claim('a', 5, 0)).toMatchObject([{ id: bytes(id), body: bytes(id, id) }]);
      expect(await queue.append(item(id))).toBe('known');
    }
    const writer = queueOn(streams, 'r', life);
    for (const id of [1, 2]) await writer.append(item(id));
    await writer.close();
    const heir = lives(streams);
    let reads = 0;
    const at: Streams['at'] = (...rest) => (++reads === 4 ? Promise.reject(new Error('cut')) : streams.at(...rest));
    const reader = queueOn(replaced(streams, { at }), 'r', heir);
    await expect(reader.claim('a', 5, 0)).rejects.toThrow('cut');
    expect((await reader.claim('a', 5, 0)).map(({ id }) => id[0])).toEqual([1, 2]);
  });

  it('neither speak nor listen when they have left', async () => {
    const streams = await openStreams(options);
    const life = lives(streams);
    let beats = 0;
    life.onBeat(() => beats++);
    await eventually(() => beats > 1);
    life.leave();
    const before = beats;
    const other = lives(streams);
    other.leave();
    // The farewells have come when the nodes have answered.
    await streams.connection.flush();
    expect(beats).toBe(before);
  });

  it('take none for dead after they were held up themselves, not even before they have heard it again', async () => {
    const streams = await openStreams(options);
    const [one, other] = [lives(streams), lives(streams)];
    let beats = 0;
    one.onBeat(() => beats++);
    // Heard by then: what it says itself comes behind it.
    await eventually(() => beats > 2);
    const { leaseMs } = one;
    const heldUp = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2 * leaseMs);
    try {
      expect(one.isAlive(other.process)).toBe(true);
    } finally {
      heldUp.mockRestore();
    }
  });

  it('cut off what is under way when their store is closed, and nothing of it is heard of afterwards', async () => {
    const storage = await open();
    const queue = storage.queue('q');
    await queue.append(item(1));
    const reading = Array.from({ length: 20 }, () => queue.outcome(bytes(1)));
    const settled = Promise.allSettled(reading);
    await storage.close();
    for (const one of await settled)
      expect(one.status === 'fulfilled' ? one.value : one.reason).toSatisfy(
        (said: unknown) => said === 'waiting' || (said as { blame?: string }).blame === 'unavailable',
      );
    await expect(queue.outcome(bytes(1))).rejects.toMatchObject({ blame: 'unavailable' });
  });

  it('say that an item is known when it is written, and not while it is being written', async () => {
    const streams = await openStreams(options);
    const life = lives(streams);
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let held = false;
    const write: Streams['write'] = async (kind, ...rest) => {
      if (kind !== 'queues') return streams.write(kind, ...rest);
      held = true;
      await gate;
      throw new Error('cut');
    };
    const queue = queueOn(replaced(streams, { write }), 'k', life);
    const first = queue.append(item(1));
    await eventually(() => held);
    const answers = Promise.allSettled([first, queue.append(item(1))]);
    letGo();
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  /** Streams whose process ends before or after its nth write. */
  function cutOff(streams: Streams, nth: number, after: boolean): Streams {
    let writes = 0;
    const write: Streams['write'] = async (...rest) => {
      const ends = writes++ === nth;
      if (ends && !after) throw new Error('cut');
      const result = await streams.write(...rest);
      if (ends) throw new Error('cut');
      return result;
    };
    return replaced(streams, { write });
  }

  function replaced(streams: Streams, methods: Partial<Streams>): Streams {
    return new Proxy(streams, {
      get: (target, property) => {
        const other: unknown = Reflect.get(methods, property);
        if (other !== undefined) return other;
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  async function openStreams({ namespace = '', operatorKey }: NatsStorageOptions): Promise<Streams> {
    const connection = await connect({ servers: nodes.servers, token: TOKEN });
    const streams = await Streams.open(connection, {
      namespace,
      replicas: 1,
      sealing: new StoreSealing(operatorKey, entropy),
      entropy,
    });
    undo.push(() => streams.close());
    return streams;
  }

  function lives(streams: Streams): Life {
    const life = new Life(streams, 200, entropy);
    undo.push(async () => life.leave());
    return life;
  }

  function queueOn(streams: Streams, name: string, life: Life): NatsQueue {
    const queue = new NatsQueue(streams, name, life, failed);
    undo.push(() => queue.close());
    return queue;
  }
});

describe('a node of a JetStream store', () => {
  it('learns no key, no group, no mailbox and no content, and what it puts in is not believed', async () => {
    const options = fresh();
    const storage = await openNatsStorage(options, entropy, failed);
    const word = (text: string) => Buffer.from(text);
    await storage.keyValue('m').create('planted-key', word('planted-value'), 0, 50);
    const letter = { id: word('planted-id'), body: word('planted-body'), expiresAt: 100, rememberUntil: 200 };
    await storage.mailboxes('m').append(word('planted-box'), letter, 1000);
    const queued = { ...letter, group: 'planted-group', acceptedAt: 0 };
    await storage.queue('q').append(queued);
    await storage.logs('l').append(word('planted-log'), word('planted-entry'), 0);
    const blob = { byteCount: 9, unfinishedUntil: 100, expiresAt: 100 };
    await storage.blobs('b').create(word('planted-blob'), blob, 0);
    await storage.blobs('b').writePart(word('planted-blob'), 0, word('planted-part'), word('planted-digest'), 0);
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name));
    const written = Buffer.concat(files.filter((path) => statSync(path).isFile()).map((path) => readFileSync(path)));
    expect(written.includes(`${options.namespace}.values.m.`)).toBe(true);
    for (const hidden of ['planted', word('planted-').toString('base64').slice(0, 9), word('planted').toString('hex')])
      expect(written.includes(hidden)).toBe(false);
    await storage.close();
    const stranger = await openNatsStorage({ ...options, operatorKey: entropy(32) }, entropy, failed);
    expect(await stranger.keyValue('m').get('planted-key', 0)).toBeNull();
    await expect(stranger.blobs('b').byteCount()).rejects.toMatchObject({
      blame: 'untrusted',
      code: 'storage-foreign',
    });
    await stranger.close();
  });

  it('wants the token', async () => {
    const opening = openNatsStorage({ ...fresh(), token: 'another' }, entropy, failed);
    await expect(opening).rejects.toMatchObject({ blame: 'unavailable', code: 'storage-connect' });
  });
});

describe("the operator's key", () => {
  it('is 32 bytes in base64 of either kind', () => {
    const key = new Uint8Array(32).fill(0xfb);
    const text = Buffer.from(key).toString('base64');
    expect(parseOperatorKey(`${text}\n`)).toEqual(key);
    expect(parseOperatorKey(encodeBase64url(key))).toEqual(key);
    for (const wrong of ['', text.slice(4), `${text}AAAA`, 'not base64 at all'])
      expect(() => parseOperatorKey(wrong)).toThrow(expect.objectContaining({ code: 'operator-key' }));
  });
});
