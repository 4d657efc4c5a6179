// What a push line brings: taken in as it is, without a question, and acknowledged once it is committed; killed in
// between, neither lost nor shown twice.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import type { Brought } from '../ports/ports.ts';
import { relationshipKind } from '../records/relationship.ts';
import { outboxKind } from '../records/transit.ts';

const bench = new Bench();
let origin = '';
let alex: TestDevice;
let blair: TestDevice;
let blairs = '';
beforeAll(async () => {
  useProvider(await loadSodium());
});
beforeEach(async () => {
  origin = (await bench.start()).origin;
  [alex, blair] = [await person([origin]), await person([origin])];
  [, blairs] = await acquaint(alex, blair);
  await until([alex, blair], async () => (await alex.records(outboxKind)).length === 0);
  alex.calls.splice(0);
});
afterAll(() => bench.end());

/** A text of Blair's, as the service would send it along. */
async function comes(text: string): Promise<Brought> {
  await blair.say(blairs, text);
  await (await blair.vault()).courier.send();
  const { app, courier } = await alex.vault();
  const access = await courier.accessTo(origin);
  if (access === null) throw new Error('no mailbox');
  for (;;) {
    const page = await app.transport.call('getMailbox', origin, null, { session: access.session });
    alex.calls.splice(0);
    if (page.items.length > 0) return { access, page };
  }
}

const heard = async (text: string): Promise<number> => {
  const [known] = await alex.records(relationshipKind);
  return (await alex.said(known?.id ?? '')).filter((line) => line === `they: ${text}`).length;
};
/** How much waits for Alex. */
const left = async ({ access }: Brought): Promise<number> =>
  (await (await alex.app()).transport.call('getMailbox', origin, null, { session: access.session })).items.length;

test('it is taken in and acknowledged, and the service is asked for nothing', async () => {
  const brought = await comes('brought along');
  await alex.device.fetch(origin, brought);
  expect(await heard('brought along')).toBe(1);
  expect(alex.calls.filter((call) => /mailbox|acknowledge/i.test(call))).toEqual([`acknowledge ${origin}`]);
  expect(await left(brought)).toBe(0);
  // The same again is nothing new.
  await alex.device.fetch(origin, brought);
  expect(await heard('brought along')).toBe(1);
});

test('beside another that waits to be taken in, or a fetch, it is asked for', async () => {
  const brought = await comes('beside');
  await Promise.all([alex.device.fetch(origin, brought), alex.device.fetch(origin)]);
  expect(alex.calls).toContain(`getMailbox ${origin}`);
  expect([await heard('beside'), await left(brought)]).toEqual([1, 0]);
});

test('with a credential that holds no more, another is asked for and the mailbox emptied', async () => {
  const brought = await comes('late');
  alex.meddle = async (name, _origin, _request, goOn, extra) => {
    const isOld = extra?.session !== undefined && encodeHex(extra.session) === encodeHex(brought.access.session);
    if (name === 'acknowledge' && isOld) throw new Fault('refused', 'unauthorised', 'ended');
    return goOn();
  };
  await alex.device.fetch(origin, brought);
  alex.meddle = null;
  expect(alex.calls).toContain(`createSession ${origin}`);
  expect([await heard('late'), alex.health.get(origin)]).toEqual([1, 'connected']);
});

test('while the vault is locked it waits in the locked inbox like any other', async () => {
  const brought = await comes('while locked');
  await alex.device.lock();
  await alex.device.fetch(origin, brought);
  expect(await alex.device.waiting()).toBe(1);
  await alex.device.unlock(PASSPHRASE);
  await until([alex], async () => (await heard('while locked')) === 1);
});

test('a program that ends at any commit or request loses nothing of it and shows nothing twice', async () => {
  for (let at = 0, ended = true; ended; at++) {
    const text = `ended at ${at}`;
    const brought = await comes(text);
    let events = 0;
    let over = () => {};
    const end = new Promise<void>((resolve) => {
      over = resolve;
    });
    alex.life = { onCommit: () => (++events > at ? 'crash-before' : 'go'), onCrash: () => over() };
    alex.restart();
    await alex.vault();
    alex.meddle = async (_name, _origin, _request, goOn) => {
      if (++events <= at) return goOn();
      over();
      return new Promise(() => {});
    };
    await Promise.race([end, alex.device.fetch(origin, brought)]);
    ended = events > at;
    alex.life = {};
    alex.meddle = null;
    alex.restart();
    await until([alex], async () => (await heard(text)) === 1 && (await left(brought)) === 0);
  }
});
