// What a stranger's page, and even a stranger who has taken over the process of a page, gets from the extension around
// it.

import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { dropsPolicy, test } from '../people/site-story.ts';

test('keeps its own pages out of frames', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/shapes/plain');
  await dropsPolicy(site.page);
  const urls = ['popup.html', 'sidepanel.html#/accept/x', 'options.html', 'welcome.html'].map((path) =>
    alex.browser.url(path),
  );
  const reached = await site.page.evaluate(
    (all) =>
      Promise.all(
        all.map(
          (url) =>
            new Promise<string>((answer) => {
              const frame = document.createElement('iframe');
              // A refused frame loads too: the browser's error page, which has an opaque origin.
              frame.onload = () => answer(frame.contentDocument === null ? 'foreign' : 'empty');
              frame.src = url;
              document.body.append(frame);
            }),
        ),
      ),
    urls,
  );
  expect(reached).toHaveLength(4);
  for (const frame of site.page.frames().slice(1)) {
    expect(frame.url()).not.toMatch(/^chrome-extension:.*html/);
    await expect(frame.locator('#root')).toHaveCount(0);
  }
});

test('tells the script in a page only what is of that page, whoever speaks in its place', async ({ alex, town }) => {
  const visit = await ShopVisit.begins(alex, town);
  await visit.takesNewIdentity();
  const [shop] = await alex.identities();
  const other = await alex.visits(visit.site.page.url().replace('shop.localhost', 'other.localhost'));
  await other.settles();
  const send = (message: unknown) => `chrome.runtime.sendMessage(${JSON.stringify(message)})`;

  for (const method of ['conversations', 'vault', 'revealPassword', 'send', 'erase', 'lock', 'settings']) {
    for (const channel of ['page', 'content']) {
      const answer = await other.inScript(send({ channel, method, request: { relationship: shop?.id } }));
      expect(answer).toMatchObject({ ok: false, blame: 'refused' });
    }
  }
  expect(await other.inScript(send({ channel: 'content', method: 'fill', request: { id: shop?.id } }))).toEqual({
    ok: true,
    value: { ok: false, reason: 'failed' },
  });
  const offers = await other.inScript(
    send({ channel: 'content', method: 'offers', request: { form: 'login', fields: ['email'] } }),
  );
  expect(offers).toMatchObject({ ok: true, value: { state: 'ready', identities: [], code: null, link: null } });

  // The worker's memory and its disk are out of reach.
  expect(await other.inScript('JSON.stringify(await chrome.storage.session.get(null))')).toMatch(/^threw: /);
  expect(await other.inScript('Object.keys(await chrome.storage.local.get(null)).length')).toBe(0);
  expect(await other.inScript('(await indexedDB.databases()).map(({ name }) => name).join()')).not.toContain('nucleus');
  expect(
    await other.inScript(
      `new Promise((done) => { const port = chrome.runtime.connect({ name: 'topics' }); port.onDisconnect.addListener(() => done('cut')); port.onMessage.addListener(() => done('heard')); })`,
    ),
  ).toBe('cut');
});

test('shows a menu that the page can neither read nor count', async ({ alex, town }) => {
  const visit = await ShopVisit.begins(alex, town);
  const { name, email } = await visit.takesNewIdentity();
  await visit.goesTo('/sign-up');
  await visit.site.field('E-mail').click();
  await visit.site.reads(name);
  const found = await visit.site.page.evaluate(
    (words) =>
      words.filter((text) =>
        (window as unknown as { find(...given: unknown[]): boolean }).find(text, false, false, true),
      ),
    [name, email, email.slice(0, 5), 'New identity', 'Not on this site', 'Corner Shop'],
  );
  expect(found).toEqual(['Corner Shop']);
});
