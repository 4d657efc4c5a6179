// The messages that a thief of one end's whole state can read. Earlier ones: none, and no earlier secret lies in the
// state. Later ones: until both sides have stepped. And if the thief can also break X25519: until one post-quantum
// secret that was offered after the theft is mixed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { introduce, Party, type PartyEntropy } from '../vectors/party.ts';
import { scripted } from '../vectors/scripted.ts';
import { openFirstEnvelope } from './envelope.ts';
import { type RatchetState, ratchetState } from './ratchet-state.ts';

beforeAll(async () => useProvider(await loadSodium()));
afterAll(() => useProvider(noble));

const entropies = (name: string): PartyEntropy => ({
  steps: scripted(`${name} steps`).draw,
  secrets: scripted(`${name} secrets`).draw,
  messages: scripted(`${name} messages`).draw,
});

/** A thief: a copy of a party's state and keys, with fresh key pairs of its own. */
function thiefOf(party: Party, steps: Entropy = scripted('thief').draw): Party {
  const thief = new Party(party.state, {
    steps,
    secrets: scripted('thief secrets').draw,
    messages: scripted('thief messages').draw,
  });
  for (const [name, key] of party.keys) thief.keys.set(name, key);
  return thief;
}

/** Every secret of a state by which a message could be read. */
function secretsOf(state: RatchetState): string[] {
  const { rootKey, dhSecret, sending, receiving } = state;
  return [rootKey, dhSecret, sending.chain, receiving.chain].flatMap((secret) =>
    secret === null ? [] : [encodeHex(secret)],
  );
}

/** Both talk in turns; `hears` is given every envelope and its receiver. */
function talk(a: Party, b: Party, turns: number, hears: (to: Party, envelope: Uint8Array) => void): void {
  for (let turn = 0; turn < turns; turn++) {
    const [from, to] = turn % 2 === 0 ? [a, b] : [b, a];
    for (const envelope of [from.say(`turn ${turn}`), ...from.control()]) {
      expect(to.receive(envelope)).toBe('opened');
      hears(to, envelope);
    }
  }
}

describe('a stolen state', () => {
  test('reads nothing that was read before, and holds no secret of an earlier state', () => {
    const { inviter, acceptor, first } = introduce(entropies('i'), entropies('a'));
    const handshakeEnvelopeKey = acceptor.opening?.envelopeKey as Uint8Array;
    const heard = new Map<Party, Uint8Array[]>([
      [inviter, [openFirstEnvelope(first, handshakeEnvelopeKey)?.message as Uint8Array]],
      [acceptor, []],
    ]);
    const past = new Map<Party, string[]>([
      [inviter, []],
      [acceptor, []],
    ]);
    const note = () => {
      for (const [party, secrets] of past) secrets.push(...secretsOf(party.state));
    };
    // The first turn is the inviter's, so that no later envelope is a first one.
    talk(inviter, acceptor, 60, (to, envelope) => {
      heard.get(to)?.push(envelope);
      note();
    });
    const late = inviter.say('comes late');
    expect(acceptor.receive(inviter.say('comes first'))).toBe('opened');
    note();
    for (const party of [inviter, acceptor]) {
      // One more message each way, so that nothing of the last noted state is current.
      expect(inviter.receive(acceptor.say('a'))).toBe('opened');
      expect(acceptor.receive(inviter.say('b'))).toBe('opened');
      expect(inviter.receive(acceptor.say('c'))).toBe('opened');
      expect(acceptor.receive(inviter.say('d'))).toBe('opened');
      const thief = thiefOf(party);
      for (const envelope of heard.get(party) ?? []) expect(thief.receive(envelope)).not.toBe('opened');
      const stolen = encodeHex(party.encoded) + [...party.keys.values()].map(encodeHex).join('');
      for (const secret of past.get(party) ?? []) expect(stolen).not.toContain(secret);
    }
    // A message that has not arrived yet is the exception, and the reason why such keys are bounded.
    expect(thiefOf(acceptor).receive(late)).toBe('opened');
  });

  test('reads new messages until both have stepped, and nothing after', () => {
    const { inviter, acceptor } = introduce(entropies('i'), entropies('a'));
    talk(inviter, acceptor, 4, () => {});
    const thief = thiefOf(acceptor);
    const next = inviter.say('the thief reads this');
    expect([acceptor.receive(next), thief.receive(next)]).toEqual(['opened', 'opened']);
    expect(inviter.receive(acceptor.say('a fresh key'))).toBe('opened');
    for (let turn = 0; turn < 4; turn++) {
      const safe = inviter.say('and not this');
      expect([acceptor.receive(safe), thief.receive(safe)]).toEqual(['opened', 'unreadable']);
      expect(inviter.receive(acceptor.say('another'))).toBe('opened');
    }
  });
});

describe.each(['inviter', 'acceptor'] as const)('a thief who breaks X25519 and holds the state of the %s', (robbed) => {
  test('reads on until a post-quantum secret made after the theft is mixed, and nothing after', () => {
    const own = entropies(robbed);
    // Breaking X25519: the thief learns every ratchet secret that the robbed end draws.
    const drawn: Uint8Array[] = [];
    const tapped: PartyEntropy = {
      ...own,
      steps: (byteCount) => {
        const bytes = own.steps(byteCount);
        drawn.push(bytes.slice());
        return bytes;
      },
    };
    const other = entropies('other');
    const { inviter, acceptor } = robbed === 'inviter' ? introduce(tapped, other) : introduce(other, tapped);
    const victim = robbed === 'inviter' ? inviter : acceptor;
    talk(inviter, acceptor, 4, () => {});
    const thief = thiefOf(victim, () => drawn.shift() as Uint8Array);
    drawn.length = 0;

    let readings = 0;
    let mixedAtFailure = -1;
    talk(inviter, acceptor, 80, (to, envelope) => {
      if (to !== victim) return;
      if (mixedAtFailure < 0) {
        // The KEM secret that the thief's copy makes up for an offer is not the victim's.
        if (thief.receive(envelope) === 'opened') readings++;
        else mixedAtFailure = victim.state.mixed;
      } else expect(thief.receive(envelope)).toBe('unreadable');
    });
    // The first secret is the acceptor's to offer: after 16 steps, and mixed two turns after its answer.
    expect(readings).toBeGreaterThanOrEqual(16);
    expect(mixedAtFailure).toBe(1);
    expect(victim.state.mixed).toBeGreaterThanOrEqual(2);
    expect(equal(ratchetState.encode(thief.state), victim.encoded)).toBe(false);
  });

  test('reads on for ever if no secret is offered: it is the secret that ends it', () => {
    const own = entropies(robbed);
    const drawn: Uint8Array[] = [];
    const steps: Entropy = (byteCount) => {
      const bytes = own.steps(byteCount);
      drawn.push(bytes.slice());
      return bytes;
    };
    const other = entropies('other');
    const { inviter, acceptor } =
      robbed === 'inviter' ? introduce({ ...own, steps }, other) : introduce(other, { ...own, steps });
    const victim = robbed === 'inviter' ? inviter : acceptor;
    const thief = thiefOf(victim, () => drawn.shift() as Uint8Array);
    drawn.length = 0;
    for (let turn = 0; turn < 80; turn++) {
      const [from, to] = turn % 2 === 0 ? [inviter, acceptor] : [acceptor, inviter];
      const envelope = from.say('turn');
      expect(to.receive(envelope)).toBe('opened');
      if (to === victim) expect(thief.receive(envelope)).toBe('opened');
    }
  });
});
