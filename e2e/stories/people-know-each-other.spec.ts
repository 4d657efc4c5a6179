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

  // By the keyboard: back leads to the list, and onward to the composer.
  await expect(alexs.composer).toBeFocused();
  await alexs.page.keyboard.press('Escape');
  await expect(alexs.conversation('Blair')).toBeFocused();
  await alexs.page.keyboard.press('Enter');
  await expect(alexs.composer).toBeFocused();

  await alexs.opensDetails();
  await blairs.opensDetails();
  const number = await alexs.compares();
  expect(number).toMatch(/^\d{60}$/);
  expect(await blairs.compares()).toBe(number);
  await blairs.page.keyboard.press('Escape');
  await alexs.shot('details');
  // They differ: what that may mean is said, and nothing counts as compared.
  await alexs.presses('They differ');
  await alexs.sees('The numbers differ');
  await alexs.presses('Compare again');
  await alexs.presses('They match');
  await alexs.sees('Verified. You and Blair compared your numbers, so nobody can listen in.');
  await expect.poll(() => alexs.history()).toContain('You compared safety numbers with Blair');
  await alexs.presses('Mark as not compared');
  await alexs.sees('Not verified. Compare numbers with Blair in person or on a call.');
  await expect.poll(() => alexs.history()).toContain('You marked the safety number of Blair as not compared');

  const long = 'Dr. Blair '.repeat(9).trim();
  await alexs.presses('Change: What you call them');
  await alexs.page.getByLabel('What you call them').fill(long);
  await alexs.presses('Save');
  await alexs.sees('Too long by 9 characters. Names have at most 80.');
  await expect(alexs.page.getByLabel('What you call them')).toHaveValue(long);
  await alexs.presses('Cancel');
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
  // Else it would go to the addresses that come with the unblocking.
  await blairs.seesDelivery('Sent');
  await alexs.unblocks();
  await alexs.says('I had blocked you, sorry');
  await blairs.hears('I had blocked you, sorry');
  for (const word of ['No', 'hard', 'feelings', 'at', 'all']) await blairs.says(`${word} (${word.length})`);
  await alexs.showsTexts('I had blocked you, sorry', 'No (2)', 'hard (4)', 'feelings (8)', 'at (2)', 'all (3)');
  await alexs.shot('unblocked');
  // To those who hear the page each message is one item that says whose it is, and only the other side's are read out.
  await expect(alexs.page.getByRole('listitem', { name: /^You, .*: I had blocked you, sorry$/ })).toHaveCount(1);
  await expect(alexs.page.getByRole('listitem', { name: /^Blair Climbs, .*: all \(3\)$/ })).toHaveCount(1);
  await expect(alexs.page.getByRole('log')).toContainText('Blair Climbs: all (3)');
  await expect(alexs.page.getByRole('log')).not.toContainText('I had blocked you');

  await blairs.ends();
  await blairs.sees('No conversations yet');
  await alexs.sees('Blair Climbs has ended this relationship. You can still read what was said.');
  await alexs.hears('all (3)');
  await alexs.shot('ended');
  await alexs.ends();
  await alexs.sees('No conversations yet');
});
