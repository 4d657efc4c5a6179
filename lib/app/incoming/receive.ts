// Receiving a page of mailbox items: at its end every one is taken or dropped for good, and may be acknowledged. The
// delivery address names the owner of an item, so there is no trial decryption. Letters of correspondents are taken in
// together, in one step flushed to disk; the ratchet spends their keys in the same step, so a redelivery opens no more
// and is acknowledged silently.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { addressName } from '#protocol/address/address.ts';
import { deliveryAddress } from '#wire/address.ts';
import { idText } from '../conversation/conversation.ts';
import { leavingOf, noteArrival } from '../leaving/leaving.ts';
import { noteOwing } from '../outgoing/owing.ts';
import type { AppContext } from '../ports/ports.ts';
import { move } from '../records/move.ts';
import { profile } from '../records/profile.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { type Address, address, owing } from '../records/transit.ts';
import { noteWrittenTo } from '../relationships/replace.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { openAll, type Received, readNamed, takeAll } from './open-message.ts';
import { receiveFirst, repeatsAmong } from './receive-first.ts';
import { receiveMail } from './receive-mail.ts';

export interface DeliveredItem {
  readonly address: Uint8Array;
  readonly envelope: Uint8Array;
}

export interface ReceivedPage {
  /**
   * In the order of the items; null: the item could not be taken in, stays at its service and must not be acknowledged.
   */
  readonly outcomes: readonly (Received | null)[];
  /** The failure of the first of those. */
  readonly failure: unknown;
}

interface Letter {
  readonly index: number;
  readonly owner: string;
  /** The service and root of the address, and its number in the book; null if an older program did not note them. */
  readonly made: Address['made'];
  readonly envelope: Uint8Array;
  /** What the ratchet opens: the envelope, or the message in one that repeats the handshake. */
  readonly message: Uint8Array;
}

const DROPPED: Received = { outcome: 'dropped' };
/** Taken in together, a page of a mailbox: some twenty milliseconds, for which the interface's own steps wait. */
const TOGETHER = 64;

/**
 * @throws Fault unavailable 'storage-full' | 'storage-failed', locked: items that are not committed must not be
 * acknowledged
 */
export async function receive(app: AppContext, items: readonly DeliveredItem[]): Promise<ReceivedPage> {
  const names = items.map(({ address }) => nameOf(address));
  const refs = [...new Set(names)].filter((name) => name !== null).map((name) => address(name));
  const found = await app.store.read(refs);
  const owners = new Map(refs.map(({ id }, i) => [id, found[i] ?? null]));
  const outcomes: (Received | null)[] = items.map(() => DROPPED);
  let failure: unknown = null;
  const attempt = async (letters: readonly Letter[], work: () => Promise<readonly Received[]>): Promise<boolean> => {
    try {
      for (const [i, received] of (await work()).entries()) outcomes[letters[i]?.index ?? -1] = received;
      return true;
    } catch (error) {
      if (error instanceof Fault && (error.blame === 'unavailable' || error.blame === 'locked')) throw error;
      // One item that a mistake of ours cannot take must not keep all the others from coming in.
      for (const { index } of letters) outcomes[index] = null;
      failure ??= error;
      return false;
    }
  };

  const letters: Letter[] = [];
  const firsts = new Map<string, readonly Letter[]>();
  const leaving = await leavingOf(app);
  for (const [index, { envelope }] of items.entries()) {
    const whose = owners.get(names[index] ?? '') ?? null;
    if (whose === null) continue;
    const owner = idText(whose.owner);
    const letter = { index, owner, made: whose.made, envelope, message: envelope };
    if (whose.purpose === 'person') letters.push(letter);
    else if (whose.purpose === 'mask')
      await attempt([letter], async () => [await receiveMail(app, letter.owner, whose.expiryDay, envelope)]);
    else firsts.set(owner, [...(firsts.get(owner) ?? []), letter]);
  }
  for (const [invitation, comers] of firsts)
    letters.push(
      ...(await goOnTogether(app, invitation, comers, (letter) =>
        attempt([letter], async () => [await receiveFirst(app, invitation, letter.envelope)]),
      )),
    );
  for (let from = 0; from < letters.length; from += TOGETHER) {
    const batch = letters.slice(from, from + TOGETHER);
    const before = failure;
    if (await attempt(batch, () => receiveLetters(app, batch, leaving))) continue;
    failure = before;
    for (const letter of batch) await attempt([letter], () => receiveLetters(app, [letter], leaving));
  }
  return { outcomes, failure };
}

/**
 * What came to an invitation's address. An acceptor repeats the handshake with every letter until my answer is there:
 * those are taken in with the others.
 * @returns the letters of the relationship that it began
 */
async function goOnTogether(
  app: AppContext,
  invitation: string,
  comers: readonly Letter[],
  takeFirst: (letter: Letter) => Promise<boolean>,
): Promise<readonly Letter[]> {
  const repeats: Letter[] = [];
  for (const [at, letter] of comers.entries()) {
    const rest = comers.slice(at);
    const envelopes = rest.map(({ envelope }) => envelope);
    const found = await repeatsAmong(app, invitation, envelopes);
    if (found === null) {
      await takeFirst(letter);
      continue;
    }
    for (const [i, other] of rest.entries()) {
      const repeat = found[i];
      if (repeat) repeats.push({ ...other, ...repeat, made: null });
      else await takeFirst(other);
    }
    break;
  }
  return repeats;
}

function receiveLetters(
  app: AppContext,
  letters: readonly Letter[],
  leaving: readonly string[],
): Promise<readonly Received[]> {
  const owners = [...new Set(letters.map(({ owner }) => owner))];
  const now = app.now();
  return transact(
    app.store,
    [
      recent,
      owing,
      profile,
      ...owners.flatMap((id) => [relationship(id), proton(id), ...leaving.map((origin) => move(origin, id))]),
    ],
    (transaction) => {
      const outcomes = new Map<number, Received>();
      const known = owners.filter((id) => transaction.get(relationship(id)) !== null);
      const piles = known.map((id) => letters.filter(({ owner }) => owner === id));
      const openings = piles.map((pile, i) =>
        openAll(
          transaction,
          known[i] as string,
          pile.map(({ index, message }) => ({ name: `letter ${index}`, message })),
          now,
        ),
      );
      readNamed(transaction, openings);
      for (const [i, opening] of openings.entries()) {
        for (const [j, received] of takeAll(transaction, now, opening).entries()) {
          const letter = piles[i]?.[j];
          if (letter === undefined) continue;
          outcomes.set(letter.index, received);
          if (received.outcome !== 'taken') continue;
          noteWrittenTo(transaction, now, letter.owner, letter.made);
        }
      }
      const taken = letters.filter(({ index }) => outcomes.get(index)?.outcome === 'taken');
      for (const { owner, made } of taken) if (made !== null) noteArrival(transaction, now, leaving, owner, made);
      noteOwing(
        transaction,
        taken.map(({ owner }) => owner),
      );
      return letters.map(({ index }) => outcomes.get(index) ?? DROPPED);
    },
    STRICT,
  );
}

/** Name of one of my addresses; null if the bytes are no address. */
function nameOf(encoded: Uint8Array): string | null {
  try {
    deliveryAddress.decode(encoded);
    return encodeHex(addressName(encoded));
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
