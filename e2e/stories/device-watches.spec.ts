// Log-ins that could be safer: a quiet number at the list, one page with what mends each; and a service that is asked
// about leaks once the person allows it, by five digits, and never before.
import { expect } from '@playwright/test';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { leakQuestion } from '#logins/watch/leak-range.ts';
import { startLeakService } from '../harness/others/leak-service.ts';
import { Panel } from '../people/panel.ts';
import { test } from '../people/people-story.ts';

const id = (of: number): string => of.toString(16).padStart(32, '0');
const STRONG = 'hGz7-tQw9-xNb4-Vs2k';

test('what could be safer is found, asked about when allowed, mended, and passed over', async ({ alex, town }) => {
  const service = await startLeakService({ [STRONG]: 12 }, town.leakPort);
  const { page } = await alex.opensPanelInTab();
  const panel = new Panel(page, 'Alex');
  const asked: string[] = [];
  alex.browser.context.on('request', (request) => void asked.push(request.url()));
  const add = (of: number, title: string, url: string, password: string) =>
    alex.asks('addEntry', {
      entry: id(of),
      given: { ...EMPTY_ENTRY, title, username: 'alex', password, sites: [{ url, match: 'domain' }] } as never,
    });
  await add(1, 'The shop', 'http://shop.example/', 'Sommer2024!');
  await add(2, 'The bank', 'https://bank.example/', STRONG);
  await page.goto(alex.browser.url('sidepanel.html#/entries'));
  await page.getByRole('button', { name: 'Watch: 1 log-in needs attention' }).click();
  await panel.sees('1 of your 2 log-ins needs attention.');
  const group = (name: string) => page.getByRole('region', { name });
  await expect(group('Weak passwords').getByText('Guessed at once')).toBeVisible();
  await expect(group('Without encryption').getByText('Filled on shop.example without https')).toBeVisible();
  await expect(page.getByText('Sommer2024!')).toHaveCount(0);

  await page.getByRole('button', { name: 'Use https: The shop' }).click();
  await expect(group('Without encryption')).toHaveCount(0);
  await page.getByRole('button', { name: 'Ignore: The shop' }).click();
  await panel.sees('nothing needs attention');
  await page.getByText('1 ignored').click();
  await page.getByRole('button', { name: 'Watch again: The shop' }).click();
  await expect(group('Weak passwords')).toBeVisible();
  // The whole time nobody was asked.
  expect([service.asked, asked.filter((url) => url.includes('/range/'))]).toEqual([[], []]);

  await page.getByRole('switch', { name: 'Look for leaked passwords' }).click();
  await expect(group('Leaked passwords').getByText('Seen 12 times in leaks')).toBeVisible();
  await panel.sees('2 passwords checked');
  const prefixes = ['Sommer2024!', STRONG].map((password) => leakQuestion(password).prefix);
  expect(service.asked.toSorted()).toEqual(prefixes.map((prefix) => `GET /range/${prefix} padded`).sort());

  service.misbehaves = (response) => response.writeHead(200).end('<!doctype html>Sign in to this network');
  await panel.presses('Ask again');
  await panel.sees('so it was ignored.');
  await expect(group('Leaked passwords').getByText('Seen 12 times in leaks')).toBeVisible();
  await page.getByRole('switch', { name: 'Look for leaked passwords' }).click();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);

  // The shop says where it changes passwords, and is asked at the press.
  await add(3, 'Corner Shop', town.shopUrl, STRONG);
  const [opened] = await Promise.all([
    alex.browser.context.waitForEvent('page'),
    page.getByRole('button', { name: 'Change password: Corner Shop' }).first().click(),
  ]);
  await expect(opened).toHaveURL(/\/log-in\?next=\/account\/password/);
  await panel.sees('This is where');
  await opened.close();
  await group('Leaked passwords').getByRole('link', { name: 'The bank' }).click();
  await expect(page.getByRole('heading', { name: 'The bank', level: 1 })).toBeVisible();
  await service.close();
});
