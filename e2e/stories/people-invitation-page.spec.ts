// The page behind an invitation's link: an installed Nucleus says itself who invites, and leads into its own page,
// which asks. Any page may call itself such a page; it learns and moves nothing by it.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { encodeBase64url } from '#bytes/base64url.ts';
import { INVITATION_PATH } from '#wire/endpoints.ts';
import { invitationLocator } from '#wire/invitation.ts';
import { test } from '../people/people-story.ts';
import { locatorOf } from '../people/person-forger.ts';
import { Site } from '../people/site.ts';
import { SitePopup } from '../people/site-popup.ts';

test('says on the page of an invitation who invites, and accepts it in Nucleus', async ({ alex, blair }) => {
  const made = await alex.asks('createInvitation', { name: 'Alex', label: 'Blair' });
  expect(made.ok).toBe(true);
  const { context } = blair.browser;
  const page = await context.newPage();
  await page.goto(await alex.hostedLink());
  const site = new Site(page);
  await expect
    .poll(() => site.invitation())
    .toMatchObject({
      title: 'Alex invites you to a private conversation',
      ready: true,
    });
  if (process.env.NUCLEUS_SHOTS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/invitation-card-${colorScheme}.png` });
    }
    await page.emulateMedia({ colorScheme: null });
  }

  const popup = new SitePopup(await blair.browser.openPopup());
  await expect(popup.page.getByRole('heading', { name: 'You are invited to a private conversation' })).toBeVisible();
  await expect(popup.page.getByRole('button', { name: 'Create an identity' })).toHaveCount(0);
  await popup.shot('popup-invitation');
  await popup.page.close();

  await page.bringToFront();
  const [opened] = await Promise.all([context.waitForEvent('page'), site.acceptsInvitation()]);
  await expect(opened.getByRole('heading', { name: 'Alex invites you' })).toBeVisible();
  await expect.poll(() => site.invitation()).toBeNull();
  await opened.getByLabel('Your name, as they see it').fill('Blair');
  await opened.getByRole('button', { name: 'Accept' }).click();
  await expect(opened.locator('form.composer textarea')).toBeVisible();
  await alex.relationshipWith('Blair');
});

test('asks nobody for what a stranger calls an invitation, and takes no press that the page brought about', async ({
  alex,
  blair,
}) => {
  const made = await alex.asks('createInvitation', { name: 'Alex', label: 'Blair' });
  expect(made.ok).toBe(true);
  const locator = locatorOf(await alex.hostedLink());
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Hello</title><p>Welcome.');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const link = (of: string) =>
    `${origin}${INVITATION_PATH}#${encodeBase64url(invitationLocator.encode({ ...locator, origin: of }))}`;

  const page = await blair.browser.context.newPage();
  const site = new Site(page);
  await page.goto(link(origin));
  await expect
    .poll(() => site.invitation())
    .toMatchObject({
      title: 'You are invited to a private conversation',
      ready: true,
    });
  const pages = blair.browser.context.pages().length;
  await page.evaluate(() => {
    const card = document.querySelector<HTMLElement>('[popover=manual]');
    card?.style.setProperty('opacity', '0.01', 'important');
  });
  await site.answersInvitation('accept');
  await expect.poll(async () => (await site.invitation())?.text).toMatch(/^Something on this page/);
  expect(blair.browser.context.pages()).toHaveLength(pages);
  await site.answersInvitation('dismiss');
  await expect.poll(() => site.invitation()).toBeNull();

  // An invitation of another host is not this page's, and a text that is none is not either.
  for (const other of [
    link(locator.origin),
    `${origin}${INVITATION_PATH}#AAAA`,
    `${origin}${INVITATION_PATH}?a#${'A'.repeat(90)}`,
  ]) {
    await page.goto('about:blank');
    await page.goto(other);
    await site.settles();
    expect(await site.invitation()).toBeNull();
  }
  expect(asked.filter((path) => !path.startsWith(INVITATION_PATH) && path !== '/favicon.ico')).toEqual([]);
  server.close();
});
