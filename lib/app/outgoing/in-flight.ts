// Looking after letters that a sending service has taken, until a receipt comes: their outcomes are asked for, and if
// one leads nowhere the same envelope goes into the outbox again for another address. Everything is in records and
// every question may be asked twice, so a worker killed anywhere goes on from there; an envelope that arrives twice is
// shown once.
import { encodeHex } from '#bytes/base64url.ts';
import { nextDedupe } from '#protocol/pairwise/dedupe.ts';
import type { Outcome } from '#wire/transport.ts';
import { idText } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Letter, MAX_PASSAGES } from '../records/letter.ts';
import { hasArrived, type Message, message } from '../records/message.ts';
import { outboxItem } from '../records/transit.ts';
import { failure, MAX_TROUBLES, type Transit, transit, transitKind, troubles } from '../records/watch.ts';
import { workOffDue } from '../retry/due.ts';
import { asFault } from '../retry/faults.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { firstLookAt, judge } from './next-route.ts';

/** Troubled services of theirs are asked last for so long. */
const TROUBLED_MS = 30 * 60_000;
const CONCURRENT = 4;
const PATIENCE_MS = 10_000;
const MAX_ASKED = 0xff;
/** Further ahead than any wait: written under a clock that has been put back since. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/**
 * Puts a letter that was taken under watch, inside the step that takes it out of the outbox. Draws 2 bytes, 8 more for
 * an automatic one.
 * @param sent the message it carries
 * @returns when to look after it; null if nothing would be done: it has arrived, its conversation is gone, or there is
 * no other way
 */
export function watch(transaction: Transaction, letter: Letter, sent: Message | null, now: number): number | null {
  const automatic = letter.sequence === 0;
  if (automatic ? letter.alternates.length === 0 : sent === null || hasArrived(sent)) return null;
  const { relationship, sequence, service, address, envelope, sealed, dedupe, createdAt, delay } = letter;
  const { alternates, passages } = letter;
  const notBeforeAt = firstLookAt(letter, now, transaction.entropy);
  transaction.put(transit(idText(relationship), automatic ? encodeHex(transaction.entropy(8)) : sequence), {
    ...{ relationship, sequence, service, address, envelope, sealed, dedupe, createdAt, delay, alternates, passages },
    acceptedAt: now,
    asked: 0,
    unanswered: 0,
    notBeforeAt,
  });
  return notBeforeAt;
}

/** Whether one of their services lately did not take a letter meant for it. */
export async function isTroubled(app: AppContext, origin: string): Promise<boolean> {
  const [known] = await app.store.read([troubles]);
  const until = known?.items.find((one) => one.origin === origin)?.untilAt ?? 0;
  return until > app.now() && until - app.now() <= TROUBLED_MS;
}

export interface Looked {
  /** When to look again; null: nothing is under watch. */
  readonly nextAt: number | null;
  /** Whether a letter was put into the outbox. */
  readonly moved: boolean;
}

/**
 * Looks after letters that are due, and those that wait for a service known not to answer and could go another way. A
 * letter that fails by a mistake of ours waits like the rest, and the mistake is thrown at the end.
 */
export async function lookAfter(
  app: AppContext,
  signal: AbortSignalLike,
  reached: (origin: string, answered: boolean) => void,
  isSilent: (origin: string) => boolean,
): Promise<Looked> {
  let moved = false;
  const nextAt = await workOffDue({
    rows: app.store.scan(transitKind, signal),
    dueness: ({ id, value }) => {
      const aheadMs = value.notBeforeAt - app.now();
      const waits = aheadMs > 0 && aheadMs < LONGEST_WAIT_MS && !isStuck(value, isSilent);
      return waits ? { laterAt: value.notBeforeAt } : { due: id };
    },
    plan: (due) => due,
    together: CONCURRENT,
    signal,
    async work(id) {
      const became = await lookAt(app, id, reached);
      if (became === 'moved') moved = true;
      return became === 'moved' ? null : became;
    },
  });
  return { nextAt, moved };
}

/** Whether it may turn, since it waits for a service that is away. */
function isStuck({ passages, alternates }: Transit, isSilent: (origin: string) => boolean): boolean {
  const newest = passages.at(-1);
  const waits = passages.every(({ outcome }) => outcome !== 'delivered') && newest?.outcome === 'waiting';
  return waits && passages.length < MAX_PASSAGES && alternates.length > 0 && isSilent(newest.destination);
}

/** @returns when to look again; 'moved': it goes another way; null: it is done with */
async function lookAt(
  app: AppContext,
  name: string,
  reached: (origin: string, answered: boolean) => void,
): Promise<number | 'moved' | null> {
  const ref = { kind: transitKind, id: name };
  const [before] = await app.store.read([ref]);
  if (before === null) return null;
  const told = await askOutcomes(app, before, reached);
  const relationship = idText(before.relationship);
  const became = await transact<number | 'moved' | 'failed' | null>(
    app.store,
    [ref, troubles, ...(before.sequence === 0 ? [] : [message(relationship, before.sequence)])],
    (transaction) => {
      const current = transaction.get(ref);
      if (current === null) return null;
      const sent = current.sequence === 0 ? null : transaction.get(message(relationship, current.sequence));
      if (current.sequence !== 0 && (sent === null || hasArrived(sent))) {
        transaction.remove(ref);
        return null;
      }
      const letter = withOutcomes(current, told);
      const now = app.now();
      const verdict = judge(letter, now, transaction.entropy);
      noteTroubles(transaction, letter, verdict.is === 'turn', now);
      if (verdict.is === 'wait') {
        transaction.put(ref, { ...letter, notBeforeAt: verdict.untilAt });
        return verdict.untilAt;
      }
      transaction.remove(ref);
      if (verdict.is === 'failed' && sent !== null) {
        transaction.put(message(relationship, letter.sequence), { ...sent, delivery: 'failed' });
        transaction.put(failure(relationship, letter.sequence), { why: 'undelivered' });
        return 'failed';
      }
      if (verdict.is === 'done' || verdict.is === 'failed') return null;
      const { asked: _, unanswered: __, acceptedAt: ___, ...rest } = letter;
      const [next, ...alternates] = letter.alternates;
      const way =
        verdict.is === 'turn' && next !== undefined
          ? { ...next, alternates, sealed: null, dedupe: nextDedupe(letter.dedupe) }
          : {};
      transaction.put(outboxItem(encodeHex(transaction.entropy(16))), { ...rest, ...way, tries: 0, notBeforeAt: 0 });
      return 'moved';
    },
    STRICT,
  );
  return became === 'failed' ? null : became;
}

/** Asks each service that may still hold it, one id a question. Null: it did not answer. */
async function askOutcomes(
  app: AppContext,
  { passages }: Transit,
  reached: (origin: string, answered: boolean) => void,
): Promise<(Outcome | null)[]> {
  const told: (Outcome | null)[] = [];
  // One after the other, and not of one service at once.
  const delivered = passages.some(({ outcome }) => outcome === 'delivered');
  for (const { relay, dedupe, outcome } of passages) {
    if (delivered || outcome !== 'waiting') {
      told.push(outcome);
      continue;
    }
    try {
      const answer = await app.transport.call('getOutcome', relay, { dedupe }, { patienceMs: PATIENCE_MS });
      reached(relay, true);
      told.push(answer.outcome);
    } catch (error) {
      const fault = asFault(error);
      reached(relay, fault.blame !== 'unavailable');
      told.push(null);
    }
  }
  return told;
}

/** @param told of the passages in their order; one begun since stands at the end and was not asked about */
function withOutcomes(letter: Transit, told: readonly (Outcome | null)[]): Transit {
  const passages = letter.passages.map((one, i) => ({ ...one, outcome: told[i] ?? one.outcome }));
  const answered = told[passages.length - 1] != null;
  return {
    ...letter,
    passages,
    asked: Math.min(MAX_ASKED, letter.asked + 1),
    unanswered: answered ? 0 : Math.min(MAX_ASKED, letter.unanswered + 1),
  };
}

/** A service of theirs that takes messages is out of trouble; one from which a letter had to turn away is in it. */
function noteTroubles(transaction: Transaction, { passages }: Transit, turned: boolean, now: number): void {
  const newest = passages.at(-1);
  const delivered = passages.filter(({ outcome }) => outcome === 'delivered').map(({ destination }) => destination);
  const known = transaction.get(troubles)?.items ?? [];
  const left = known.filter(({ origin, untilAt }) => untilAt > now && !delivered.includes(origin));
  // A service that delivered without a receipt is well: the address was not, or the correspondent was away.
  const troubled = turned && newest !== undefined && newest.outcome !== 'delivered' ? newest.destination : null;
  const others = left.filter(({ origin }) => origin !== troubled);
  const items = troubled === null ? left : [...others, { origin: troubled, untilAt: now + TROUBLED_MS }];
  if (items.length === 0 && known.length === 0) return;
  if (items.length === 0) transaction.remove(troubles);
  else transaction.put(troubles, { items: items.slice(-MAX_TROUBLES) });
}
