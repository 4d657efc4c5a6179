// How a person is reached: one says that they want to be told only when they look, gives the other new addresses,
// starts the secure connection anew, and they go on talking.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('mutes somebody, gives them new addresses, starts anew, and misses nothing', async ({ alex, blair, town }) => {
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

  // Nothing gets through while the connection is started anew, so the line is there to be read.
  await town.main.down();
  await town.second.down();
  await alexs.opensDetails();
  await alexs.presses('Restart the secure connection');
  await alexs.sees('up to 1,024 of the last 45 days');
  await alexs.shot('starting-anew');
  await alexs.presses(/^Restart$/);
  await alexs.sees("Blair's Nucleus was asked and has not answered yet");
  await alexs.goesBack();
  const line = alexs.page.getByText("Your messages will be sent once Blair's Nucleus answers.", { exact: true });
  await expect(line).toBeVisible();
  await alexs.says('Written meanwhile');
  await alexs.seesDelivery('Waiting to be sent');
  await alexs.shot('starts-anew');
  await town.main.up();
  await town.second.up();
  await blairs.hears('Written meanwhile');
  await expect(line).toBeHidden();
  await alexs.sees('You and Blair agreed on new keys');
  await blairs.says('And answered');
  await alexs.hears('And answered');
  await alexs.says('Good');
  await blairs.hears('Good');
});
