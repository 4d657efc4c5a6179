// Whatever is done to an entry, each version of it can be had again whole, and having it again is a change like others.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyEntry } from '#logins/formats/entry.testkit.ts';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { anyOneTime } from '#logins/one-time/one-time.testkit.ts';
import { MAX_EARLIER } from '../records/entry.ts';
import { showEntry } from '../show/entries.ts';
import { addEntry, changeEntry } from './change.ts';
import { handOut } from './hand-out.ts';
import { addOneTimes, removeOneTime } from './one-time-codes.ts';
import { alex, useVault } from './vault.testkit.ts';
import { restoreShown } from './versions.testkit.ts';

useVault();

const PARTS = [
  ...['title', 'folder', 'tags', 'favourite', 'sites', 'username', 'email', 'password', 'note', 'fields'],
  ...['oneTimes', 'card', 'person'],
] as const;

const anyChange = fc
  .tuple(anyEntry(), anyEntry(), anyEntry(), fc.subarray([...PARTS], { minLength: 1, maxLength: 3 }))
  .map(([one, card, person, names]) => {
    const whole = { ...one, card: card.card, person: person.person } as unknown as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, whole[name]])) as Partial<VaultEntry>;
  });
type Deed =
  | { is: 'change'; change: Partial<VaultEntry> }
  | { is: 'restore'; at: number }
  | { is: 'add'; code: VaultEntry['oneTimes'][number] }
  | { is: 'remove'; at: number };
const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('change' as const), change: anyChange }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('restore' as const), at: fc.nat(60) }) },
  fc.record({ is: fc.constant('add' as const), code: anyOneTime() }),
  fc.record({ is: fc.constant('remove' as const), at: fc.nat(2) }),
);

async function whole(id: string): Promise<VaultEntry> {
  const [found] = await handOut(await alex.app(), [id]);
  return { ...(found as VaultEntry), changedAt: null, earlier: [] };
}

async function does(id: string, deed: Deed, versions: number): Promise<void> {
  const app = await alex.app();
  if (deed.is === 'change') await changeEntry(app, id, deed.change);
  else if (deed.is === 'add') await addOneTimes(app, id, [deed.code]);
  else if (deed.is === 'restore') await restoreShown(app, id, deed.at % Math.max(1, versions));
  else {
    const one = (await whole(id)).oneTimes[deed.at];
    if (one !== undefined) await removeOneTime(app, id, deed.at, one);
  }
}

test('after any changes each version comes back as it was, and the one before it after that', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(anyEntry(), fc.array(anyDeed, { minLength: 1, maxLength: 12 }), async (first, deeds) => {
      const app = await alex.app();
      const id = (++count).toString(16).padStart(32, '0');
      await addEntry(app, id, { ...first, deletedAt: null, earlier: [], attachments: [] });
      let past: VaultEntry[] = [];
      for (const deed of deeds) {
        const before = await whole(id);
        await does(id, deed, past.length);
        const after = await whole(id);
        if (deed.is === 'restore' && past.length > 0) expect(after).toEqual(past[deed.at % past.length]);
        if (JSON.stringify(after) !== JSON.stringify(before)) past = [before, ...past];
        expect((await showEntry(app, id))?.versions.length).toBe(past.length);
      }
    }),
    { numRuns: 150 },
  );
});

test('fifty are kept, and each says what was changed then', async () => {
  const app = await alex.app();
  const id = '1'.repeat(32);
  await addEntry(app, id, { ...EMPTY_ENTRY, title: 'Shop', password: 'p', email: 'a@mail.example' });
  for (let at = 0; at < MAX_EARLIER + 5; at++) await changeEntry(app, id, { tags: [String(at)] });
  await changeEntry(app, id, { folder: ['Work'], password: 'q' });
  const versions = (await showEntry(app, id))?.versions ?? [];
  expect(versions).toHaveLength(MAX_EARLIER);
  expect(versions.slice(0, 2).map(({ changed }) => changed)).toEqual([['password', 'folder'], ['tags']]);
});
