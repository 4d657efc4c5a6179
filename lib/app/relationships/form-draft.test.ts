// Text typed into a form is there again, form by form, up to the greatest length, and goes with the relationship it is
// about.
import { expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { forgetFormsOf } from '../logins/forget-forms.ts';
import { formDrafts, MAX_FORM_BYTES, MAX_FORM_DRAFTS, MAX_FORM_LETTERS } from '../records/form-draft.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { vaultKey } from '../store/sealing.ts';
import { transact } from '../store/transaction.ts';
import { readFormDraft, saveFormDraft } from './form-draft.ts';

const BLAIR = 'b'.repeat(32);

async function open() {
  const store = await openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(new Uint8Array(32).fill(7)),
    entropy: nodeEntropy,
  });
  return { store, read: (form: string) => readFormDraft(store, form) };
}

test('each form has its own, the newest text counts, and an empty one leaves nothing', async () => {
  const { store, read } = await open();
  expect(await read('invite')).toBeNull();
  await saveFormDraft({ store }, 'invite', 'Alex');
  await saveFormDraft({ store }, 'accept', 'nucleus:one');
  await saveFormDraft({ store }, 'invite', 'Alexandra');
  expect([await read('invite'), await read('accept')]).toEqual(['Alexandra', 'nucleus:one']);
  await saveFormDraft({ store }, 'invite', '');
  await saveFormDraft({ store }, 'accept', '');
  expect(await store.read([formDrafts])).toEqual([null]);
});

test('no more are kept than may be, and of one too long nothing, also nothing older', async () => {
  const { store, read } = await open();
  const long = '語'.repeat(Math.floor(MAX_FORM_BYTES / MAX_FORM_DRAFTS / 3));
  for (let at = 0; at <= MAX_FORM_DRAFTS; at++) await saveFormDraft({ store }, `my-name:${at}`, long);
  expect(await read('my-name:0')).toBeNull();
  expect(await read('my-name:1')).toBe(long);
  await saveFormDraft({ store }, 'my-name:1', '語'.repeat(MAX_FORM_LETTERS));
  expect([await read('my-name:7'), await read('my-name:8')]).toEqual([null, long]);
  expect(await read('my-name:1')).toHaveLength(MAX_FORM_LETTERS);
  await saveFormDraft({ store }, 'my-name:1', 'x'.repeat(MAX_FORM_LETTERS + 1));
  expect(await read('my-name:1')).toBeNull();
});

test('what was typed about somebody goes with them, and nothing else', async () => {
  const { store, read } = await open();
  await saveFormDraft({ store }, `my-name:${BLAIR}`, 'Lex');
  await saveFormDraft({ store }, 'invite', 'Alex');
  await transact(store, [formDrafts], (transaction) => forgetFormsOf(transaction, BLAIR));
  expect([await read(`my-name:${BLAIR}`), await read('invite')]).toEqual([null, 'Alex']);
});
