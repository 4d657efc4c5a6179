// Icons are asked for once each, anew when a site's may have changed, and are not held over a lock.

import { expect, test } from 'vitest';
import { scriptedApp, settled } from '../model/testing/scripted-app.ts';
import { createSiteIcons } from './site-icons.ts';

function world() {
  const asked: string[] = [];
  const pictures = new Map<string, string>();
  const app = scriptedApp({
    siteIcon: async ({ relationship }) => {
      asked.push(relationship);
      return { picture: pictures.get(relationship) ?? null };
    },
  });
  return { app, asked, pictures, icons: createSiteIcons(app, new AbortController().signal) };
}

test('each is asked for once', async () => {
  const { asked, pictures, icons } = world();
  pictures.set('own', 'its own');
  const all = ['own', 'other'].map((one) => icons.of(one));
  await settled();
  expect(all.map(({ value }) => value)).toEqual(['its own', null]);
  expect(icons.of('own')).toBe(all[0]);
  await settled();
  expect(asked).toEqual(['own', 'other']);
});

test('it is asked for again when a site’s may have changed, and what was there stays meanwhile', async () => {
  const { app, pictures, icons } = world();
  pictures.set('own', 'before');
  const icon = icons.of('own');
  await settled();
  pictures.set('own', 'after');
  app.say('site');
  expect(icon.value).toBe('before');
  await settled();
  expect(icon.value).toBe('after');
});

test('a lock takes all of them out of the page', async () => {
  const { app, pictures, icons } = world();
  pictures.set('own', 'its own');
  const icon = icons.of('own');
  await settled();
  app.say('vault');
  expect(icon.value).toBeNull();
  expect(icons.of('own')).not.toBe(icon);
});

test('no more than some are held', async () => {
  const { asked, icons } = world();
  for (let at = 0; at <= 100; at++) icons.of(`${at}`);
  icons.of('100');
  icons.of('0');
  await settled();
  expect(asked.filter((one) => one === '0')).toHaveLength(2);
  expect(asked).toHaveLength(102);
});
