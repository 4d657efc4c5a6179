// Two people write to each other while their programs are killed at random commits, before and after, while requests to
// the services are lost before they arrive and answers on the way back, and while each of the two services that both
// use is away for a time. Every message is shown exactly once, on both sides, and known to be received.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTransport } from '#adapters/http/transport.ts';
import { createMemoryDisk, type MemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryLockedInbox } from '#adapters/memory/locked-inbox.ts';
import { memoryStores } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { idText } from '#app/conversation/conversation.ts';
import { Device } from '#app/device/device.ts';
import type { OpenVault } from '#app/device/open-vault.ts';
import type { Transport } from '#app/ports/ports.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { message } from '#app/records/message.ts';
import { recent, relationship } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { sendText } from '#app/relationships/send.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import { type RunningServices, startServices } from '#services/main.ts';
import type { Submission } from '#wire/transport.ts';

const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;
const MESSAGES = 60;
/** A service that goes away and comes back with what it had. */
class House {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nucleus-killed-'));
  #running: RunningServices | null = null;
  #port = 0;

  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  async up(): Promise<void> {
    const config = { dataDir: this.#folder, port: this.#port, development: true, retry: { firstMs: 5, maxMs: 20 } };
    this.#running = await startServices({ ...config, roles: ['sending', 'receiving'] }, { writeLog: () => {} });
    this.#port = this.#running.port;
  }

  async down(): Promise<void> {
    await this.#running?.close();
    this.#running = null;
  }

  async leave(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
const houses = [new House(), new House()] as const;
beforeAll(async () => {
  useProvider(await loadSodium());
  for (const house of houses) await house.up();
});
afterAll(async () => {
  for (const house of houses) await house.leave();
});

/** Repeatable chances: a counter under a hash. */
function chances(seed: string): (oneIn: number) => boolean {
  let counter = 0;
  return (oneIn) => createHash('sha256').update(`${seed}/${counter++}`).digest().readUInt32BE() % oneIn === 0;
}

/** To which services an envelope was sent on its way, by its digest. */
const ways = new Map<string, Set<string>>();

/** The real transport on a bad line. */
function unreliable(chance: (oneIn: number) => boolean): Transport {
  const real = createTransport({ fetch, timeoutMs: 10_000 });
  return {
    wellKnown: (origin) => real.wellKnown(origin),
    async call(...call) {
      const [name, , request] = call;
      if (name === 'submit') {
        const { envelope, destination } = request as Submission;
        const digest = createHash('sha256').update(envelope).digest('hex');
        ways.set(digest, (ways.get(digest) ?? new Set()).add(destination));
      }
      if (chance(12)) throw new Fault('unavailable', 'no-answer', 'the request was lost');
      const answer = await real.call(...call);
      if (chance(12)) throw new Fault('unavailable', 'no-answer', 'the answer was lost');
      return answer;
    },
  };
}

class Person {
  readonly disk: MemoryDisk = createMemoryDisk();
  readonly memory = new Map<string, Uint8Array>();
  readonly chance: (oneIn: number) => boolean;
  kills = 0;
  calm = false;
  #device: Device | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(name: string) {
    this.chance = chances(name);
  }

  /** Another life on the same disk, as a browser starts a worker again. */
  async live(): Promise<OpenVault> {
    if (this.#device === null) {
      let end = () => {};
      this.#ended = new Promise((resolve) => {
        end = resolve;
      });
      const onCommit = () => (this.calm || !this.chance(12) ? 'go' : this.chance(2) ? 'crash-before' : 'crash-after');
      const onCrash = () => {
        this.kills++;
        this.#device = null;
        end();
      };
      const life = new MemoryLife({ disk: this.disk, onCommit, onCrash });
      const device: Device = new Device({
        lockedInbox: openMemoryLockedInbox(life),
        volatile: {
          get: async (name) => this.memory.get(name)?.slice() ?? null,
          set: async (name, value) => void this.memory.set(name, value.slice()),
          remove: async (name) => void this.memory.delete(name),
        },
        stores: memoryStores({ life, kinds: RECORD_KINDS, entropy: nodeEntropy }),
        transport: unreliable((oneIn) => !this.calm && this.chance(oneIn)),
        mailParser: { parse: async () => Promise.reject(new Error('no mail here')), attachment: async () => null },
        entropy: nodeEntropy,
        now: () => Date.now() + passedMs,
        defaultServices: houses.map(({ origin }) => origin),
        cost: CHEAP,
        announce: () => {},
        arrived: () => {},
        health: () => {},
        isLookedAt: () => false,
        sendAgainAt: () => {},
        report: (error) => {
          if (!(error instanceof Fault)) throw error;
        },
      });
      this.#device = device;
      if (this.disk.header === null) await device.setUp('gravel lantern oboe thursday');
    }
    const open = await this.survive(() => (this.#device as Device).opened());
    return open ?? this.live();
  }

  /** Runs until it ends or the life does; null if it was killed, or the line was bad. */
  async survive<T>(work: () => Promise<T>): Promise<T | null> {
    const ended = this.#ended.then(() => null);
    try {
      return await Promise.race([work(), ended]);
    } catch (error) {
      if (error instanceof Fault && error.blame === 'unavailable') return null;
      throw error;
    }
  }

  async insist<T>(work: (vault: OpenVault) => Promise<T>): Promise<T> {
    for (;;) {
      const vault = await this.live();
      const result = await this.survive(() => work(vault));
      if (result !== null) return result;
    }
  }

  async courier(): Promise<void> {
    const { courier } = await this.live();
    await this.survive(() => courier.send());
    const again = await this.live();
    await this.survive(() => again.courier.fetch());
  }

  async thread(id: string): Promise<{ mine: boolean; text: string; delivery: string | null }[]> {
    const { app } = await this.live();
    const [known] = await app.store.read([relationship(id)]);
    const all = await app.store.read(Array.from({ length: known?.lastSequence ?? 0 }, (_, i) => message(id, i + 1)));
    return all.flatMap((one) =>
      one?.content.kind === 'text' ? [{ mine: one.mine, text: one.content.value, delivery: one.delivery }] : [],
    );
  }
}

/** Time that passes without anybody waiting: what back-off postponed comes due. */
let passedMs = 0;

const nonceOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

test('nothing is lost, doubled or left waiting, wherever the programs are killed', async () => {
  const alex = new Person('alex');
  const blair = new Person('blair');
  alex.calm = blair.calm = true;
  for (const person of [alex, blair]) await person.insist(({ courier }) => courier.keepUp().then(() => true));
  const invited = await alex.insist(({ app }) => invite(app, { name: 'Alex', label: '' }));
  if (!invited.ok) throw new Error(invited.reason);
  const [record] = await alex.insist(({ app }) => app.store.read([invitationRecord(invited.id)]));
  if (record === null) throw new Error('no invitation');
  alex.calm = blair.calm = false;

  const accepted = await blair.insist(({ app }) => acceptInvitation(app, bundleText(record.bundle), 'Blair'));
  // Killed after the commit, the second try finds the relationship that the first made.
  const blairs = accepted.ok
    ? accepted.relationship
    : await blair.insist(async ({ app }) => idText((await app.store.read([recent]))[0]?.items[0]?.id as Uint8Array));
  let alexs: string | null = null;
  for (let round = 0; alexs === null; round++) {
    if (round > 200) throw new Error('the acceptance never arrived');
    await blair.courier();
    await alex.courier();
    passedMs += 60_000;
    const [known] = await alex.insist(({ app }) => app.store.read([recent]));
    alexs = known?.items[0] === undefined ? null : idText(known.items[0].id);
  }

  const [first, second] = houses;
  for (let i = 0; i < MESSAGES; i++) {
    if (i === 10) await first.down();
    if (i === 30) await first.up();
    if (i === 35) await second.down();
    if (i % 10 === 9) passedMs += 3 * 60_000;
    const to = alexs;
    await alex.insist(({ app }) => sendText(app, to, `a${i}`, nonceOf(`a${i}`)));
    if (i % 3 !== 0) await blair.insist(({ app }) => sendText(app, blairs, `b${i}`, nonceOf(`b${i}`)));
    if (i % 2 === 0) await alex.courier();
    if (i % 5 !== 0) await blair.courier();
  }

  alex.calm = blair.calm = true;
  const sent = {
    a: Array.from({ length: MESSAGES }, (_, i) => `a${i}`),
    b: Array.from({ length: MESSAGES }, (_, i) => `b${i}`).filter((_, i) => i % 3 !== 0),
  };
  const settled = async (): Promise<boolean> => {
    const mine = [...(await alex.thread(alexs as string)), ...(await blair.thread(blairs))].filter((one) => one.mine);
    return mine.length === sent.a.length + sent.b.length && mine.every((one) => one.delivery === 'received');
  };
  for (let round = 0; !(await settled()); round++) {
    if (round > 400) break;
    // Most of the remaining messages get through while one of the two is away.
    if (round === 12) await second.up();
    await alex.courier();
    await blair.courier();
    passedMs += 60_000;
  }

  const texts = (thread: Awaited<ReturnType<Person['thread']>>, mine: boolean) =>
    thread
      .filter((one) => one.mine === mine)
      .map((one) => one.text)
      .sort();
  const alexThread = await alex.thread(alexs);
  const blairThread = await blair.thread(blairs);
  expect(texts(alexThread, true)).toEqual([...sent.a].sort());
  expect(texts(blairThread, false)).toEqual([...sent.a].sort());
  expect(texts(blairThread, true)).toEqual([...sent.b].sort());
  expect(texts(alexThread, false)).toEqual([...sent.b].sort());
  expect([...alexThread, ...blairThread].filter((one) => one.mine && one.delivery !== 'received')).toEqual([]);
  // The test would prove nothing without kills.
  expect(alex.kills + blair.kills).toBeGreaterThan(20);
  // Nor if no envelope had gone two ways.
  expect([...ways.values()].filter(({ size }) => size > 1).length).toBeGreaterThan(3);
});
