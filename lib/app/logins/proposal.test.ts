// Whatever happens between a form that was given a new password and the site's word on it, in whatever order, each
// password that the site may know is still there.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { siteOf } from '#logins/site.ts';
import { entryHistory } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { showEntry } from '../show/entries.ts';
import { createSiteIdentity, fillFor } from '../sites/sites.ts';
import { deleteEntry, eraseEntry } from './bin.ts';
import { addEntry, changeEntry } from './change.ts';
import { generatedLately } from './generated.ts';
import { handOut } from './hand-out.ts';
import { proposePassword, settleProposed } from './proposal.ts';
import { secretOf } from './secret.ts';
import { alex, useVault, withServices } from './vault.testkit.ts';
import { restoreShown } from './versions.testkit.ts';

const ID = 'ab'.repeat(16);
const SHOP = siteOf('https://shop.example') as string;
const SHOP_LOGIN: VaultEntry = {
  ...EMPTY_ENTRY,
  sites: [{ url: 'https://shop.example', match: 'domain' }],
  ...{ title: 'Shop', username: 'alex', password: 'old' },
};
useVault((app) => addEntry(app, ID, SHOP_LOGIN));

/** Present, proposed, and former ones, as the disk has them. */
async function kept(id = ID) {
  const { store } = await alex.app();
  const [fills, history] = await store.read([login(id), entryHistory(id)]);
  return {
    now: fills?.password,
    proposed: fills?.proposed?.password ?? null,
    former: (history?.versions ?? []).map(({ password }) => password),
  };
}
const proposedAt = async (id = ID) => (await showEntry(await alex.app(), id))?.proposedAt ?? 0;
const filled = async (proposed: boolean) => (await fillFor(await alex.app(), ID, SHOP, { proposed }))?.password;

describe('a proposed password', () => {
  test('is kept beside the present one, and both can be filled until the site took it', async () => {
    const app = await alex.app();
    const next = (await proposePassword(app, ID, SHOP, { maxLength: 16 })) as string;
    expect(next).toHaveLength(16);
    alex.restart();
    expect(await kept()).toEqual({ now: 'old', proposed: next, former: [] });
    expect([await filled(false), await filled(true), await secretOf(app, ID, 'proposed', 0)]).toEqual([
      ...['old', next, next],
    ]);
    expect(await handOut(app, [ID])).toMatchObject([{ password: 'old', earlier: [{ password: next }] }]);
    expect(await settleProposed(app, ID, await proposedAt(), true)).toBe(true);
    expect(await kept()).toEqual({ now: next, proposed: null, former: ['old'] });
    expect([await filled(true), await proposedAt()]).toEqual([next, 0]);
    expect(await generatedLately(app)).toMatchObject([{ what: 'password', site: 'shop.example' }]);
  });

  test('that the site refused leaves the present one, and stays among the former ones', async () => {
    const app = await alex.app();
    const next = await proposePassword(app, ID, SHOP, {});
    expect(await settleProposed(app, ID, await proposedAt(), false)).toBe(true);
    expect(await kept()).toEqual({ now: 'old', proposed: null, former: [next] });
  });

  test('is settled once, and by a late word on an earlier one not at all', async () => {
    const app = await alex.app();
    alex.stillAt = Date.UTC(2026, 0, 1);
    const first = await proposePassword(app, ID, SHOP, {});
    const at = await proposedAt();
    const second = await proposePassword(app, ID, SHOP, {});
    expect(await settleProposed(app, ID, at, true)).toBe(false);
    expect(await kept()).toEqual({ now: 'old', proposed: second, former: [first] });
    expect(await settleProposed(app, ID, await proposedAt(), true)).toBe(true);
    expect(await settleProposed(app, ID, at, true)).toBe(false);
    expect(await kept()).toEqual({ now: second, proposed: null, former: ['old', first] });
  });

  test('is not made for a log-in that is not there', async () => {
    const app = await alex.app();
    expect(await proposePassword(app, 'cd'.repeat(16), SHOP, {})).toBeNull();
    expect(await generatedLately(app)).toEqual([]);
  });
});

test('an identity that Nucleus made changes its password likewise', async () => {
  const app = await withServices();
  const made = await createSiteIdentity(app, SHOP, new Uint8Array(16), { password: {}, ownUsername: false });
  if (!made.ok) throw new Error(made.reason);
  const { now: before } = await kept(made.id);
  const next = await proposePassword(app, made.id, SHOP, {});
  expect(await settleProposed(app, made.id, await proposedAt(made.id), true)).toBe(true);
  expect(await kept(made.id)).toEqual({ now: next, proposed: null, former: [before] });
  expect(await fillFor(app, made.id, SHOP)).toMatchObject({ password: next });
});

const act = fc.oneof(
  fc.constant({ does: 'propose' } as const),
  fc.boolean().map((accepted) => ({ does: 'settle', accepted }) as const),
  fc.nat(5).map((number) => ({ does: 'edit', password: `typed ${number}` }) as const),
  fc.nat(3).map((index) => ({ does: 'restore', index }) as const),
  fc.constant({ does: 'take the proposed one by hand' } as const),
  fc.constantFrom('before', 'after').map((when) => ({ does: 'kill', when }) as const),
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

/** Ends the program at its next commit, before it is on the disk or after, and starts another life. */
async function killed(when: 'before' | 'after'): Promise<void> {
  let over = (): void => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  alex.life = { onCommit: () => (when === 'before' ? 'crash-before' : 'crash-after'), onCrash: () => over() };
  alex.restart();
  void proposePassword(await alex.app(), ID, SHOP, {}).catch(() => {});
  await ended;
  alex.life = {};
  alex.restart();
}

async function done(one: Act): Promise<void> {
  const app = await alex.app();
  if (one.does === 'propose') await proposePassword(app, ID, SHOP, {});
  else if (one.does === 'settle') await settleProposed(app, ID, await proposedAt(), one.accepted);
  else if (one.does === 'edit') await changeEntry(app, ID, { password: one.password });
  else if (one.does === 'restore') await restoreShown(app, ID, one.index);
  else if (one.does === 'kill') await killed(one.when);
  else {
    const { proposed } = await kept();
    if (proposed !== null) await changeEntry(app, ID, { password: proposed });
  }
}

test('no order of proposing, settling, editing, going back and being killed loses a password', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
      await deleteEntry(await alex.app(), ID);
      await eraseEntry(await alex.app(), ID);
      await addEntry(await alex.app(), ID, SHOP_LOGIN);
      const seen = new Set<string>();
      for (const one of acts) {
        const before = await kept();
        await done(one);
        const after = await kept();
        const all = new Set([after.now, after.proposed, ...after.former]);
        for (const password of [before.now, before.proposed, ...before.former]) if (password) seen.add(password);
        for (const password of seen) if (!all.has(password)) return false;
        if (one.does !== 'kill' && one.does !== 'propose') continue;
        // What was not asked for stays.
        expect(after.now).toBe(before.now);
      }
      return true;
    }),
    { numRuns: 40 },
  );
});
