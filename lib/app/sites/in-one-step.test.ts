// What a step writes follows from what it reads in that step: a change that comes between is never taken back, and
// nothing is half done.
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { addEntry, changeEntry } from '../logins/change.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { useHttps } from '../watch/use-https.ts';
import { keepTyped } from './keep-typed.ts';
import { fillFor } from './sites.ts';

const ID = '1'.repeat(32);
let alex: TestDevice;
beforeAll(async () => useProvider(await loadSodium()));
beforeEach(async () => {
  alex = await person([]);
});

async function bring(url: string) {
  const app = await alex.app();
  const sites = [{ url, match: 'domain' as const }];
  await addEntry(app, ID, { ...EMPTY_ENTRY, title: 'Shop', username: 'before', password: 'old', sites });
  return app;
}

test('a name and password that are changed while a form is filled stay as they were changed', async () => {
  const app = await bring('https://shop.example');
  const [fill] = await Promise.all([
    fillFor(app, ID, 'shop.example'),
    changeEntry(app, ID, { username: 'after', password: 'new' }),
  ]);
  const [kept] = await app.store.read([login(ID)]);
  expect(kept).toMatchObject({ username: 'after', password: 'new' });
  expect(fill).toMatchObject({ username: 'after', password: 'new' });
});

test('an address that is added while a log-in goes over to https stays', async () => {
  const app = await bring('http://shop.example');
  const further = { url: 'https://books.example', match: 'domain' as const };
  await Promise.all([useHttps(app, ID), changeEntry(app, ID, ({ sites }) => ({ sites: [...sites, further] }))]);
  const [kept] = await app.store.read([entry(ID)]);
  expect(kept?.sites.map(({ url }) => new URL(url).origin)).toEqual(['https://shop.example', 'https://books.example']);
});

test('a log-in that was typed is there and used in one step', async () => {
  const app = await alex.app();
  const typed = {
    ...{ id: ID, tabId: 1, frameId: 0, site: 'shop.example', url: 'https://shop.example/log-in', title: 'Shop' },
    ...{ username: 'alex', email: '', password: 'typed', former: '', purpose: 'login' as const, form: 'f', since: 0 },
    ...{ isAccepted: true, isDoubted: false, isAside: false },
  };
  let isDone = false;
  const done = keepTyped(app, typed, { is: 'new' }).finally(() => {
    isDone = true;
  });
  let [seen] = await app.store.read([login(ID)]);
  while (seen === null && !isDone) [seen] = await app.store.read([login(ID)]);
  expect(seen).toMatchObject({ password: 'typed', used: true, filledAt: expect.toSatisfy((at: number) => at > 0) });
  await done;
});
