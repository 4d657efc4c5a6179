// A device may have been copied: its owner replaces the mailboxes in Options, reads what that means, and two people
// go on talking at other addresses, until the former mailboxes are closed.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('replaces the mailboxes in Options, misses nothing, and the former ones are closed', async ({ alex, blair }) => {
  await acquaint(alex, blair);
  const [alexs, blairs] = [await alex.opensPanel(), await blair.opensPanel()];
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');
  await blairs.says('Before');
  await alexs.hears('Before');
  const { invitation } = (await alex.asks('createInvitation', { name: 'Alex', label: 'Casey' })) as {
    invitation: { id: string };
  };

  const options = await alex.browser.open('options.html#security');
  const dialog = options.getByRole('dialog');
  await options.getByRole('button', { name: 'Replace my mailboxes' }).click();
  await expect(dialog).toContainText('Open invitations are withdrawn.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await alex.asks('mailboxes', null)).toEqual({ replacing: null });

  await options.getByRole('button', { name: 'Replace my mailboxes' }).click();
  await dialog.getByRole('button', { name: 'Replace my mailboxes' }).click();
  await expect(options.getByText('You have new mailboxes')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  expect((await alex.asks('invitations', null)).find(({ id }) => id === invitation.id)?.state).not.toBe('open');

  await alexs.says('I moved');
  await blairs.hears('I moved');
  await blairs.says('I hear you there');
  await alexs.hears('I hear you there');
  await expect.poll(() => alex.asks('mailboxes', null)).toEqual({ replacing: null });
  await expect(options.getByText('people and sites have moved')).toHaveCount(0);
  await blairs.says('And now?');
  await alexs.hears('And now?');
});
