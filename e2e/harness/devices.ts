// People with the whole application on a disk in memory, real services on loopback, a clock of their own and a line
// that a test may meddle with. Nothing is stubbed: only the browser's part is replaced.
import { createTransport } from '#adapters/http/transport.ts';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { createMemoryDisk, type MemoryDisk, MemoryLife, type MemoryLifeOptions } from '#adapters/memory/disk.ts';
import { openMemoryLockedInbox } from '#adapters/memory/locked-inbox.ts';
import { memoryStores } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { idBytes, idText } from '#app/conversation/conversation.ts';
import { Device } from '#app/device/device.ts';
import type { DevicePorts, OpenVault } from '#app/device/open-vault.ts';
import { enqueue } from '#app/outgoing/outbox.ts';
import type { AppContext, Arrival, Transport } from '#app/ports/ports.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { type Message, message } from '#app/records/message.ts';
import { proton } from '#app/records/proton.ts';
import { type Relationship, relationship } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { sendText } from '#app/relationships/send.ts';
import { type Facts, factsOf } from '#app/services/snapshot.ts';
import type { RecordKind } from '#app/store/store.ts';
import { STRICT, type StrictTransaction, transact } from '#app/store/transaction.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { sealEnvelope } from '#protocol/pairwise/envelope.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { eventually } from '#services/testing/eventually.ts';
import type { Item } from '#wire/message.ts';

export const PASSPHRASE = 'gravel lantern oboe thursday';
export const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;

type Call = Transport['call'];
/** Stands on the line: answers itself, throws, or lets the call go on. */
export type Meddler = (
  name: string,
  origin: string,
  request: any,
  goOn: () => Promise<any>,
  extra?: Parameters<Call>[3],
) => Promise<any>;

export class TestDevice {
  readonly disk: MemoryDisk = createMemoryDisk();
  readonly memory = new Map<string, Uint8Array>();
  readonly arrivals: Arrival[] = [];
  readonly topics: string[] = [];
  readonly reports: unknown[] = [];
  readonly health = new Map<string, string>();
  /** Every call of a service, as `endpoint origin`. */
  readonly calls: string[] = [];
  /** How far this device's clock is ahead. */
  aheadMs = 0;
  /** The time at which its clock stands still; null: it goes. */
  stillAt: number | null = null;
  sendAgainAt: number | null = null;
  meddle: Meddler | null = null;
  /** Relationships whose conversations the person has before their eyes. */
  readonly lookedAt = new Set<string>();
  /** Who else hears what the device tells: the rest of a worker. */
  told: Pick<DevicePorts, 'announce' | 'arrived' | 'health' | 'sendAgainAt'> | null = null;
  /** Runs before the arrivals for a locked vault are written: a disk that takes its time. */
  beforeWaiting: () => Promise<void> = async () => {};
  life: Omit<MemoryLifeOptions, 'disk'> = {};
  readonly #services: readonly string[];
  #seeWritten: (name: string, value: Uint8Array) => void = () => {};
  device: Device;

  constructor(services: readonly string[]) {
    this.#services = services;
    this.device = this.#start();
  }

  readonly now = (): number => this.stillAt ?? Date.now() + this.aheadMs;

  readonly #volatile: DevicePorts['volatile'] = {
    get: async (name) => this.memory.get(name)?.slice() ?? null,
    set: async (name, value) => {
      // A browser takes its time, too.
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      this.memory.set(name, value.slice());
      this.#seeWritten(name, value.slice());
    },
    remove: async (name) => void this.memory.delete(name),
  };

  #start(): Device {
    const life = new MemoryLife({ disk: this.disk, ...this.life });
    const real = createTransport({ fetch: fetchAgain, timeoutMs: 20_000 });
    const call = (async (name: string, origin: string, request: unknown, extra: unknown) => {
      this.calls.push(`${name} ${origin}`);
      const goOn = () =>
        (real.call as unknown as (...call: unknown[]) => Promise<unknown>)(name, origin, request, extra);
      return this.meddle === null ? goOn() : this.meddle(name, origin, request, goOn, extra as Parameters<Call>[3]);
    }) as unknown as Call;
    const lockedInbox = openMemoryLockedInbox(life);
    return new Device({
      lockedInbox: {
        ...lockedInbox,
        addWaiting: async (items, header) => {
          await this.beforeWaiting();
          return lockedInbox.addWaiting(items, header);
        },
      },
      volatile: this.#volatile,
      stores: memoryStores({ life, kinds: RECORD_KINDS, entropy: nodeEntropy }),
      transport: {
        call,
        wellKnown: async (origin) => {
          this.calls.push(`wellKnown ${origin}`);
          const goOn = () => real.wellKnown(origin);
          return this.meddle === null ? goOn() : this.meddle('wellKnown', origin, null, goOn);
        },
      },
      mailParser,
      entropy: nodeEntropy,
      now: this.now,
      defaultServices: this.#services,
      cost: CHEAP,
      announce: (change) => {
        this.topics.push(change.topic);
        this.told?.announce(change);
      },
      arrived: (arrival) => {
        this.arrivals.push(arrival);
        this.told?.arrived(arrival);
      },
      health: (origin, state) => {
        this.health.set(origin, state);
        this.told?.health(origin, state);
      },
      sendAgainAt: (at) => {
        this.sendAgainAt = at;
        this.told?.sendAgainAt(at);
      },
      isLookedAt: (id) => this.lookedAt.has(id),
      report: (error) => void this.reports.push(error),
    });
  }

  /** The next bytes that are written into memory under that name. */
  seesWritten(wanted: string): Promise<Uint8Array> {
    return new Promise((resolve) => {
      this.#seeWritten = (name, value) => {
        if (name === wanted) resolve(value);
      };
    });
  }

  /** Another life of the program on the same disk and memory, as a browser starts a worker again. */
  restart(): void {
    this.device = this.#start();
  }

  async vault(): Promise<OpenVault> {
    const open = await this.device.opened();
    if (open === null) throw new Error('the vault is locked');
    return open;
  }

  async app(): Promise<AppContext> {
    return (await this.vault()).app;
  }

  async settle(): Promise<void> {
    const { courier } = await this.vault();
    await courier.send();
    await courier.fetch();
    await courier.send();
  }

  async known(id: string): Promise<Relationship> {
    const [known] = await (await this.app()).store.read([relationship(id)]);
    if (known === null) throw new Error('no such relationship');
    return known;
  }

  async thread(id: string): Promise<Message[]> {
    const { store } = await this.app();
    const [known] = await store.read([relationship(id)]);
    const numbers = Array.from({ length: known?.lastSequence ?? 0 }, (_, i) => message(id, i + 1));
    return (await store.read(numbers)).flatMap((one) => one ?? []);
  }

  /** The texts of a conversation, as `me: …` and `they: …`; events by their kind. */
  async said(id: string): Promise<string[]> {
    return (await this.thread(id)).map(({ mine, content }) => {
      const who = mine ? 'me' : 'they';
      if (content.kind === 'text') return `${who}: ${content.value}`;
      if (content.kind === 'event') return content.value.kind;
      return content.kind === 'unknown' ? `${who}: ${content.value.fallback}` : content.kind;
    });
  }

  async delivery(id: string): Promise<(string | null)[]> {
    return (await this.thread(id)).filter(({ content }) => content.kind === 'text').map(({ delivery }) => delivery);
  }

  async say(id: string, text: string): Promise<void> {
    const sent = await sendText(await this.app(), id, text, encodeHex(nodeEntropy(16)));
    if (!sent.ok) throw new Error(sent.reason);
  }

  /** A well-formed body that no program of ours would compose, sealed and queued as if it had. */
  async whisper(id: string, items: readonly Item[], more: { id?: Uint8Array; clock?: number; sentAt?: number } = {}) {
    const app = await this.app();
    const facts = await factsOf(app);
    const body = { id: nodeEntropy(16), clock: 1, sentAt: this.now(), ...more, items: [...items] };
    await transact(
      app.store,
      [],
      (transaction) => {
        const known = transaction.require(proton(id));
        const { state, envelope } = sealEnvelope(ratchetState.decode(known.ratchet), body, 'large', null, nodeEntropy);
        transaction.put(proton(id), { ...known, ratchet: ratchetState.encode(state) });
        this.#enqueue(transaction, facts, id, envelope);
      },
      STRICT,
    );
    app.wake();
  }

  #enqueue(transaction: StrictTransaction, facts: Facts, id: string, envelope: Uint8Array): void {
    const [grant] = transaction.require(proton(id)).grants.filter(({ addresses }) => addresses.length > 0);
    const address = grant?.addresses[0];
    if (grant === undefined || address === undefined) throw new Error('no address of theirs is known');
    const letter = { relationship: idBytes(id), sequence: 0, service: grant.service, address, envelope };
    enqueue(transaction, letter, facts);
  }

  async records<T>(kind: RecordKind<T>): Promise<{ id: string; value: T }[]> {
    const found: { id: string; value: T }[] = [];
    for await (const batch of (await this.app()).store.scan(kind)) found.push(...batch);
    return found;
  }
}

/** A device that is set up and has reached its services. */
export async function person(services: readonly string[]): Promise<TestDevice> {
  const one = new TestDevice(services);
  await one.device.setUp(PASSPHRASE);
  await (await one.vault()).courier.keepUp();
  return one;
}

/** An invitation of one's, as text. */
export async function invitationOf(inviter: TestDevice, label = ''): Promise<{ id: string; text: string }> {
  const app = await inviter.app();
  const invited = await invite(app, { name: 'Alex', label });
  if (!invited.ok) throw new Error(invited.reason);
  const [known] = await app.store.read([invitationRecord(invited.id)]);
  return { id: invited.id, text: bundleText(known?.bundle as Uint8Array) };
}

export async function acceptAs(acceptor: TestDevice, text: string, name = 'Blair'): Promise<string> {
  const accepted = await acceptInvitation(await acceptor.app(), text, name);
  if (!accepted.ok) throw new Error(accepted.reason);
  return accepted.relationship;
}

/** Sends and fetches on all sides until it is so. */
export async function until(people: readonly TestDevice[], holds: () => Promise<boolean> | boolean): Promise<void> {
  await eventually(async () => {
    if (await holds()) return true;
    for (const one of people) await one.settle();
    return false;
  });
}

/**
 * Two people who know each other and hold fresh addresses of each other. @returns the id of the relationship on each
 * side
 */
export async function acquaint(alex: TestDevice, blair: TestDevice): Promise<[alexs: string, blairs: string]> {
  const invited = await invitationOf(alex);
  const blairs = await acceptAs(blair, invited.text);
  const { store } = await alex.app();
  let alexs = '';
  await until([alex, blair], async () => {
    const [known] = await store.read([invitationRecord(invited.id)]);
    alexs = known?.relationship == null ? '' : idText(known.relationship);
    return alexs !== '' && (await blair.known(blairs)).standing === 'active';
  });
  return [alexs, blairs];
}
