// A customer's way through the shop, over real sockets: HTTP on one side, SMTP on the other.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Mailbox, openMailbox, Visitor } from './mailbox.testkit.ts';
import { type RunningShop, startShop } from './main.ts';

const person = { name: 'Ada <b>Byron</b>', email: 'k3-otter@mail.localhost', password: 'correct horse battery' };
let mailbox: Mailbox;
let shop: RunningShop;
let ada: Visitor;

beforeEach(async () => {
  mailbox = await openMailbox();
  shop = await startShop({ port: 0, dataDir: null, smtp: { host: '127.0.0.1', port: mailbox.port } });
  ada = new Visitor(shop.port);
});

afterEach(async () => {
  await shop.close();
  await mailbox.close();
});

const codeIn = (text: string | undefined): string => /\b\d{6}\b/.exec(text ?? '')?.[0] ?? 'no code';
/** A six-digit code that is not `code`. */
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function signUp(visitor: Visitor, who = person): Promise<void> {
  await visitor.get('/sign-up');
  const waiting = await visitor.send('/sign-up', who);
  expect(waiting).toMatchObject({ status: 200, path: '/confirm' });
}

async function becomeCustomer(visitor: Visitor, who = person): Promise<void> {
  await signUp(visitor, who);
  const account = await visitor.send('/confirm', { code: codeIn((await mailbox.next()).text) });
  expect(account).toMatchObject({ status: 200, path: '/account?welcome' });
}

describe('sign-up', () => {
  test('goes from form to mail to code to account to log-in to order to order mail', async () => {
    await signUp(ada);
    const letter = await mailbox.next();
    expect(letter.from).toMatchObject({ name: 'Corner Shop', address: 'orders@shop.localhost' });
    expect(letter.to?.[0]?.address).toBe(person.email);
    expect(letter.messageId).toMatch(/^<[\w-]+@shop\.localhost>$/);
    expect(Math.abs(Date.parse(letter.date ?? '') - Date.now())).toBeLessThan(60_000);
    expect(letter.raw).toMatch(/^Content-Type: multipart\/alternative/m);
    expect(codeIn(letter.subject)).toBe(codeIn(letter.text));
    const link = /http:\/\/\S+\/confirm\/[\w-]+/.exec(letter.text ?? '')?.[0] ?? 'no link';
    expect(link.startsWith(shop.url)).toBe(true);
    expect(letter.html).toContain(`href="${link}"`);
    expect(letter.html).toContain('Ada &lt;b&gt;Byron&lt;/b&gt;');

    const account = await ada.send('/confirm', { code: codeIn(letter.text) });
    expect(account).toMatchObject({ status: 200, path: '/account?welcome' });
    expect(account.text).toContain('Ada &lt;b&gt;Byron&lt;/b&gt;');

    const elsewhere = new Visitor(shop.port);
    await elsewhere.get('/log-in?next=/order?good=rye');
    const order = await elsewhere.send('/log-in', { ...person, next: '/order?good=rye' });
    expect(order).toMatchObject({ status: 200, path: '/order?good=rye' });
    const placed = await elsewhere.send('/order', {
      rye: '2',
      honey: '1',
      name: 'Ada',
      street: '<1 Lane>',
      town: 'N1 Ely',
    });
    expect(placed).toMatchObject({ status: 200, path: '/orders/1?placed' });
    expect(placed.text).toContain('£16.20');
    expect(placed.text).toContain('&lt;1 Lane&gt;');
    const receipt = await mailbox.next();
    expect(receipt.subject).toBe('Your order no. 1');
    expect(receipt.text).toContain('2 × Rye loaf  £8.40');

    await elsewhere.send('/log-out', {});
    expect((await elsewhere.get('/account')).path).toBe('/log-in?next=/account');
    expect((await ada.get('/account')).text).toContain('No. 1');
  });

  test('the link confirms at once where the sign-up was made, and by a button elsewhere, once', async () => {
    await signUp(ada);
    const link = /\/confirm\/[\w-]+/.exec((await mailbox.next()).text ?? '')?.[0] ?? '';
    const phone = new Visitor(shop.port);
    expect((await phone.get(link)).text).toContain('Yes, confirm');
    expect((await ada.get('/confirm/state')).text).toContain('"confirmed":false');
    expect((await phone.send(link, {})).path).toBe('/log-in?confirmed');
    expect((await ada.get('/confirm/state')).text).toContain('"confirmed":true');
    expect((await ada.get('/confirm')).path).toBe('/account?welcome');
    expect((await phone.get(link)).status).toBe(410);

    const bob = new Visitor(shop.port);
    await signUp(bob, { ...person, email: 'bob@mail.localhost' });
    const his = /\/confirm\/[\w-]+/.exec((await mailbox.next()).text ?? '')?.[0] ?? '';
    expect((await bob.get(his)).path).toBe('/account?welcome');
  });

  test('a wrong code is told kindly, five times; then only a new code helps', async () => {
    await signUp(ada);
    const right = codeIn((await mailbox.next()).text);
    for (const left of ['4 tries are', '3 tries are', '2 tries are', 'one try is', 'send you a new one']) {
      const wrong = await ada.send('/confirm', { code: otherThan(right) });
      expect(wrong.status).toBe(422);
      expect(wrong.text).toContain(left);
    }
    expect((await ada.send('/confirm', { code: right })).status).toBe(429);
    await ada.send('/confirm/again', {});
    const fresh = codeIn((await mailbox.next()).text);
    const spaced = `${fresh.slice(0, 3)} ${fresh.slice(3)}`;
    expect((await ada.send('/confirm', { code: spaced })).path).toBe('/account?welcome');
  });

  test('after thirty minutes neither code nor link confirms anything', async () => {
    let clock = Date.now();
    const smtp = { host: '127.0.0.1', port: mailbox.port };
    const slow = await startShop({ port: 0, dataDir: null, smtp, now: () => clock });
    const late = new Visitor(slow.port);
    await signUp(late);
    const { text } = await mailbox.next();
    clock += 30 * 60_000;
    const tooLate = await late.send('/confirm', { code: codeIn(text) });
    expect(tooLate.status).toBe(410);
    expect(tooLate.text).toContain('That code is too old');
    expect((await late.get(/\/confirm\/[\w-]+/.exec(text ?? '')?.[0] ?? '')).status).toBe(410);
    await slow.close();
  });

  test('a sign-up gets five codes an hour, then a refusal and no mail', async () => {
    await signUp(ada);
    await mailbox.next();
    for (let n = 0; n < 4; n++) {
      expect((await ada.send('/confirm/again', {})).status).toBe(200);
      await mailbox.next();
    }
    expect((await ada.send('/confirm/again', {})).status).toBe(429);
    expect(mailbox.waiting()).toBe(0);
  });

  test('an address with an account gets the same page, and a mail that says so, without a code', async () => {
    await becomeCustomer(ada);
    const thief = new Visitor(shop.port);
    await signUp(thief, { ...person, password: 'another password' });
    const letter = await mailbox.next();
    expect(letter.subject).toContain('already have');
    expect(letter.text).not.toMatch(/\d{6}/);
    expect((await thief.send('/confirm', { code: '000000' })).status).toBe(422);
  });

  test('faulty fields are marked, and what was typed stays', async () => {
    await ada.get('/sign-up');
    const page = await ada.send('/sign-up', { name: '"Ada"', email: 'not an address', password: 'short' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('value="&quot;Ada&quot;"');
    expect(page.text.match(/aria-invalid="true"/g)).toHaveLength(2);
    expect(page.text).not.toContain('short"');
  });
});

describe('an account', () => {
  test('logs nobody in by a wrong password or an unknown address, with one answer for both', async () => {
    await becomeCustomer(ada);
    const other = new Visitor(shop.port);
    await other.get('/log-in');
    const wrong = await other.send('/log-in', { email: person.email, password: 'wrong horse' });
    const unknown = await other.send('/log-in', { email: 'who@mail.localhost', password: person.password });
    const notice = /role="alert">([^<]*)/;
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    expect(notice.exec(wrong.text)?.[1]).toBe(notice.exec(unknown.text)?.[1]);
  });

  test('is shut for ten minutes after ten attempts, even to the right password', async () => {
    await becomeCustomer(ada);
    const other = new Visitor(shop.port);
    await other.get('/log-in');
    for (let n = 0; n < 10; n++) await other.send('/log-in', { email: person.email.toUpperCase(), password: 'guess' });
    expect((await other.send('/log-in', person)).status).toBe(429);
  });

  test('changes its password, which ends every other visit', async () => {
    await becomeCustomer(ada);
    const phone = new Visitor(shop.port);
    await phone.get('/log-in');
    await phone.send('/log-in', person);
    await ada.get('/account/password');
    const form = { 'current-password': person.password, 'new-password': 'a newer password' };
    expect((await ada.send('/account/password', { ...form, 'current-password': 'no' })).status).toBe(422);
    expect((await ada.send('/account/password', form)).text).toContain('Your password is changed.');
    expect((await ada.get('/account')).path).toBe('/account');
    expect((await phone.get('/account')).path).toBe('/log-in?next=/account');
    expect((await phone.send('/log-in', person)).status).toBe(422);
    expect((await phone.send('/log-in', { ...person, password: 'a newer password' })).path).toBe('/account');
  });

  test('takes no form without its own token, moves to a new cookie on log-in, and follows no foreign address', async () => {
    const setCookie = (await fetch(`${ada.base}/`)).headers.get('set-cookie');
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Lax$/);
    await ada.get('/');
    const before = ada.cookies.get('corner_shop');
    await becomeCustomer(ada);
    expect(ada.cookies.get('corner_shop')).not.toBe(before);
    const stolen = new Visitor(shop.port);
    await stolen.get('/sign-up');
    expect((await ada.send('/order', { rye: '1', csrf: stolen.csrf })).status).toBe(403);
    expect((await ada.send('/order', { rye: '1', csrf: '' })).status).toBe(403);
    await ada.get('/');
    await ada.send('/log-out', {});
    await ada.get('/log-in');
    expect((await ada.send('/log-in', { ...person, next: '//evil.example/' })).path).toBe('/account');
  });

  test('sees its own orders only', async () => {
    await becomeCustomer(ada);
    await ada.send('/order', { mug: '1', name: 'Ada', street: '1 Lane', town: 'Ely' });
    await mailbox.next();
    const bob = new Visitor(shop.port);
    await becomeCustomer(bob, { ...person, email: 'bob@mail.localhost' });
    expect((await bob.get('/orders/1')).status).toBe(404);
    expect((await ada.get('/orders/1')).status).toBe(200);
  });
});

test('after a restart the account is there; the files hold neither password, link, letter nor cookie', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'corner-shop-'));
  try {
    const options = { port: 0, dataDir, smtp: { host: '127.0.0.1', port: mailbox.port } };
    const first = await startShop(options);
    const visitor = new Visitor(first.port);
    await signUp(visitor);
    const { text } = await mailbox.next();
    await visitor.send('/confirm', { code: codeIn(text) });
    await first.close();
    const second = await startShop(options);
    const again = new Visitor(second.port);
    again.cookies = visitor.cookies;
    expect((await again.get('/account')).text).toContain(person.email);
    await second.close();
    const files = readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name), 'latin1'));
    const link = /\/confirm\/([\w-]+)/.exec(text ?? '')?.[1];
    const planted = [person.email, person.password, link, visitor.cookies.get('corner_shop'), 'your Corner Shop code'];
    const found = planted.filter((text) => text === undefined || files.some((file) => file.includes(text)));
    expect(found).toEqual([person.email]);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

describe('the pages of many shapes', () => {
  test('show what they received, escaped, passwords masked', async () => {
    const page = await ada.send('/shapes/table', { mailadr: '<i>a@b</i>', kennwort: 'geheim123' });
    expect(page.text).toContain('data-name="mailadr">&lt;i&gt;a@b&lt;/i&gt;<');
    expect(page.text).toContain('(9 characters, fingerprint ');
    expect(page.text).not.toContain('geheim123');
  });

  test('are all there, with their scripts', async () => {
    for (const index of ['/shapes', '/hostile']) {
      const { text } = await ada.get(index);
      const links = [...text.matchAll(new RegExp(`href="(${index}/[\\w-]+)"`, 'g'))].map((match) => match[1] ?? '');
      expect(links.length).toBeGreaterThan(5);
      for (const link of links) {
        const page = await ada.get(link);
        expect(page.status, link).toBe(200);
        const script = /src="(\/assets\/[\w.]+js)"/.exec(page.text)?.[1];
        if (script) expect((await ada.get(script)).status, script).toBe(200);
      }
    }
  });
});
