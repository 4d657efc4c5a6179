// Permission to send runs out: a message is kept, says what it waits for, and goes by itself, once, when there is more.

import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, Person } from '../people/person.ts';

/** One batch, and no more for a day. */
const LITTLE = { message: 32 };
const PLENTY = { message: 4_000_000 };

test('waits for permission to send, says so, and goes by itself and once', async ({ town, person }) => {
  await town.main.changes({ issuer: { perDay: LITTLE } });
  const alex = await Person.settled('Alex', await person());
  const blair = await Person.settled('Blair', await person());
  const { alexs, blairs } = await acquaint(alex, blair);
  const panel = await alex.opensPanel();
  await panel.opensConversation('Blair');

  const said: string[] = [];
  const waits = async () => (await alex.asks('thread', { relationship: alexs, before: null, limit: 50 }))?.permission;
  while ((await waits()) === null) {
    const text = `Number ${said.length + 1}`;
    said.push(text);
    const nonce = randomBytes(16).toString('hex');
    expect((await alex.asks('send', { relationship: alexs, text, nonce })).ok).toBe(true);
    await expect
      .poll(async () => (await alex.texts(alexs)).at(-1)?.delivery !== 'waiting' || (await waits()) !== null)
      .toBe(true);
  }
  await panel.says('Please, with permission');
  said.push('Please, with permission');
  const state = panel.page.locator('.run.mine').last().locator('.meta');
  await expect(state).toContainText(/Waiting for permission to send. It goes out by itself in .* hours/);
  await panel.shot('permission-thread');

  const options = await alex.browser.open('options.html#services');
  await expect(options.getByText('No permission left').first()).toBeVisible();
  await expect(options.getByText(/What you write is kept and goes out by itself/).first()).toBeVisible();
  if (process.env.NUCLEUS_SHOTS)
    await options.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/permission-options.png`, fullPage: true });
  await alex.browser.killWorker();
  expect((await blair.texts(blairs)).map(({ text }) => text)).not.toContain('Please, with permission');

  await town.main.changes({ issuer: { perDay: PLENTY } });
  await panel.seesDelivery('Received');
  await expect(options.getByText('No permission left')).toHaveCount(0);
  await expect.poll(async () => (await blair.texts(blairs)).length).toBe(said.length);
  expect((await blair.texts(blairs)).map(({ text }) => text).toSorted()).toEqual(said.toSorted());
});
