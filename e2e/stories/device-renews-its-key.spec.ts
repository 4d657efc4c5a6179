// The vault is written anew under another key: after a change of passphrase, on demand, and under whatever kills the
// worker or the browser. All of it is there afterwards, nothing is sent twice, and what was there before is in no file
// of the profile any more.

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, PASSPHRASE, Person } from '../people/person.ts';
import { draws, Killer } from '../people/person-killer.ts';

const nonceOf = (at: number): string => at.toString(16).padStart(32, '0');
const NEXT = 'velvet quarry trombone monday';
/** Rewriting this vault takes some hundred milliseconds. */
const LONGEST_MS = 400;
const KILLS = 12;

/** Bytes of every row of a kind, and of the header, as they lie on the disk now. As hexadecimal. */
async function onDisk(person: Person, kind: string): Promise<string[]> {
  const page = await person.browser.open('options.html');
  const rows = await page.evaluate(async (wanted) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name));
      for (const store of database.objectStoreNames)
        if (store === wanted)
          for (const row of (await answer(database.transaction(store).objectStore(store).getAll())) as Uint8Array[])
            found.push(Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(''));
      database.close();
    }
    return found;
  }, kind);
  await page.close();
  return rows;
}

const databases = (person: Person) =>
  person.browser.open('options.html').then(async (page) => {
    const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''));
    await page.close();
    return names.filter((name) => !name.includes('edge')).toSorted();
  });

/**
 * Which of these rows lie in files of the profile: by 24 bytes out of the middle of their ciphertext, or of the
 * header's last wrap.
 */
async function lieIn(folder: string, rows: readonly string[]): Promise<{ file: string; row: number }[]> {
  const wanted = rows.map((row) => Buffer.from(row, 'hex').subarray(-64, -40));
  const found: { file: string; row: number }[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    for (const [row, part] of wanted.entries())
      if (bytes.includes(part)) found.push({ file: relative(folder, path), row });
  }
  return found;
}

test('another passphrase brings another key: all is there, the recovery code opens it, and former rows are in no file', async ({
  person,
  blair,
}) => {
  const alex = new Person('Alex', await person());
  const made = await alex.asks('setUp', { passphrase: PASSPHRASE });
  if (!made.ok) throw new Error(made.reason);
  await alex.asks('confirmRecovery', null);
  await expect
    .poll(async () => (await alex.asks('connection', null)).services.every(({ answeredAt }) => answeredAt !== null))
    .toBe(true);
  const { alexs, blairs } = await acquaint(alex, blair);
  const former = new Set<string>(await onDisk(alex, 'header'));
  for (let at = 1; at <= 4; at++) {
    for (const row of await onDisk(alex, 'proton')) former.add(row);
    await alex.asks('send', { relationship: alexs, text: `Before ${at}`, nonce: nonceOf(at) });
    await expect.poll(async () => (await alex.texts(alexs)).at(-1)?.delivery).toBe('received');
  }
  expect(await databases(alex)).toEqual(['nucleus', 'nucleus-lobby']);
  expect(former.size).toBeGreaterThan(4);
  // The overwritten bytes are still there: or the search below would prove nothing.
  const kept = await lieIn(alex.browser.profile, [...former]);
  expect(new Set(kept.map(({ row }) => row)).size).toBe(former.size);

  const options = await alex.browser.open('options.html');
  const security = options.locator('#security');
  await expect(security).toContainText('Last done on');
  await security.getByRole('button', { name: 'Change' }).click();
  await security.getByLabel('Current passphrase').fill(PASSPHRASE);
  await security.getByLabel('New passphrase', { exact: true }).fill(NEXT);
  await security.getByLabel('Repeat the passphrase').fill(NEXT);
  await security.getByRole('button', { name: 'Change passphrase' }).click();
  await expect.poll(() => databases(alex)).toEqual(['nucleus-1', 'nucleus-lobby']);
  await expect(options.getByRole('dialog')).toHaveCount(0);
  await expect(security).toContainText('Last done on');

  expect((await alex.texts(alexs)).map(({ text }) => text)).toEqual([1, 2, 3, 4].map((at) => `Before ${at}`));
  await alex.asks('send', { relationship: alexs, text: 'After', nonce: nonceOf(5) });
  await blair.asks('send', { relationship: blairs, text: 'And back', nonce: nonceOf(6) });
  await expect.poll(async () => (await alex.texts(alexs)).map(({ text }) => text)).toContain('And back');
  await expect.poll(async () => (await blair.texts(blairs)).length).toBe(6);
  await expect
    .poll(async () => lieIn(alex.browser.profile, [...former]), { message: 'former rows in files of the profile' })
    .toEqual([]);

  await alex.restarts();
  expect(await alex.asks('unlock', { passphrase: PASSPHRASE })).toEqual({ ok: false, reason: 'wrong' });
  await alex.unlocks(NEXT);
  await alex.locks();
  expect(await alex.asks('recover', { code: made.recoveryCode, passphrase: PASSPHRASE })).toEqual({ ok: true });
  await expect.poll(() => databases(alex)).toEqual(['nucleus-2', 'nucleus-lobby']);
  expect((await alex.texts(alexs)).length).toBe(6);
  expect((await blair.texts(blairs)).map(({ text }) => text).filter((text) => text === 'After')).toHaveLength(1);
});

test('whenever the worker is killed in it, or the browser closed, all of it is there and one vault is left', async ({
  alex,
  blair,
}) => {
  const { alexs, blairs } = await acquaint(alex, blair);
  const draw = draws('forty-two');
  const killer = await Killer.of(alex);
  const renew = () => alex.asks('renewVaultKey', null).catch(() => null);
  for (let at = 1; at <= KILLS; at++) {
    await alex.insists('send', { relationship: alexs, text: `Text ${at}`, nonce: nonceOf(at) });
    const renewing = renew();
    await killer.strikes(draw(LONGEST_MS));
    await renewing;
    expect((await alex.texts(alexs)).length).toBe(at);
    expect((await alex.insists('vault', null)).state, 'a worker that is started again holds the key').not.toBe(
      'locked',
    );
  }
  await alex.insists('send', { relationship: alexs, text: 'The last', nonce: nonceOf(99) });
  const dying = renew();
  await alex.restarts();
  await dying;
  expect((await alex.asks('vault', null)).state).toBe('locked');
  await alex.unlocks();
  await expect.poll(async () => (await databases(alex)).length).toBe(2);
  expect(await alex.asks('renewVaultKey', null)).toEqual({ ok: true });
  await blair.asks('send', { relationship: blairs, text: 'Still there?', nonce: nonceOf(100) });
  await expect.poll(async () => (await alex.texts(alexs)).map(({ text }) => text)).toContain('Still there?');
  const said = (await alex.texts(alexs)).filter(({ mine }) => mine).map(({ text }) => text);
  expect(said).toEqual([...Array.from({ length: KILLS }, (_, at) => `Text ${at + 1}`), 'The last']);
  await expect
    .poll(async () => (await blair.texts(blairs)).filter(({ mine }) => !mine).map(({ text }) => text))
    .toEqual(said);
  expect((await blair.reads(blairs)).filter((one) => one.type === 'event' && one.event.kind === 'lost')).toEqual([]);
});
