// Pictures and files between two people: both ways, over a worker that is killed in the middle, stopped, saved; and a
// text that is long.

import { expect } from '@playwright/test';
import { attaches, attachment, drops, fileOf, moves, picture, savedFrom, seesPicture } from '../people/attachments.ts';
import type { Panel } from '../people/panel.ts';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';
import { Killer } from '../people/person-killer.ts';

const SECRET = '52.5200 N 13.4050 E';

test('sends a picture and a file, and both arrive as they were, without what a picture tells besides itself', async ({
  alex,
  blair,
}) => {
  await acquaint(alex, blair);
  const alexs = await alex.opensPanelInTab();
  const blairs = await blair.opensPanelInTab();
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');

  const sea = { name: 'sea.png', mimeType: 'image/png', buffer: picture(640, 420, SECRET) };
  await attaches(alexs, sea);
  await seesPicture(attachment(alexs, 'sea.png'), 640);
  // It comes by itself, and is drawn from its own bytes.
  await seesPicture(attachment(blairs, 'sea.png'), 640);
  await alexs.seesDelivery('Read');
  await blairs.shot('attachments-picture');
  const seen = await savedFrom(blairs, attachment(blairs, 'sea.png'));
  expect(seen.name).toBe('sea.png');
  expect(seen.content.includes(SECRET)).toBe(false);
  expect(seen.content.equals(picture(640, 420, ''))).toBe(false);
  expect(sea.buffer.length - seen.content.length).toBe(12 + 'Comment'.length + 1 + SECRET.length);

  const open = attachment(blairs, 'sea.png').getByRole('button', { name: /^Open/ });
  await open.focus();
  await blairs.page.keyboard.press('Enter');
  const viewer = blairs.page.getByRole('dialog', { name: 'sea.png' });
  await expect(viewer).toBeVisible();
  await blairs.shot('attachments-viewer');
  await viewer.getByRole('button', { name: 'Full size' }).click();
  await blairs.page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(open).toBeFocused();

  const tables = fileOf('tables 2026.ods', 3_000_000);
  await drops(blairs, tables, 'drop');
  await moves(blairs, tables.name, attachment(alexs, tables.name));
  await attachment(alexs, tables.name).getByRole('button', { name: 'Download' }).click();
  await moves(alexs, tables.name, attachment(alexs, tables.name).getByRole('button', { name: 'Save', exact: true }));
  const kept = await savedFrom(alexs, attachment(alexs, tables.name));
  expect(kept.name).toBe(tables.name);
  expect(kept.content.equals(tables.buffer)).toBe(true);
  await blairs.seesDelivery('Read');
  await alexs.shot('attachments-file');

  // A page that is declared to be a picture is a file, and is never opened.
  const trap = { name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>'.repeat(9)) };
  await drops(blairs, trap, 'paste');
  await expect(attachment(alexs, 'cat.png')).toHaveAccessibleName(/^File cat\.png/);
  await expect(attachment(alexs, 'cat.png').getByRole('img')).toHaveCount(0);

  await attachment(alexs, tables.name).getByRole('button', { name: 'Remove from this device' }).click();
  await alexs.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(attachment(alexs, tables.name).getByRole('button', { name: 'Download' })).toBeVisible();
});

test('goes on where the worker was killed, up and down, and takes back what was stopped', async ({
  alex,
  blair,
  town,
}) => {
  const { alexs: id } = await acquaint(alex, blair);
  const alexs = await alex.opensPanelInTab();
  const blairs = await blair.opensPanelInTab();
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');

  const killer = await Killer.of(alex);
  const film = fileOf('film.mkv', 24_000_000);
  await attaches(alexs, film);
  await expect(attachment(alexs, film.name)).toBeVisible();
  for (let again = 0; again < 3; again++) await killer.strikes(150);
  await moves(alexs, film.name, attachment(blairs, film.name));

  const other = await Killer.of(blair);
  await attachment(blairs, film.name).getByRole('button', { name: 'Download' }).click();
  for (let again = 0; again < 3; again++) await other.strikes(150);
  await moves(blairs, film.name, attachment(blairs, film.name).getByRole('button', { name: 'Save', exact: true }));
  const saved = await savedFrom(blairs, attachment(blairs, film.name));
  expect(saved.content.equals(film.buffer)).toBe(true);
  await expect(alexs.page.locator('.attachment')).toHaveCount(1);
  expect((await alex.reads(id)).filter(({ type }) => type === 'attachment')).toHaveLength(1);

  await town.main.down();
  await town.second.down();
  await attaches(alexs, fileOf('never.bin', 2_000_000));
  await alexs.sees(/^Sending, 50/);
  await alexs.shot('attachments-sending');
  await alexs.presses('Stop');
  await expect(attachment(alexs, 'never.bin')).toBeHidden();
  await town.main.up();
  await town.second.up();
  await alexs.says('I changed my mind');
  await blairs.hears('I changed my mind');
  await expect(blairs.page.locator('.attachment')).toHaveCount(1);
});

test('sends a text that is longer than any message, whole', async ({ alex, blair }) => {
  const { blairs: id } = await acquaint(alex, blair);
  const alexs = await alex.opensPanel();
  const blairs = await blair.opensPanel();
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');
  const story = `${'It was a dark and stormy night. '.repeat(2000)}The end.`;
  await alexs.types(story);
  await alexs.composer.press('Enter');
  const bubble = blairs.page.locator('.bubble');
  await bubble.getByRole('button', { name: /^Show all \(64 kB\)/ }).click();
  await expect(bubble).toContainText('The end.');
  await alexs.seesDelivery('Read');
  expect((await blair.texts(id)).map(({ long }) => long?.byteCount)).toEqual([story.length]);
});

test('files chosen at once stand in the order chosen, on both sides, though the first is by far the largest', async ({
  alex,
  blair,
}) => {
  await acquaint(alex, blair);
  const alexs = await alex.opensPanelInTab();
  const blairs = await blair.opensPanelInTab();
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');
  const chosen = [fileOf('film.mp4', 9_000_000), fileOf('bill.pdf', 2000), fileOf('plan.ods', 30_000)];
  await attaches(alexs, ...chosen);
  for (const { name } of chosen) await moves(alexs, name, attachment(blairs, name));
  const named = (page: Panel['page']) =>
    page
      .getByRole('group', { name: /^File / })
      .evaluateAll((groups) =>
        groups.map((group) => /File ([\w.]+)/.exec(group.getAttribute('aria-label') ?? '')?.[1]),
      );
  const names = chosen.map(({ name }) => name);
  expect([await named(alexs.page), await named(blairs.page)]).toEqual([names, names]);
});
