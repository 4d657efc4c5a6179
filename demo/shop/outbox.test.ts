// The shop while its mail server is away, busy or unwilling.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '#services/testing/eventually.ts';
import { openMailbox, Visitor } from './mailbox.testkit.ts';
import { startShop } from './main.ts';
import { backOffMs } from './outbox.ts';

const person = { name: 'Ada', email: 'ada@mail.localhost', password: 'correct horse battery' };

/** Asks the page, as its script does, until the mail is in the wanted state. */
function until(visitor: Visitor, mail: string): Promise<string> {
  return eventually(async () => {
    const { text } = await visitor.get('/confirm/state');
    return text.includes(`"mail":"${mail}"`) && text;
  });
}

test('the mail server is down: the page says so, the letter is kept and sent once it is back', async () => {
  const before = await openMailbox();
  await before.close();
  const shop = await startShop({
    port: 0,
    dataDir: null,
    smtp: { host: '127.0.0.1', port: before.port },
    retryAfterMs: () => 20,
  });
  const ada = new Visitor(shop.port);
  await ada.get('/sign-up');
  expect((await ada.send('/sign-up', person)).path).toBe('/confirm');
  expect(await until(ada, 'retrying')).toContain('Our mail server is not answering');
  expect((await ada.get('/confirm')).text).toContain('Our mail server is not answering');

  const back = await openMailbox(before.port);
  const letter = await back.next();
  await until(ada, 'sent');
  const code = /\d{6}/.exec(letter.subject ?? '')?.[0] ?? '';
  expect((await ada.send('/confirm', { code })).path).toBe('/account?welcome');
  expect(back.waiting()).toBe(0);
  await shop.close();
  await back.close();
});

test('a busy mail server (450) is asked again; one that refuses the address (550) is not, and the page says so', async () => {
  let asked = 0;
  const mailbox = await openMailbox(0, (recipient) => {
    asked += 1;
    if (recipient.startsWith('nobody')) return 550;
    return asked < 3 ? 450 : null;
  });
  const shop = await startShop({
    port: 0,
    dataDir: null,
    smtp: { host: '127.0.0.1', port: mailbox.port },
    retryAfterMs: () => 1,
  });
  const ada = new Visitor(shop.port);
  await ada.get('/sign-up');
  await ada.send('/sign-up', person);
  await mailbox.next();
  expect(asked).toBe(3);
  await until(ada, 'sent');

  const bob = new Visitor(shop.port);
  await bob.get('/sign-up');
  await bob.send('/sign-up', { ...person, email: 'nobody@mail.localhost' });
  expect(await until(bob, 'refused')).toContain('refused our mail');
  expect(asked).toBe(4);
  await shop.close();
  await mailbox.close();
});

test('letters that were waiting when the shop stopped go out when it starts again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'corner-shop-'));
  const before = await openMailbox();
  await before.close();
  const options = { port: 0, dataDir, smtp: { host: '127.0.0.1', port: before.port }, retryAfterMs: () => 20 };
  const first = await startShop(options);
  const ada = new Visitor(first.port);
  await ada.get('/sign-up');
  await ada.send('/sign-up', person);
  await until(ada, 'retrying');
  await first.close();
  const back = await openMailbox(before.port);
  const second = await startShop(options);
  expect((await back.next()).to?.[0]?.address).toBe(person.email);
  await second.close();
  await back.close();
  rmSync(dataDir, { recursive: true });
});

test('the pauses between attempts double from one second to five minutes', () => {
  expect([1, 2, 3, 8, 9, 10, 60].map(backOffMs)).toEqual([1000, 2000, 4000, 128_000, 256_000, 300_000, 300_000]);
});
