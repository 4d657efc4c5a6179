// A backup over the channels: the pages of one device read it out, those of another hand it in; and
// a worker that was ended has forgotten it all.
import { beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { addEntry } from '#app/logins/change.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, person, TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import { loginHandlers } from '../logins/handlers.ts';
import { vaultHandlers } from './handlers.ts';

const NOTE = '01'.repeat(16);
const FIRST = '02'.repeat(16);
const SECOND = '03'.repeat(16);
/** These handlers ask nothing of the page that calls. */
const NOBODY = null as never;
const contextOf = ({ device }: TestDevice) => ({ device, entropy: nodeEntropy }) as unknown as WorkerContext;

beforeAll(async () => useProvider(await loadSodium()));

async function exported(one: TestDevice): Promise<{ pieces: string[]; again: () => Promise<unknown[]> }> {
  const handlers = loginHandlers(contextOf(one));
  const begun = await handlers.beginExport({ passphrase: PASSPHRASE, vault: true }, null);
  if (!begun.ok) throw new Error(begun.reason);
  const { ticket, ids } = begun;
  await handlers.exportEntries({ ticket, ids }, null);
  const pieces: string[] = [];
  for (;;) {
    const some = await handlers.exportPiece({ ticket, at: pieces.length }, null);
    // An answer that was lost is given again; of what came before it nothing is.
    const same = await handlers.exportPiece({ ticket, at: pieces.length }, null);
    if (!some.ok) throw new Error(some.reason);
    if (some.piece === null) break;
    expect(same).toEqual(some);
    pieces.push(some.piece);
  }
  const again = () => Promise.all([0, 1, pieces.length].map((at) => handlers.exportPiece({ ticket, at }, null)));
  return { pieces, again };
}

test('a backup is read out once, behind the passphrase, and only if it was asked for', async () => {
  const alex = await person([]);
  await addEntry(await alex.app(), NOTE, { ...EMPTY_ENTRY, kind: 'note', title: 'Wi-Fi', note: 'lantern' });
  const { pieces, again } = await exported(alex);
  expect(pieces.length).toBeGreaterThan(2);
  expect(await again()).toEqual([0, 1, 2].map(() => ({ ok: false, reason: 'gone' })));
  const handlers = loginHandlers(contextOf(alex));
  const plain = await handlers.beginExport({ passphrase: PASSPHRASE, vault: false }, null);
  const ticket = plain.ok ? plain.ticket : '';
  expect(await handlers.exportPiece({ ticket, at: 0 }, null)).toEqual({ ok: false, reason: 'gone' });
});

test('another device takes it piece by piece, and begins anew if its worker was ended', async () => {
  const alex = await person([]);
  await addEntry(await alex.app(), NOTE, { ...EMPTY_ENTRY, kind: 'note', title: 'Wi-Fi', note: 'lantern' });
  const { pieces } = await exported(alex);
  const other = new TestDevice([]);
  let handlers = vaultHandlers(contextOf(other));
  expect(await handlers.beginRestore({ restore: FIRST, passphrase: PASSPHRASE }, NOBODY)).toEqual({ ok: true });
  expect(await handlers.restorePiece({ restore: FIRST, piece: pieces[0] as string }, NOBODY)).toEqual({ ok: true });
  expect(await handlers.restorePiece({ restore: SECOND, piece: pieces[0] as string }, NOBODY)).toMatchObject({
    reason: 'gone',
  });
  other.restart();
  handlers = vaultHandlers(contextOf(other));
  expect(await handlers.restorePiece({ restore: FIRST, piece: pieces[1] as string }, NOBODY)).toMatchObject({
    reason: 'gone',
  });
  expect(await handlers.finishRestore({ restore: FIRST }, NOBODY)).toMatchObject({ reason: 'gone' });
  expect(await handlers.vault(null, NOBODY)).toEqual({ state: 'new' });

  await handlers.beginRestore({ restore: SECOND, passphrase: PASSPHRASE }, NOBODY);
  expect(await handlers.restorePiece({ restore: SECOND, piece: 'AAAA' }, NOBODY)).toEqual({
    ok: false,
    reason: 'damaged',
  });
  // A piece that was refused ends all of it: nothing can be left out unnoticed.
  expect(await handlers.finishRestore({ restore: SECOND }, NOBODY)).toMatchObject({ reason: 'gone' });

  await handlers.beginRestore({ restore: FIRST, passphrase: PASSPHRASE }, NOBODY);
  for (const piece of pieces)
    expect(await handlers.restorePiece({ restore: FIRST, piece }, NOBODY)).toEqual({ ok: true });
  expect(await handlers.finishRestore({ restore: FIRST }, NOBODY)).toMatchObject({ ok: true });
  expect(await handlers.vault(null, NOBODY)).toEqual({ state: 'open', recoveryConfirmed: false });
  expect((await loginHandlers(contextOf(other)).entry({ entry: NOTE }, null))?.title).toBe('Wi-Fi');
});

test('stopped while it is being finished, it is finished; begun in two windows, the later one goes on', async () => {
  const alex = await person([]);
  const { pieces } = await exported(alex);
  const other = new TestDevice([]);
  const handlers = vaultHandlers(contextOf(other));
  const begin = (restore: string) => handlers.beginRestore({ restore, passphrase: PASSPHRASE }, NOBODY);
  const put = (restore: string, piece = pieces[0] as string) => handlers.restorePiece({ restore, piece }, NOBODY);
  expect(await Promise.all([begin(FIRST), begin(SECOND)])).toEqual([{ ok: true }, { ok: true }]);
  expect(await put(FIRST)).toEqual({ ok: false, reason: 'gone' });
  for (const piece of pieces) expect(await put(SECOND, piece)).toEqual({ ok: true });
  const finishing = handlers.finishRestore({ restore: SECOND }, NOBODY);
  await Promise.all([handlers.dropRestore({ restore: SECOND }, NOBODY), begin(FIRST)]);
  expect(await finishing).toMatchObject({ ok: true });
  expect(await handlers.vault(null, NOBODY)).toEqual({ state: 'open', recoveryConfirmed: false });
  expect(await put(FIRST)).toEqual({ ok: false, reason: 'gone' });
  await other.device.lock();
  expect(await other.device.unlock(PASSPHRASE)).toEqual({ ok: true });
});
