// A device's vault under two windows at once, a worker that dies, a person who locks in the middle, and mail that comes
// meanwhile.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryLockedInbox } from '#adapters/memory/locked-inbox.ts';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, type Meddler, PASSPHRASE, person, TestDevice, until } from '#e2e/harness/devices.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { sealWaiting } from '../vault/vault-waiting.ts';

const bench = new Bench();
let origins: string[] = [];
beforeAll(async () => {
  useProvider(await loadSodium());
  origins = [(await bench.start()).origin, (await bench.start()).origin];
});
afterAll(() => bench.end());

/** A call that waits until it is let go. */
function gate(name: string): { meddle: Meddler; reached: Promise<void>; open(): void } {
  let open = () => {};
  let reach = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const meddle: Meddler = async (called, _, __, goOn) => {
    const answer = await goOn();
    if (called !== name) return answer;
    reach();
    await opened;
    return answer;
  };
  return { meddle, reached, open };
}

describe('two at once', () => {
  test('make one vault, which opens again', async () => {
    const one = new TestDevice(origins);
    const made = await Promise.all([one.device.setUp(PASSPHRASE), one.device.setUp('another lantern thursday')]);
    expect(made.map((outcome) => (outcome.ok ? 'made' : outcome.reason))).toEqual(['made', 'already']);
    await one.device.lock();
    one.restart();
    expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });
    expect(await one.device.state()).toBe('open');
    expect(await one.device.unlock('another lantern thursday')).toEqual({ ok: false, reason: 'wrong' });
  });

  test('change passphrase and recovery code, and both hold', async () => {
    const one = new TestDevice(origins);
    await one.device.setUp(PASSPHRASE);
    const [changed, renewed] = await Promise.all([
      one.device.changePassphrase(PASSPHRASE, 'a new lantern thursday'),
      one.device.renewRecoveryCode(PASSPHRASE),
    ]);
    // In the order asked: the second no longer knows the passphrase.
    expect([changed.ok, renewed.ok]).toEqual([true, false]);
    const [again, code] = await Promise.all([
      one.device.changePassphrase('a new lantern thursday', 'a third lantern thursday'),
      one.device.renewRecoveryCode('a third lantern thursday'),
    ]);
    expect(again.ok && code.ok).toBe(true);
    await one.device.lock();
    expect(await one.device.unlock('a third lantern thursday')).toEqual({ ok: true });
    await one.device.lock();
    expect(await one.device.recover(code.ok ? code.recoveryCode : '', 'after recovery')).toEqual({ ok: true });
    expect(await one.device.unlock('a third lantern thursday')).toEqual({ ok: false, reason: 'wrong' });
  });

  test('reach two services, and neither credential is lost', async () => {
    const one = await person(origins);
    await (await one.vault()).courier.accesses();
    const kept = async () => (await one.device.access.all()).map(({ origin }) => origin).sort();
    expect(await kept()).toEqual([...origins].sort());
    const held = await one.device.access.all();
    await one.device.access.clear();
    await Promise.all(held.map((access) => one.device.access.set(access)));
    expect(await kept()).toEqual([...origins].sort());
  });
});

describe('whoever locks has locked', () => {
  test('also while it is being unlocked, at whatever point', async () => {
    const one = new TestDevice(origins);
    await one.device.setUp(PASSPHRASE);
    await one.device.lock();
    for (let turns = 0; turns < 40; turns++) {
      const unlocking = one.device.unlock(PASSPHRASE);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await one.device.lock();
      await unlocking;
      expect([turns, await one.device.state(), one.memory.has('vault-key')]).toEqual([turns, 'locked', false]);
    }
    one.restart();
    expect(await one.device.state()).toBe('locked');
  });

  test('also while a worker that was started again opens the vault', async () => {
    const one = new TestDevice(origins);
    await one.device.setUp(PASSPHRASE);
    one.restart();
    const resuming = one.device.opened();
    await one.device.lock();
    await resuming;
    expect(await one.device.state()).toBe('locked');
  });

  test('and what was under way ends without harm', async () => {
    const one = await person(origins);
    const held = gate('getMailbox');
    one.meddle = held.meddle;
    const fetching = (await one.vault()).courier.fetch();
    await held.reached;
    one.health.clear();
    await one.device.lock();
    held.open();
    await fetching.catch(() => {});
    expect([...one.health.values()]).not.toContain('unreachable');
    expect(one.sendAgainAt).toBeNull();
    one.meddle = null;
    expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });
  });
});

describe('mail that comes while locked', () => {
  let alex: TestDevice;
  let blair: TestDevice;
  let alexs = '';
  let blairs = '';
  const LINES = Array.from({ length: 7 }, (_, i) => `line ${i}`);
  /** In the order in which it was said and is shown; a service may bring it in another. */
  const heard = async () =>
    (await alex.thread(alexs))
      .toSorted((a, b) => a.clock - b.clock)
      .flatMap(({ mine, content }) => (!mine && content.kind === 'text' ? [`they: ${content.value}`] : []));

  /** Waits until the receiving service has so many for Alex. */
  const delivered = (count: number) =>
    eventually(async () => {
      await alex.device.fetch();
      return (await alex.device.waiting()) >= count;
    });

  beforeEach(async () => {
    alex = await person(origins);
    blair = await person(origins);
    [alexs, blairs] = await acquaint(alex, blair);
    await alex.settle();
  });

  async function blairSaysAll(): Promise<void> {
    for (const line of LINES) {
      await blair.say(blairs, line);
      await (await blair.vault()).courier.send();
    }
  }

  test('waits sealed, and is there once and in order after the next unlock', async () => {
    await alex.device.lock();
    await blairSaysAll();
    await delivered(LINES.length);
    expect(alex.disk.waiting.size).toBe(LINES.length);
    await alex.device.unlock(PASSPHRASE);
    await until([alex], async () => (await heard()).length >= LINES.length);
    await alex.settle();
    expect(await heard()).toEqual(LINES.map((line) => `they: ${line}`));
    expect(alex.disk.waiting.size).toBe(0);
    await until([alex, blair], async () => (await blair.delivery(blairs)).every((state) => state === 'received'));
  });

  test('does not lie there when the vault is unlocked while it is being fetched', async () => {
    await alex.device.lock();
    await blairSaysAll();
    await delivered(1);
    await blair.say(blairs, 'the last');
    await (await blair.vault()).courier.send();
    const held = gate('acknowledge');
    alex.meddle = held.meddle;
    const fetching = eventually(async () => {
      await alex.device.fetch();
      return alex.disk.waiting.size > LINES.length || (await alex.device.state()) === 'open';
    });
    await held.reached;
    await alex.device.unlock(PASSPHRASE);
    alex.meddle = null;
    held.open();
    await fetching;
    await until([alex], async () => (await heard()).includes('they: the last'));
    await alex.settle();
    expect(await heard()).toEqual([...LINES, 'the last'].map((line) => `they: ${line}`));
    await eventually(() => alex.disk.waiting.size === 0);
  });

  test('does not lie there when the vault is opened while it is being written down', async () => {
    await alex.device.lock();
    await blairSaysAll();
    let reach = () => {};
    let write = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    alex.beforeWaiting = () =>
      new Promise((resolve) => {
        write = resolve;
        reach();
      });
    const fetching = eventually(async () => {
      await alex.device.fetch();
      return (await alex.device.state()) === 'open';
    });
    await reached;
    await alex.device.unlock(PASSPHRASE);
    await until([alex], async () => (await heard()).length >= LINES.length);
    alex.beforeWaiting = async () => {};
    write();
    await fetching;
    await eventually(() => alex.disk.waiting.size === 0);
    expect(await heard()).toEqual(LINES.map((line) => `they: ${line}`));
  });

  test('is not lost when it is locked again before it was taken in', async () => {
    await alex.device.lock();
    await blairSaysAll();
    await delivered(LINES.length);
    for (let i = 0; i < 5; i++) {
      await alex.device.unlock(PASSPHRASE);
      for (let turn = 0; turn < i; turn++) await Promise.resolve();
      await alex.device.lock();
    }
    await alex.device.unlock(PASSPHRASE);
    await until([alex], async () => (await heard()).length >= LINES.length);
    expect(await heard()).toEqual(LINES.map((line) => `they: ${line}`));
  });

  test('is not asked for with a credential that has run out', async () => {
    await alex.device.lock();
    alex.aheadMs = 90 * 86_400_000;
    alex.calls.length = 0;
    await alex.device.fetch();
    expect(alex.calls).toEqual([]);
  });

  test('is not asked for without end by a service that gives the same page again and again', async () => {
    await alex.device.lock();
    await blairSaysAll();
    await delivered(LINES.length);
    const page = { items: [{ sequence: 9, address: nodeEntropy(10), envelope: nodeEntropy(4096) }], remaining: 1000 };
    let asked = 0;
    alex.meddle = async (name, origin, _, goOn) => {
      const asks = name === 'getMailbox' || name === 'getMailboxPage';
      if (origin !== origins[0] || (!asks && name !== 'acknowledge')) return goOn();
      if (asks) asked++;
      return asks ? { ...page, items: page.items.map((one) => ({ ...one, address: new Uint8Array(155) })) } : null;
    };
    await alex.device.fetch();
    expect(asked).toBe(2);
    alex.meddle = null;
  });

  test('that is nonsense is thrown away, and keeps nothing behind it waiting', async () => {
    await alex.device.lock();
    const lockedInbox = openMemoryLockedInbox(new MemoryLife({ disk: alex.disk }));
    const header = alex.disk.header as Uint8Array;
    await lockedInbox.addWaiting(
      [
        sealWaiting(header, origins[0] as string, new Uint8Array(99).fill(3), nodeEntropy),
        { key: 'nonsense', sealed: nodeEntropy(200) },
      ],
      header,
    );
    await blairSaysAll();
    await delivered(LINES.length + 2);
    await alex.device.unlock(PASSPHRASE);
    await until([alex], async () => (await heard()).length >= LINES.length);
    expect(alex.disk.waiting.size).toBe(0);
    expect(alex.reports).toEqual([]);
  });
});

test('mail that waits at one service is fetched there, and the other is not asked in the same moment', async () => {
  const one = await person(origins);
  await one.device.fetch();
  const asked = new Set<string>();
  one.meddle = async (name, origin, _, goOn) => {
    if (name === 'getMailbox') asked.add(origin);
    return goOn();
  };
  await one.device.fetch(origins[1]);
  expect([...asked]).toEqual([origins[1]]);
  await one.device.fetch();
  expect([...asked].sort()).toEqual([...origins].sort());
});

test('erasing leaves nothing, not even what a call under way would bring back', async () => {
  const one = await person(origins);
  await one.device.access.clear();
  const held = gate('createSession');
  one.meddle = held.meddle;
  const asking = (await one.vault()).courier.accesses();
  await held.reached;
  await one.device.erase();
  held.open();
  one.meddle = null;
  await asking.catch(() => {});
  expect(await one.device.access.all()).toEqual([]);
  expect([await one.device.state(), one.memory.size, one.disk.stores.size, one.disk.header]).toEqual([
    'new',
    0,
    0,
    null,
  ]);
  expect((await one.device.setUp('a whole new life')).ok).toBe(true);
});

test('no vault is locked with what needs no dictionary to guess, whoever asks', async () => {
  const one = new TestDevice(origins);
  const weak = ['lantern boe', 'aaaaaaaaaaaaaaaa', 'correct horse battery staple'];
  for (const passphrase of weak) expect(await one.device.setUp(passphrase)).toEqual({ ok: false, reason: 'weak' });
  expect(await one.device.state()).toBe('new');
  const made = await one.device.setUp(PASSPHRASE);
  for (const passphrase of weak) {
    expect(await one.device.changePassphrase(PASSPHRASE, passphrase)).toEqual({ ok: false, reason: 'weak' });
    const code = made.ok ? made.recoveryCode : '';
    expect(await one.device.recover(code, passphrase)).toEqual({ ok: false, reason: 'weak' });
  }
});
