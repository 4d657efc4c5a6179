// Two ends that lose their state, go back to old copies and shake hands anew, over a network that drops, repeats and
// reorders, with clocks that differ, killed before any commit: at the end both talk; no key meets two plaintexts; what
// an old copy could have sent under is never sent under; each text is shown once, and none is lost that was not read.
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import type { Item } from '#wire/message.ts';
import { recording } from '../vectors/recording.ts';
import { scripted } from '../vectors/scripted.ts';
import { sealEnvelope } from './envelope.ts';
import { acceptHandshake, answerHandshake } from './handshake.ts';
import { createIdentity } from './identity.ts';
import { createInvitation, verifyInvitation } from './invitation.ts';
import { startAcceptor, startInviter } from './ratchet.ts';
import type { SkippedName } from './ratchet-state.ts';
import { createReset, type Ends, resetKeyOf, sealReset } from './reset.ts';
import { type End, isUnheard, keysKept, MAX_FORMER, nextResetClock, takeEnvelope, withReset } from './shaking-anew.ts';

const sodium = await loadSodium();
let recorded = recording(sodium);
beforeEach(() => {
  recorded = recording(sodium);
  useProvider(recorded.provider);
});
afterAll(() => useProvider(noble));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const nameOf = ({ chain, number }: SkippedName) => `${chain}/${number}`;

/** All of one end that is on disk: what a copy of the profile holds. */
interface Disk {
  end: End;
  keys: Map<string, Uint8Array>;
  /** Ids of texts said, and whether a receipt named them. */
  said: Map<string, boolean>;
  shown: string[];
  receipts: Uint8Array[];
}

/** Nothing that must not send can; and there is a kept key for each name that a ratchet has, and no other. */
function holds({ end, keys }: Disk): void {
  if (end.outstanding !== null) expect(end.ratchet.sending.chain).toBeNull();
  const named = [end.ratchet, ...end.former].flatMap(keysKept).map(nameOf);
  expect([...keys.keys()].sort()).toEqual(named.sort());
}

interface World {
  now: number;
}

class Side {
  disk: Disk;
  copy: Disk;
  /** Sending chains of copies that were gone back to. */
  readonly dead = new Set<string>();
  readonly flying: Uint8Array[] = [];
  readonly landed: Uint8Array[] = [];
  /** Texts that were shown here and are gone with a disk. */
  readonly lost = new Set<string>();
  readonly ends: Ends;
  readonly resetKey: Uint8Array;
  readonly #world: World;
  readonly #skew: number;
  readonly #draw;

  constructor(world: World, name: string, ends: Ends, resetKey: Uint8Array, end: End, skew: number) {
    this.#world = world;
    this.#skew = skew;
    this.#draw = scripted(name).draw;
    this.ends = ends;
    this.resetKey = resetKey;
    this.disk = { end, keys: new Map(), said: new Map(), shown: [], receipts: [] };
    this.copy = structuredClone(this.disk);
  }

  get now(): number {
    return this.#world.now + this.#skew;
  }

  get canSend(): boolean {
    const { outstanding, ratchet } = this.disk.end;
    return outstanding === null && ratchet.sending.chain !== null;
  }

  /** One step: what it computed is lost with the kill, or written and sent. */
  step(work: (disk: Disk) => Uint8Array[], killed = false): void {
    const disk = structuredClone(this.disk);
    const envelopes = work(disk);
    if (killed) return;
    this.disk = disk;
    this.flying.push(...envelopes);
  }

  #post(disk: Disk, id: Uint8Array, items: Item[]): Uint8Array[] {
    const { end } = disk;
    if (end.outstanding !== null || end.ratchet.sending.chain === null) return [];
    expect(this.dead).not.toContain(encodeHex(end.ratchet.sending.chain));
    const owed = disk.receipts.splice(0, 20);
    const told: Item[] = owed.length === 0 ? [] : [{ kind: 'receipt', value: { state: 'received', messages: owed } }];
    const body = { id, clock: 1, sentAt: 0, items: [...items, ...told] };
    const sealed = sealEnvelope(end.ratchet, body, 'small', end.opening, this.#draw);
    disk.end = { ...end, ratchet: sealed.state };
    return [sealed.envelope];
  }

  #postText(disk: Disk, id: string): Uint8Array[] {
    return this.#post(disk, Uint8Array.from(Buffer.from(id, 'hex')), [{ kind: 'text', value: { text: id } }]);
  }

  say = (killed: boolean): void =>
    this.step((disk) => {
      const id = encodeHex(this.#draw(16));
      disk.said.set(id, false);
      return this.#postText(disk, id);
    }, killed);

  again = (disk: Disk): Uint8Array[] =>
    [...disk.said].flatMap(([id, acknowledged]) => (acknowledged ? [] : this.#postText(disk, id)));

  #anew(disk: Disk): Uint8Array[] {
    const clock = nextResetClock(disk.end, this.now);
    const { secrets, ...made } = createReset(this.ends, { clock, addresses: [], longTerm: [] }, this.#draw);
    disk.end = withReset(disk.end, { ...made, ...secrets });
    return [sealReset(this.resetKey, made.encoded, this.#draw)];
  }

  reset = (killed: boolean): void => this.step((disk) => this.#anew(disk), killed);

  #repeat(disk: Disk): Uint8Array[] {
    const { outstanding } = disk.end;
    return outstanding === null ? [] : [sealReset(this.resetKey, outstanding.encoded, this.#draw)];
  }

  repeat = (): void => this.step((disk) => this.#repeat(disk));

  /** The program keeps a copy of itself now and then; after a loss it goes on from that, and shakes hands anew. */
  restore(): void {
    const chain = this.copy.end.ratchet.sending.chain;
    if (chain !== null) this.dead.add(encodeHex(chain));
    for (const id of this.disk.shown) if (!this.copy.shown.includes(id)) this.lost.add(id);
    this.disk = structuredClone(this.copy);
    this.reset(false);
  }

  take(envelope: Uint8Array, killed: boolean): string {
    let outcome = '';
    this.step((disk) => {
      const { ends, now } = this;
      const lookUp = (name: SkippedName) => disk.keys.get(nameOf(name)) ?? null;
      const taking = { ends, resetKey: () => this.resetKey, now, lookUp, mayAnswer: true };
      const taken = takeEnvelope(disk.end, envelope, taking, this.#draw);
      outcome = taken.outcome;
      if (taken.outcome === 'mine-first') return this.#repeat(disk);
      if (taken.outcome === 'reset-again') return disk.end.opening === null ? [] : this.#post(disk, this.#draw(16), []);
      if (taken.outcome === 'spent' || taken.outcome === 'unreadable') return [];
      disk.end = taken.end;
      expect(disk.end.former.length).toBeLessThanOrEqual(MAX_FORMER);
      for (const former of disk.end.former) expect(former.sending.chain).toBeNull();
      if (taken.outcome !== 'reset') for (const { key, ...name } of taken.keep) disk.keys.set(nameOf(name), key);
      for (const name of taken.forget) disk.keys.delete(nameOf(name));
      holds(disk);
      if (taken.outcome === 'reset') return [...this.#post(disk, this.#draw(16), []), ...this.again(disk)];
      if (taken.outcome === 'opened') this.#read(disk, taken.body.items, taken.body.id);
      return [
        ...(taken.begins ? this.again(disk) : []),
        ...(disk.receipts.length > 0 ? this.#post(disk, this.#draw(16), []) : []),
      ];
    }, killed);
    return outcome;
  }

  #read(disk: Disk, items: readonly Item[], id: Uint8Array): void {
    for (const item of items) {
      if (item.kind === 'text') {
        const name = encodeHex(id);
        if (!disk.shown.includes(name)) disk.shown.push(name);
        disk.receipts.push(id);
      }
      if (item.kind === 'receipt')
        for (const one of item.value.messages) if (disk.said.has(encodeHex(one))) disk.said.set(encodeHex(one), true);
    }
  }
}

function introduce(seed: number, skew: readonly [number, number]): { sides: [Side, Side]; world: World } {
  const { draw } = scripted(`introduced ${seed}`);
  const [host, guest] = [createIdentity(draw), createIdentity(draw)];
  const presentation = { name: '', pronouns: '' };
  const made = createInvitation(host, { presentation, services: [], createdAt: 0, expiryDay: 14 }, draw);
  const { invitation, digest } = verifyInvitation(made.encoded, 0);
  const { shared, handshake } = acceptHandshake(invitation, digest, guest, draw);
  const answered = answerHandshake(handshake, { secrets: host.secrets, ...made.secrets });
  if (answered === null) throw new Error('the handshake is refused');
  const world = { now: 100 * DAY };
  const none = { opening: null, former: [], epoch: null, outstanding: null, front: null };
  const acceptor = { ...none, ratchet: startAcceptor(shared, invitation.prekey, draw) };
  const inviter = { ...none, ratchet: startInviter(answered, made.secrets.prekey) };
  const key = resetKeyOf(shared);
  const sides: [Side, Side] = [
    new Side(world, `a ${seed}`, { ...guest, theirs: host.identity }, key, acceptor, skew[0] * HOUR),
    new Side(world, `b ${seed}`, { ...host, theirs: guest.identity }, key, inviter, skew[1] * HOUR),
  ];
  return { sides, world };
}

const WHAT = [
  'say',
  'say',
  'deliver',
  'deliver',
  'deliver',
  'next',
  'next',
  'next',
  'drop',
  'repeat',
  'reset',
] as const;
const action = record({
  what: constantFrom(...WHAT, 'copy', 'restore', 'wait', 'day', 'retry'),
  way: integer({ min: 0, max: 1 }),
  pick: integer({ min: 0, max: 1_000_000 }),
  killed: integer({ min: 0, max: 7 }).map((one) => one === 0),
});
interface Action {
  readonly what: (typeof WHAT)[number] | 'copy' | 'restore' | 'wait' | 'day' | 'retry';
  readonly way: number;
  readonly pick: number;
  readonly killed: boolean;
}

function act(sides: readonly [Side, Side], world: World, { what, way, pick, killed }: Action): void {
  const from = sides[way] as Side;
  const to = sides[1 - way] as Side;
  world.now += 1 + (pick % 1000);
  if (what === 'say') from.say(killed);
  else if (what === 'reset') from.reset(killed);
  else if (what === 'copy') from.copy = structuredClone(from.disk);
  else if (what === 'restore') from.restore();
  else if (what === 'wait') world.now += pick;
  else if (what === 'day') world.now += DAY;
  else if (what === 'retry') from.repeat();
  else if (what === 'repeat') {
    const again = from.landed[pick % Math.max(1, from.landed.length)];
    if (again !== undefined) to.take(again, killed);
  } else {
    const at = what === 'next' ? 0 : pick % Math.max(1, from.flying.length);
    const chosen = from.flying[at];
    if (chosen === undefined) return;
    if (what !== 'drop') to.take(chosen, killed);
    // A service keeps what was not acknowledged.
    if (what !== 'drop' && killed) return;
    from.flying.splice(at, 1);
    if (what !== 'drop') from.landed.push(chosen);
  }
}

/** A network without faults; who has no answer repeats, and after some days begins again. */
function settle(sides: readonly [Side, Side], world: World): void {
  for (let round = 0; round < 14; round++) {
    for (const side of sides) {
      const waits = side.disk.end.outstanding !== null || isUnheard(side.disk.end);
      if (round % 4 === 3 && waits) side.reset(false);
      else side.repeat();
      side.step((disk) => side.again(disk));
    }
    for (let turns = 0; sides.some(({ flying }) => flying.length > 0); turns++) {
      if (turns > 10_000) throw new Error('they never come to rest');
      for (const way of [0, 1] as const) {
        const envelope = sides[way].flying.shift();
        if (envelope !== undefined) sides[way === 0 ? 1 : 0].take(envelope, false);
      }
    }
    world.now += DAY;
  }
}

function bothTalk(sides: readonly [Side, Side]): void {
  for (const way of [0, 1, 0, 1] as const) {
    const [from, to] = [sides[way] as Side, sides[1 - way] as Side];
    expect(from.canSend).toBe(true);
    const before = to.disk.shown.length;
    from.say(false);
    while (from.flying.length > 0) to.take(from.flying.shift() as Uint8Array, false);
    expect(to.disk.shown.length).toBe(before + 1);
    while (to.flying.length > 0) from.take(to.flying.shift() as Uint8Array, false);
  }
}

test('over any network, whatever is lost of either end', () => {
  const skews = integer({ min: -11, max: 11 });
  assert(
    property(integer(), skews, skews, array(action, { minLength: 20, maxLength: 160 }), (seed, one, other, actions) => {
      recorded.seals.length = 0;
      const { sides, world } = introduce(seed, [one, other]);
      // The acceptor's first message: without it the inviter has nothing to answer with.
      sides[0].say(false);
      sides[1].take(sides[0].flying.shift() as Uint8Array, false);
      for (const side of sides) side.copy = structuredClone(side.disk);
      for (const each of actions) act(sides, world, each);
      settle(sides, world);
      bothTalk(sides);
      for (const way of [0, 1] as const) {
        const [from, to] = [sides[way] as Side, sides[1 - way] as Side];
        for (const [id, acknowledged] of from.disk.said) {
          expect(acknowledged).toBe(true);
          expect(to.disk.shown.includes(id) || to.lost.has(id)).toBe(true);
        }
        expect(new Set(to.disk.shown).size).toBe(to.disk.shown.length);
      }
      expect(new Set(recorded.seals).size).toBe(recorded.seals.length);
    }),
    { numRuns: 30 },
  );
});

/** Two who have spoken, so that either can send. */
function acquainted() {
  const { sides, world } = introduce(1, [0, 0]);
  const [anna, ben] = sides;
  const pass = (from: Side, to: Side) => {
    const outcomes: string[] = [];
    while (from.flying.length > 0) outcomes.push(to.take(from.flying.shift() as Uint8Array, false));
    return outcomes;
  };
  anna.say(false);
  pass(anna, ben);
  pass(ben, anna);
  return { anna, ben, world, pass };
}

test('a reset that comes after a later one changes nothing, however often it comes', () => {
  const { anna, ben, world, pass } = acquainted();
  anna.reset(false);
  const old = anna.flying.shift() as Uint8Array;
  world.now += DAY;
  anna.reset(false);
  const newer = anna.flying[0] as Uint8Array;
  expect(pass(anna, ben)).toEqual(['reset']);
  const before = ben.disk;
  expect([ben.take(old, false), ben.take(old, false)]).toEqual(['unreadable', 'unreadable']);
  expect(ben.disk).toEqual(before);
  // The last one again: the same answer, whose keys are not drawn anew.
  const { handshake } = ben.disk.end.opening ?? {};
  expect(ben.take(newer, false)).toBe('reset-again');
  expect(ben.disk.end.opening?.handshake).toEqual(handshake);
  pass(ben, anna);
  expect(anna.disk.end.outstanding).toBeNull();
});

test('one from a clock more than a day ahead waits until it is less', () => {
  const { anna, ben, world, pass } = acquainted();
  world.now += 2 * DAY;
  anna.reset(false);
  world.now -= 2 * DAY;
  expect(pass(anna, ben)).toEqual(['unreadable']);
  world.now += DAY;
  anna.repeat();
  expect(pass(anna, ben)).toEqual(['reset']);
});

test('what was on its way is read, late, and what an end waits with goes when the other has answered', () => {
  const { anna, ben, pass } = acquainted();
  ben.say(false);
  const onItsWay = ben.flying.splice(0);
  anna.reset(false);
  anna.say(false);
  expect(anna.flying.length).toBe(1);
  expect(pass(anna, ben)).toEqual(['reset']);
  expect(pass(ben, anna)).toEqual(['opened', 'opened']);
  expect(anna.take(onItsWay[0] as Uint8Array, false)).toBe('opened');
  expect(new Set(anna.disk.shown).size).toBe(1);
  pass(anna, ben);
  expect(ben.disk.shown.length).toBe(2);
});

test('of two at once the later counts, whoever hears of the other first', () => {
  for (const first of [0, 1]) {
    const { anna, ben, world, pass } = acquainted();
    anna.reset(false);
    world.now += 1;
    ben.reset(false);
    const outcomes = first === 0 ? [pass(anna, ben), pass(ben, anna)] : [pass(ben, anna), pass(anna, ben)].reverse();
    expect(outcomes[0]?.[0]).toBe('mine-first');
    expect(outcomes[1]?.[0]).toBe('reset');
    for (let turn = 0; turn < 3; turn++) [pass(anna, ben), pass(ben, anna)];
    bothTalk([anna, ben]);
  }
});

test('keys that a ratchet kept go with it when it is the oldest', () => {
  const { anna, ben, world, pass } = acquainted();
  for (let time = 0; time < MAX_FORMER + 2; time++) {
    anna.say(false);
    anna.flying.shift();
    anna.say(false);
    pass(anna, ben);
    world.now += 1;
    anna.reset(false);
    for (let turn = 0; turn < 3; turn++) [pass(anna, ben), pass(ben, anna)];
  }
  expect(ben.disk.end.former.length).toBe(MAX_FORMER);
  expect(ben.disk.keys.size).toBeGreaterThan(0);
});
