// Two parties and a network that drops, repeats, reorders, cuts and changes: states agree, no key is used twice, every
// message is read at most once, everything that arrived whole within the bounds is read, and no key is kept that the
// state does not name.
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { introduce, nameOf, type Party } from '../vectors/party.ts';
import { recording } from '../vectors/recording.ts';
import { scripted } from '../vectors/scripted.ts';
import { openFirstEnvelope } from './envelope.ts';
import { receivedUpTo } from './ratchet.ts';
import { MAX_SKIPPED_CHAINS } from './ratchet-state.ts';
import { skippedNumbers } from './skipped-keys.ts';

const sodium = await loadSodium();
let recorded = recording(sodium);
beforeEach(() => {
  recorded = recording(sodium);
  useProvider(recorded.provider);
});
afterAll(() => useProvider(noble));

interface Flying {
  readonly envelope: Uint8Array;
  readonly first: boolean;
  /** The receiver's number of the chain it belongs to. */
  readonly chain: number;
}

/** One direction of the network, and the envelopes sent into it. */
interface Line {
  readonly from: Party;
  readonly to: Party;
  readonly envelopeKey: Uint8Array;
  readonly flying: Flying[];
  readonly landed: Flying[];
}

/** Both count the chains they receive from 1; the acceptor sends one before it receives any. */
function receiversChain(line: Line): number {
  const { chain } = receivedUpTo(line.from.state);
  return line.from.state.offersOdd === 1 ? chain + 1 : chain;
}

function post(line: Line, envelopes: Uint8Array[], first: boolean): void {
  for (const envelope of envelopes) {
    line.flying.push({ envelope, first, chain: receiversChain(line) });
  }
}

/** The receiver's work: an inviter's with a first envelope, either side's with another. */
function arrive(line: Line, envelope: Uint8Array, first: boolean): string {
  if (!first) return line.to.receive(envelope);
  const opened = openFirstEnvelope(envelope, line.envelopeKey);
  return opened === null ? 'unreadable' : line.to.receive(opened.message);
}

function keysAreNamed(party: Party): void {
  const { receiving, skipped } = party.state;
  const chains = [...skipped, { id: receiving.id, until: receiving.number, kept: receiving.kept }];
  const named = chains.flatMap(({ id, until, kept }) =>
    skippedNumbers(kept, until).map((number) => nameOf({ chain: id, number })),
  );
  expect([...party.keys.keys()].sort()).toEqual(named.sort());
  expect(skipped.length).toBeLessThanOrEqual(MAX_SKIPPED_CHAINS);
}

const action = record({
  what: constantFrom(
    'say',
    'say',
    'deliver',
    'deliver',
    'deliver',
    'next',
    'next',
    'drop',
    'repeat',
    'flip',
    'cut',
  ) as never,
  way: integer({ min: 0, max: 1 }),
  pick: integer({ min: 0, max: 1_000_000 }),
}) as ReturnType<typeof record<{ what: string; way: number; pick: number }>>;

function converse(seed: number, actions: readonly { what: string; way: number; pick: number }[]): Line[] {
  const { inviter, acceptor } = introduce(scripted(`inviter ${seed}`).draw, scripted(`acceptor ${seed}`).draw);
  const envelopeKey = acceptor.opening?.envelopeKey as Uint8Array;
  const line = (from: Party, to: Party): Line => ({ from, to, envelopeKey, flying: [], landed: [] });
  const lines = [line(acceptor, inviter), line(inviter, acceptor)];
  for (const { what, way, pick } of actions) act(lines[way] as Line, what, pick);
  return lines;
}

function act(line: Line, what: string, pick: number): void {
  const { from, flying, landed } = line;
  if (what === 'say') {
    const first = from.opening !== null;
    post(line, [from.say(`text ${pick}`), ...from.control()], first);
    return;
  }
  if (what === 'repeat') {
    const again = landed[pick % Math.max(1, landed.length)];
    if (again === undefined) return;
    const before = line.to.encoded;
    expect(['spent', 'unreadable']).toContain(arrive(line, again.envelope, again.first));
    expect(line.to.encoded).toEqual(before);
    return;
  }
  const at = what === 'next' ? 0 : pick % Math.max(1, flying.length);
  const chosen = flying[at];
  if (chosen === undefined) return;
  if (what === 'flip' || what === 'cut') {
    const spoilt = what === 'cut' ? chosen.envelope.slice(0, pick % chosen.envelope.length) : chosen.envelope.slice();
    if (what === 'flip') {
      const bit = pick % (spoilt.length * 8);
      spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
    }
    const before = line.to.encoded;
    // A changed byte behind an opened header may look like a repetition; it is never read, and changes nothing.
    expect(['unreadable', 'spent']).toContain(arrive(line, spoilt, chosen.first));
    expect(line.to.encoded).toEqual(before);
    return;
  }
  flying.splice(at, 1);
  if (what === 'drop') return;
  deliver(line, chosen);
}

function deliver(line: Line, chosen: Flying): void {
  const behind = receivedUpTo(line.to.state).chain - chosen.chain;
  const seen = line.to.read.length;
  const outcome = arrive(line, chosen.envelope, chosen.first);
  if (outcome === 'opened') {
    expect(line.to.read.length).toBe(seen + 1);
    line.landed.push(chosen);
  } else {
    // Only a chain with more than MAX_SKIPPED_CHAINS behind it may have been forgotten.
    expect(behind).toBeGreaterThan(MAX_SKIPPED_CHAINS);
  }
  keysAreNamed(line.to);
}

/** Everything still flying arrives in order, then both talk in turns over a network without faults. */
function settle(lines: Line[], turns: number): void {
  for (const line of lines) while (line.flying.length > 0) deliver(line, line.flying.shift() as Flying);
  for (let turn = 0; turn < turns; turn++) {
    const line = lines[turn % 2] as Line;
    post(line, [line.from.say('turn'), ...line.from.control()], line.from.opening !== null);
    while (line.flying.length > 0) deliver(line, line.flying.shift() as Flying);
  }
}

function statesAgree(lines: Line[]): void {
  for (const { from, to } of lines) {
    const { sending } = from.state;
    const { receiving } = to.state;
    // The one who stepped last is a chain ahead in what it will send: then the other has nothing of it yet.
    if (sending.number === 0) expect(receiving.nextHeader).toEqual(sending.header);
    else {
      const { chain, header, nextHeader, number } = sending;
      expect(receiving).toMatchObject({ chain, header, nextHeader, number });
    }
  }
  const [a, b] = lines.map(({ from }) => from.state.mixed) as [number, number];
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1);
}

test('over any network', () => {
  assert(
    property(integer(), array(action, { minLength: 50, maxLength: 250 }), (seed, actions) => {
      recorded.seals.length = 0;
      const lines = converse(seed, actions);
      settle(lines, 6);
      statesAgree(lines);
      for (const { to } of lines) {
        const ids = to.read.map(({ id }) => encodeHex(id));
        expect(new Set(ids).size).toBe(ids.length);
      }
      expect(new Set(recorded.seals).size).toBe(recorded.seals.length);
    }),
    { numRuns: 80 },
  );
});

test('secrets are offered, answered and mixed at both ends however much is lost', () => {
  assert(
    property(integer(), integer({ min: 0, max: 60 }), (seed, lossPercent) => {
      const lines = converse(seed, []);
      const chance = scripted(`loss ${seed}`);
      for (let turn = 0; turn < 400; turn++) {
        const line = lines[turn % 2] as Line;
        post(line, [line.from.say('turn'), ...line.from.control()], line.from.opening !== null);
        for (const flying of line.flying.splice(0)) {
          if (((chance.draw(1)[0] as number) * 100) / 256 >= lossPercent) deliver(line, flying);
        }
      }
      settle(lines, 240);
      statesAgree(lines);
      const mixed = lines.map(({ from }) => from.state.mixed);
      // 240 turns without loss are 120 steps each: a secret every 18 of them, the first after 18 at the latest.
      expect(Math.min(...mixed)).toBeGreaterThanOrEqual(5);
    }),
    { numRuns: 6 },
  );
});

test('a text is read by the other end as it was written, in both directions', () => {
  const lines = converse(1, []);
  settle(lines, 10);
  for (const { to } of lines) {
    const texts = to.read.flatMap(({ items }) =>
      items.map((item) => (item.kind === 'text' ? item.value.text : item.kind)),
    );
    expect(texts.slice(-5)).toEqual(Array(5).fill('turn'));
  }
});
