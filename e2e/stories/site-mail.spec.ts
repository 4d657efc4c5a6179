// Mail of every kind to a mask: harmless however it is written, judged by its real sender, whole however large, refused
// when it must be.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { answerTo, NOBODY, SHOP, STRANGER, writes } from '../people/mail.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

/** A server that counts its visits. At its root lies the given page, for a browser that shows it as it is. */
async function tracker(): Promise<{ url: string; hits: string[]; page: string; close(): void }> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(watcher.page);
      return;
    }
    hits.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const watcher = { url, hits, page: '', close: () => void server.close() };
  return watcher;
}

const hostileMail = (url: string): string => `<!doctype html><html><head>
<link rel="stylesheet" href="${url}/sheet.css"><meta http-equiv="refresh" content="0;url=${url}/refresh"><base href="${url}/">
<style>@import "${url}/import.css"; @font-face { font-family: f; src: url(${url}/font) } p { background: url("${url}/style.png"); font-family: f }</style>
<script src="${url}/script.js"></script><script>new Image().src = '${url}/inline'</script></head>
<body background="${url}/body.png" onload="fetch('${url}/onload')">
<p style="background-image:url(${url}/attribute.png)">Dear customer, <b>welcome</b>.</p>
<img src="${url}/pixel.gif" width="1" height="1"><img srcset="${url}/set.png 1x" alt="Our logo"><img src="x" onerror="fetch('${url}/error')">
<svg><image href="${url}/svg.png"/></svg><video src="${url}/video" poster="${url}/poster" autoplay></video><audio src="${url}/audio" autoplay></audio>
<iframe src="${url}/frame"></iframe><object data="${url}/object"></object><embed src="${url}/embed">
<form action="${url}/form"><input name="password" type="password"><button>Log in</button></form>
<a href="${url}/visit" ping="${url}/ping">Visit us</a><a href="javascript:fetch('${url}/js')">Press</a></body></html>`;

test('shows a hostile mail as words and harmless HTML, and nobody learns that it was read', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();

  // Such a page is what it seems: a browser that shows it as it is asks for much of it. It leads away at once, so that
  // it may never be loaded: the test neither waits for that nor closes it, which was once seen never to end.
  const shown = await tracker();
  shown.page = hostileMail(shown.url);
  const bare = await alex.browser.context.newPage();
  await bare.goto(shown.url, { waitUntil: 'commit' });
  await expect.poll(() => shown.hits.length).toBeGreaterThan(8);

  const watcher = await tracker();
  const html = hostileMail(watcher.url);
  const panel = await alex.opensPanel();
  await writes(town, { from: SHOP, to: email, subject: 'Welcome', text: 'Dear customer, welcome.', html });
  await panel.opensConversation(town.shopSite);
  await panel.opensMail('Welcome');
  await expect(panel.html.locator('body')).toContainText('Dear customer, welcome.');
  await expect(panel.frame).toHaveAttribute('sandbox', '');
  const dangerous =
    'script, iframe, object, embed, form, input, button, svg, video, audio, link, base, [onload], [onerror], [background], a[href]';
  await expect(panel.html.locator(dangerous)).toHaveCount(0);
  await expect(panel.html.locator('body')).toContainText('[Our logo]');
  await expect(panel.page.getByText(/remote pictures? (was|were) blocked/)).toBeVisible();
  await panel.shot('mail-html');
  // The link is pressed at the place at which it is seen; nothing of it is the frame's own.
  await panel.pressesLink('Visit us');
  await expect(panel.linkQuestion).toHaveText(`Open ${new URL(watcher.url).host}?`);
  await panel.page.keyboard.press('Escape');
  await panel.page.getByText('One link in this mail').click();
  await expect(panel.page.getByRole('listitem').getByRole('button', { name: /Visit us/ })).toContainText(
    new URL(watcher.url).host,
  );
  await panel.showsAsText();
  await expect(panel.text).toHaveText(/Dear customer, welcome\./);
  await panel.shot('mail-text');
  expect(watcher.hits).toEqual([]);
  for (const one of [shown, watcher]) one.close();
});

test('says of each mail who vouches for it, and where a mask was passed on', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  await expect(panel.page.getByRole('heading', { level: 1 })).toBeFocused();
  const leak = 'only shop.localhost';
  const unsure = 'The sender could not be confirmed.';

  await writes(town, { from: SHOP, to: email, subject: 'From the shop', text: 'Thank you.' });
  await expect(panel.mail('From the shop')).toBeVisible();
  await expect(panel.mail('From the shop')).not.toContainText(unsure);
  await expect(panel.mail('From the shop')).not.toContainText(leak);

  await writes(town, { from: STRANGER, to: email, subject: 'Big deals', text: 'Buy now.' });
  await expect(panel.mail('Big deals')).toContainText(
    'This mail came from advertiser.localhost, but only shop.localhost',
  );
  await expect(panel.page.locator('.event').last()).toContainText(
    'Mail to this identity came from advertiser.localhost, not from',
  );
  await panel.shot('mail-leaked');

  const asShop = { from: SHOP, to: email, subject: 'Confirm at once', text: 'Your code is 111 222.' };
  await writes(town, { ...asShop, envelope: { from: 'orders@nobody.localhost', to: email } });
  await expect(panel.mail('Confirm at once')).toContainText(unsure);

  await writes(town, { from: NOBODY, to: email, subject: 'Your account', text: 'Log in here.' });
  await expect(panel.mail('Your account')).toContainText(unsure);
  await expect(panel.mail('Your account')).not.toContainText(leak);
  await panel.shot('mail-unsure');

  await panel.opensMail('Confirm at once');
  await expect(panel.page.getByText('Not confirmed: it may not be from shop.localhost')).toBeVisible();

  await panel.goesBack();
  await expect(panel.mail('Confirm at once').getByRole('button', { name: 'Open mail' })).toBeFocused();
  await panel.goesBack();
  await expect(panel.conversation(town.shopSite)).toBeFocused();
  await panel.page.keyboard.press('Enter');
  await expect(panel.mail('Your account')).toBeFocused();
});

test('does not offer the code of a mail that the site does not vouch for', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  for (const from of [NOBODY, STRANGER]) {
    await writes(town, { from, to: email, subject: `From ${from}`, text: 'Your code is 111 222.' });
    await expect(panel.mail(`From ${from}`)).toBeVisible();
  }
  await shop.goesTo('/shapes/code');
  await shop.site.field('Digit 1').click();
  await shop.site.settles();
  expect(await shop.site.titles()).toEqual([]);
  await writes(town, { from: SHOP, to: email, subject: 'The real one', text: 'Your code is 333 444.' });
  await shop.site.offers('333 444');
});

test('believes nobody about an author who is not the one that is shown', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  await writes(town, { from: SHOP, to: email, subject: 'Hello', text: 'Thank you.' });
  await expect(panel.mail('Hello')).toBeVisible();
  const link = `${town.shopUrl}/confirm/0123456789abcdefghij`;
  const forged = [
    'From: orders@shop.localhost\r\nFrom: deals@advertiser.localhost',
    'From: deals@advertiser.localhost\r\nFrom: orders@shop.localhost',
    'From: orders@shop.localhost, deals@advertiser.localhost',
    'From: Shop: orders@shop.localhost;, deals@advertiser.localhost',
  ];
  for (const [at, authors] of forged.entries()) {
    const text = `Please confirm your address, your code is 111 22${at}: ${link}`;
    const raw = `${authors}\r\nSubject: Confirm ${at}\r\nTo: ${email}\r\n\r\n${text}\r\n`;
    await writes(town, { envelope: { from: 'deals@advertiser.localhost', to: email }, raw });
    await expect(panel.mail(`Confirm ${at}`)).toContainText('The sender could not be confirmed.');
    await expect(panel.mail(`Confirm ${at}`).getByRole('button', { name: /^Open (?!mail$)/ })).toHaveCount(0);
  }
  await shop.goesTo('/shapes/code');
  await shop.site.field('Digit 1').click();
  await shop.site.settles();
  expect(await shop.site.titles()).toEqual([]);
});

test('shows what a mail carries: its picture in place, a mail inside it as one, files by their names', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC';
  const html = '<p>Look:</p><img src="cid:p1" alt="A picture"><p>End</p>';
  const attachments = [
    { cid: 'p1', content: png, encoding: 'base64', contentType: 'image/png', contentDisposition: 'inline' as const },
    { filename: 'notes.txt', content: 'Your code is 111 222.', contentDisposition: 'inline' as const },
    { filename: false as const, contentType: 'text/calendar; method=REQUEST', content: 'BEGIN:VCALENDAR' },
  ];
  await writes(town, { from: SHOP, to: email, subject: 'Photo', html, attachments });
  await expect(panel.mail('Photo')).toContainText('notes.txt');
  await expect(panel.mail('Photo')).toContainText('invitation.ics');
  await panel.opensMail('Photo');
  await expect(panel.page.locator('.mail-head').getByRole('listitem')).toHaveText([
    /attachment-1\.png/,
    /notes\.txt/,
    /invitation\.ics/,
  ]);
  await expect(panel.html.getByRole('img', { name: 'A picture' })).toHaveJSProperty('naturalWidth', 10);
  await expect(panel.page.getByText(/pictures? (was|were) blocked/)).toHaveCount(0);
  await panel.shot('mail-own-picture');
  await panel.goesBack();

  const inner = 'From: Reading Room <a@room.example>\r\nSubject: Your code\r\n\r\nYour code is 333 444.\r\n';
  const boundary = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee below.\r\n--b\r\n';
  const raw = `From: ${SHOP}\r\nTo: ${email}\r\nSubject: Fwd: your code\r\n${boundary}Content-Type: message/rfc822\r\n\r\n${inner}--b--\r\n`;
  await writes(town, { envelope: { from: 'orders@shop.localhost', to: email }, raw });
  const card = panel.mail('Fwd: your code');
  await expect(card).toContainText('Your code.eml');
  await expect(card).not.toContainText('333 444');
  await expect(card.getByLabel('Code', { exact: true })).toHaveCount(0);
  await panel.shot('mail-forwarded');
  await panel.opensMail('Fwd: your code');
  await expect(panel.text).toContainText('> Your code is 333 444.');
  await shop.goesTo('/shapes/code');
  await shop.site.field('Digit 1').click();
  await shop.site.settles();
  expect(await shop.site.titles()).toEqual([]);
});

test('presses the links of a mail in their places, by mouse and by keyboard, wherever they have been scrolled', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  const html = `<table width="600"><tr><td><p>Dear customer,</p><p>your parcel left us. <a href="https://track.localhost/1007">Track your parcel</a></p>
    <p>${'A long story of honey. '.repeat(400)}</p><a href="https://letters.localhost/stop" style="background:#333;color:#fff;padding:12px">Stop these letters</a></td></tr></table>`;
  await writes(town, { from: SHOP, to: email, subject: 'On its way', html });
  await panel.opensMail('On its way');
  await panel.pressesLink('Track your parcel');
  await expect(panel.linkQuestion).toHaveText('Open track.localhost?');
  await panel.page.keyboard.press('Escape');
  await expect(panel.linkQuestion).toHaveCount(0);
  await expect(panel.link('Track your parcel')).toBeFocused();
  await expect(panel.page.locator('.mail-host')).toHaveText('track.localhost');
  await panel.shot('mail-link-focus');

  await panel.page.keyboard.press('Tab');
  await expect(panel.link('Stop these letters')).toBeFocused();
  await expect(panel.link('Stop these letters').locator('span').first()).toBeInViewport();
  await panel.shot('mail-link-far-down');
  await panel.page.keyboard.press('Enter');
  await expect(panel.linkQuestion).toHaveText('Open letters.localhost?');
  await panel.page.keyboard.press('Escape');
  await expect(panel.linkQuestion).toHaveCount(0);
  await panel.pressesLink('Stop these letters');
  await expect(panel.linkQuestion).toHaveText('Open letters.localhost?');
});

test('takes in a large mail whole, shows a broken one as it is, and refuses one that is too large', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);

  // Beyond what an envelope holds: it comes as a blob.
  const lines = Array.from(
    { length: 16_000 },
    (_, at) => `<p>Line ${at} of a long story that a shop tells its customers.</p>`,
  );
  await writes(town, { from: SHOP, to: email, subject: 'A long story', html: lines.join('\r\n') });
  await expect(panel.mail('A long story')).toBeVisible();
  await panel.opensMail('A long story');
  await expect(panel.html.locator('p')).toHaveCount(lines.length);
  await expect(panel.html.locator('p').last()).toHaveText(
    'Line 15999 of a long story that a shop tells its customers.',
  );
  await panel.goesBack();

  const broken =
    'this is no header\r\n\0\u0001\r\nContent-Type: multipart/mixed; boundary=nowhere\r\n\r\n--elsewhere\r\nStill, some words.\r\n';
  await writes(town, { envelope: { from: '', to: email }, raw: broken });
  await expect(panel.mail('(No subject)')).toBeVisible();
  await panel.opensMail('(No subject)');
  await panel.shot('mail-broken');
  await expect(panel.page.locator('main')).toContainText('Still, some words.');
  await panel.goesBack();

  const tooLarge = { from: SHOP, to: email, subject: 'Too large', text: 'x'.repeat(998).concat('\r\n').repeat(30_000) };
  expect(await answerTo(town, tooLarge)).toBe(552);
  await writes(town, { from: SHOP, to: email, subject: 'After it', text: 'The gateway goes on.' });
  await expect(panel.mail('After it')).toBeVisible();
  await expect(panel.mail('Too large')).toHaveCount(0);
});

test('pauses a mask: its sender is refused, until the person switches it on again', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { email } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  const mail = (subject: string) => ({ from: SHOP, to: email, subject, text: 'Hello.' });
  expect(await answerTo(town, mail('Before'))).toBe(250);
  await expect(panel.mail('Before')).toBeVisible();

  await panel.opensDetails();
  await panel.switchesMask(false);
  await panel.shot('details-paused');
  await expect.poll(() => answerTo(town, mail('While off'))).toBe(550);

  await panel.switchesMask(true);
  await panel.goesBack();
  expect(await answerTo(town, mail('After'))).toBe(250);
  await expect(panel.mail('After')).toBeVisible();
  await expect(panel.mail('While off')).toHaveCount(0);
});
