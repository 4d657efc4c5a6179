// Whatever is wrong with an invitation, the person who holds it is told what it is and what to do, and nothing is
// accepted.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { bentLink, expiredInvitation, newerInvitation, renamedInvitation } from '../people/person-forger.ts';

test('says what is wrong with an invitation, and accepts it once nothing is', async ({ alex, blair, town }) => {
  const made = await alex.asks('createInvitation', { name: 'Alex', label: '' });
  if (!made.ok) throw new Error(made.reason);
  const { bundle } = made.invitation;
  const link = await alex.hostedLink();

  const panel = await blair.opensPanel();
  const isTold = async (text: string, why: string) => {
    await panel.pastesInvitation(text);
    await expect(panel.complaint).toContainText(why);
  };
  await isTold('Hello, shall we talk?', 'This does not look like an invitation. Copy the whole link or text');
  await panel.shot('bad-invitation');
  await isTold(link.slice(0, -20), 'This does not look like an invitation.');
  await isTold(bundle.slice(0, -20), 'This does not look like an invitation.');
  await isTold(bentLink(link), 'This invitation was altered on the way, so Nucleus does not use it.');
  await isTold(renamedInvitation(bundle, 'Your bank'), 'This invitation was altered on the way');
  await isTold(await expiredInvitation(), 'This invitation has expired. Ask for a new one.');
  await isTold(newerInvitation(bundle), 'This invitation was made by a newer version of Nucleus. Update Nucleus');
  await panel.choosesFile('pictures.txt', 'x'.repeat(300_000));
  await expect(panel.complaint.first()).toContainText('This file is too large to be an invitation.');

  const own = await alex.opensPanel();
  await own.pastesInvitation(link);
  await expect(own.complaint).toContainText('This is your own invitation. Give it to somebody else.');

  await town.main.down();
  await isTold(
    link,
    'The service that holds this invitation cannot be reached. The link stays valid; try again later.',
  );
  await town.main.up();
  await panel.presses('Try again');
  await panel.accepts('Blair');
  await isTold(link, 'You have accepted this invitation already. Look for it in your conversations.');
  expect((await blair.asks('conversations', { kind: 'all', offset: 0, limit: 10 })).total).toBe(1);
});
