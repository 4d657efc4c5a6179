// Two people compare their safety numbers, change what they are called, block and unblock, and say goodbye.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('compares numbers, renames, blocks, unblocks and ends with a goodbye', async ({ alex, blair }) => {
  await acquaint(alex, blair);
  const alexs = await alex.opensPanel();
  const blairs = await blair.opensPanel();
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');

  await alexs.opensDetails();
  await blairs.opensDetails();
  const number = await alexs.safetyNumber();
  expect(number).toMatch(/^\d{60}$/);
  expect(await blairs.safetyNumber()).toBe(number);
  await alexs.shot('details');
  await alexs.presses('They are the same');
  await alexs.sees('You and Blair have compared these numbers. Nobody stands between you.');
  expect(await alexs.history()).toContain('You compared safety numbers with Blair');

  await alexs.changes('What you call them', 'Blair Climbs');
  await blairs.changes('Your name here', 'Blair B.');
  await alexs.goesBack();
  await alexs.sees('Blair Climbs was called Blair before');
  await expect(alexs.page.getByRole('heading', { level: 1, name: 'Blair Climbs' })).toBeVisible();
  await blairs.goesBack();

  await alexs.blocks();
  await blairs.says('Can you hear me?');
  await blairs.seesDelivery('Sent');
  await blairs.says('Hello?');
  await alexs.unblocks();
  await alexs.says('I had blocked you, sorry');
  await blairs.hears('I had blocked you, sorry');
  for (const word of ['No', 'hard', 'feelings', 'at', 'all']) await blairs.says(`${word} (${word.length})`);
  await alexs.hears('all (3)');
  expect(await alexs.texts()).toEqual([
    'I had blocked you, sorry',
    'No (2)',
    'hard (4)',
    'feelings (8)',
    'at (2)',
    'all (3)',
  ]);
  await alexs.shot('unblocked');

  await blairs.ends();
  await blairs.sees('Nobody here yet');
  await alexs.sees('Blair Climbs has ended this relationship. You can still read what was said.');
  await alexs.hears('all (3)');
  await alexs.shot('ended');
  await alexs.ends();
  await alexs.sees('Nobody here yet');
});
