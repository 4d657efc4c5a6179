// How a person is reached: one says that they want to be told only when they look, gives the other new addresses, and
// they go on talking.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('mutes somebody, gives them new addresses, and misses nothing', async ({ alex, blair }) => {
  await acquaint(alex, blair);
  const alexs = await alex.opensPanel();
  const blairs = await blair.opensPanel();
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');

  await alexs.opensDetails();
  const notify = alexs.page.getByLabel('Notify me');
  await expect(notify).toHaveValue('now');
  await notify.selectOption('Never (muted)');
  await alexs.sees('Messages wait in the list. The sender cannot see that you muted them.');
  await alexs.page.reload();
  await expect(notify).toHaveValue('on-request');
  await notify.scrollIntoViewIfNeeded();
  await alexs.shot('reaching');
  await alexs.page.emulateMedia({ colorScheme: 'dark' });
  await alexs.shot('reaching-dark');
  await alexs.page.emulateMedia({ colorScheme: 'light' });
  await alexs.presses('Replace addresses');
  await alexs.sees('Blair is getting new addresses');
  await alexs.shot('addresses-given');
  await alexs.goesBack();

  await alexs.says('Still there?');
  await blairs.hears('Still there?');
  await blairs.says('Yes, at your new address');
  await alexs.goesBack();
  await alexs.opensConversation('Blair');
  await alexs.hears('Yes, at your new address');
  await blairs.seesDelivery('Read');
});
