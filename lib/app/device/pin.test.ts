// Quick unlocking by PIN against a model: whatever is set, typed, locked, killed and changed, and whenever a worker
// dies, never more than five tries are made, only the right PIN opens, and the disk knows nothing of it.
import { array, assert, asyncProperty, constantFrom, type IAsyncProperty } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, TestDevice } from '#e2e/harness/devices.ts';
import { PIN_TRIES } from '#logins/pin.ts';
import { Bench } from '#services/testing/services.ts';

const bench = new Bench();
let origin = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());

const PIN = '2846';
const OTHER = '7391';
const made = async () => {
  const one = new TestDevice([origin]);
  await one.device.setUp(PASSPHRASE);
  return one;
};
const withPin = async () => {
  const one = await made();
  expect(await one.device.setPin(PASSPHRASE, PIN)).toEqual({ ok: true });
  return one;
};

describe('a PIN', () => {
  test('opens what was locked, and only it does', async () => {
    const one = await withPin();
    await one.device.lock();
    expect([one.memory.has('vault-key'), one.memory.has('glimpse')]).toEqual([false, false]);
    expect(await one.device.unlockByPin(OTHER)).toEqual({ ok: false, reason: 'wrong' });
    expect(await one.device.state()).toBe('locked');
    expect(await one.device.unlockByPin(PIN)).toEqual({ ok: true });
    expect([await one.device.state(), await one.device.pinTries()]).toEqual(['open', PIN_TRIES]);
  });

  test('is set behind the passphrase, for an open vault, and not as the first that thieves try', async () => {
    const one = await made();
    expect(await one.device.setPin('another lantern thursday', PIN)).toEqual({ ok: false, reason: 'wrong' });
    expect(await one.device.setPin(PASSPHRASE, '1234')).toEqual({ ok: false, reason: 'easy' });
    expect(await one.device.setPin(PASSPHRASE, '284')).toEqual({ ok: false, reason: 'shape' });
    await one.device.lock();
    expect(await one.device.setPin(PASSPHRASE, PIN)).toEqual({ ok: false, reason: 'locked' });
    expect(await one.device.unlockByPin(PIN)).toEqual({ ok: false, reason: 'gone' });
  });

  test('is gone after the fifth wrong try, whoever asks and however often at once', async () => {
    const one = await withPin();
    await one.device.lock();
    const answers = await Promise.all(Array.from({ length: 7 }, () => one.device.unlockByPin(OTHER)));
    expect(answers.map((answer) => (answer.ok ? 'open' : answer.reason))).toEqual([
      ...Array(PIN_TRIES - 1).fill('wrong'),
      'gone',
      'gone',
      'gone',
    ]);
    expect(await one.device.unlockByPin(PIN)).toEqual({ ok: false, reason: 'gone' });
    expect(await one.device.unlock(PASSPHRASE)).toEqual({ ok: true });
  });

  test('a worker that dies in a try has used it up', async () => {
    const one = await withPin();
    await one.device.lock();
    for (let tries = 1; tries <= PIN_TRIES; tries++) {
      // What was in memory when the try had been counted, and the worker then died.
      const counted = one.seesWritten('pin-wrap');
      const trying = one.device.unlockByPin(PIN);
      const written = await counted;
      await trying;
      await one.device.lock();
      one.memory.set('pin-wrap', written);
      one.restart();
      expect(await one.device.pinTries()).toBe(tries === PIN_TRIES ? null : PIN_TRIES - tries);
    }
    expect(await one.device.unlockByPin(PIN)).toEqual({ ok: false, reason: 'gone' });
    expect(one.memory.has('pin-wrap')).toBe(false);
  });

  test('goes with another passphrase, another vault key, a recovery, an erasure, and when told to', async () => {
    const changes: Record<string, (one: TestDevice) => Promise<unknown>> = {
      forgotten: (one) => one.device.forgetPin(),
      passphrase: (one) => one.device.changePassphrase(PASSPHRASE, 'a new lantern thursday'),
      'vault key': (one) => one.device.rekey(),
      recovery: async (one) => {
        const renewed = await one.device.renewRecoveryCode(PASSPHRASE);
        await one.device.lock();
        await one.device.recover(renewed.ok ? renewed.recoveryCode : '', 'a new lantern thursday');
      },
      erased: (one) => one.device.erase(),
      'browser closed': async (one) => {
        one.memory.clear();
        one.restart();
      },
    };
    for (const [name, change] of Object.entries(changes)) {
      const one = await withPin();
      await change(one);
      expect([name, one.memory.has('pin-wrap')]).toEqual([name, false]);
      await one.device.lock();
      expect([name, await one.device.unlockByPin(PIN)]).toEqual([name, { ok: false, reason: 'gone' }]);
    }
  });

  test('of another vault key opens nothing, also where it outlived the change', async () => {
    const one = await withPin();
    const before = one.memory.get('pin-wrap') as Uint8Array;
    await one.device.rekey();
    one.memory.set('pin-wrap', before);
    one.restart();
    await one.device.opened();
    expect(one.memory.has('pin-wrap')).toBe(false);
    await one.device.lock();
    one.memory.set('pin-wrap', before);
    expect(await one.device.unlockByPin(PIN)).toEqual({ ok: false, reason: 'gone' });
    expect([await one.device.state(), one.memory.has('pin-wrap')]).toEqual(['locked', false]);
  });

  test('taken away in the middle of a try or of its setting stays away', async () => {
    for (let turns = 0; turns < 40; turns++) {
      const one = turns % 2 === 0 ? await withPin() : await made();
      if (turns % 2 === 0) await one.device.lock();
      const under = turns % 2 === 0 ? one.device.unlockByPin(OTHER) : one.device.setPin(PASSPHRASE, PIN);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await one.device.forgetPin();
      const answer = await under;
      // One that was set after all was set after that.
      const isThere = one.memory.has('pin-wrap');
      expect([turns, isThere && !(turns % 2 === 1 && answer.ok)]).toEqual([turns, false]);
    }
  });

  test('a lock in the middle of the try that opens leaves all locked', async () => {
    for (let turns = 0; turns < 40; turns += 3) {
      const one = await withPin();
      await one.device.lock();
      const opening = one.device.unlockByPin(PIN);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await one.device.lock();
      await opening;
      expect([turns, await one.device.state(), one.memory.has('vault-key')]).toEqual([turns, 'locked', false]);
    }
  });
});

type Deed = 'set' | 'set other' | 'lock' | 'right' | 'wrong' | 'passphrase' | 'kill' | 'forget' | 'change' | 'rekey';
const DEEDS: Deed[] = ['set', 'set other', 'lock', 'right', 'wrong', 'passphrase', 'kill', 'forget', 'change', 'rekey'];

interface Model {
  pin: string | null;
  left: number;
  open: boolean;
  passphrase: string;
}

async function does(one: TestDevice, model: Model, deed: Deed): Promise<void> {
  const { device } = one;
  switch (deed) {
    case 'set':
    case 'set other': {
      const pin = deed === 'set' ? PIN : OTHER;
      expect((await device.setPin(model.passphrase, pin)).ok).toBe(model.open);
      if (model.open) Object.assign(model, { pin, left: PIN_TRIES });
      return;
    }
    case 'right':
    case 'wrong': {
      const typed = deed === 'right' ? (model.pin ?? PIN) : 'heron7';
      const answer = await device.unlockByPin(typed);
      if (model.open) return expect(answer).toEqual({ ok: true });
      if (model.pin === null) return expect(answer).toEqual({ ok: false, reason: 'gone' });
      if (deed === 'right') Object.assign(model, { open: true, left: PIN_TRIES });
      else if (--model.left === 0) model.pin = null;
      return expect(answer).toEqual(
        deed === 'right' ? { ok: true } : { ok: false, reason: model.pin === null ? 'gone' : 'wrong' },
      );
    }
    case 'lock':
      model.open = false;
      return device.lock();
    case 'passphrase':
      Object.assign(model, { open: true, left: PIN_TRIES });
      return expect(await device.unlock(model.passphrase)).toEqual({ ok: true });
    case 'kill':
      return one.restart();
    case 'forget':
      model.pin = null;
      return device.forgetPin();
    case 'change': {
      const next = `${PASSPHRASE} ${model.passphrase.length}`;
      expect(await device.changePassphrase(model.passphrase, next)).toEqual({ ok: true });
      Object.assign(model, { pin: null, passphrase: next });
      return;
    }
    case 'rekey':
      if ((await device.rekey()) === 'done') model.pin = null;
  }
}

/** Everything that lies on the disk, as one text. */
const onDisk = (one: TestDevice): string =>
  JSON.stringify(one.disk, (_, value) =>
    value instanceof Uint8Array ? encodeHex(value) : value instanceof Map ? [...value] : value,
  );

test('whatever happens, it is as the model says, and nothing of it is on the disk', async () => {
  const property: IAsyncProperty<[Deed[]]> = asyncProperty(
    array(constantFrom(...DEEDS), { minLength: 4, maxLength: 14 }),
    async (deeds) => {
      const one = await made();
      const model: Model = { pin: null, left: PIN_TRIES, open: true, passphrase: PASSPHRASE };
      for (const deed of deeds) {
        const wrap = one.memory.get('pin-wrap');
        await does(one, model, deed);
        expect(await one.device.state()).toBe(model.open ? 'open' : 'locked');
        expect(await one.device.pinTries()).toBe(model.pin === null ? null : model.left);
        const disk = onDisk(one);
        for (const held of [wrap, one.memory.get('pin-wrap')])
          if (held !== undefined) expect(disk.includes(encodeHex(held.subarray(-72)))).toBe(false);
      }
    },
  );
  await assert(property, { numRuns: 25 });
});
