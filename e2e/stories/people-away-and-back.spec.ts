// Services go down, a browser is closed: the messages go out and arrive once everybody is back, once each and in the
// order written.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('delivers everything once and in order after browser and services were away', async ({ alex, blair, town }) => {
  const { blairs } = await acquaint(alex, blair);
  const alexs = await alex.opensPanel();
  await alexs.opensConversation('Blair');
  await blair.goesAway();
  for (const text of ['One', 'Two', 'Three']) await alexs.says(text);
  await alexs.seesDelivery('Sent');

  await town.main.down();
  await town.second.down();
  for (const text of ['Four', 'Five']) await alexs.says(text);
  await alexs.seesDelivery('Waiting to be sent');
  await alexs.goesHome();
  await expect(alexs.connectionLine).toContainText(
    /Your services do not answer. 2 messages are kept|You are offline. 2 messages wait/,
  );
  await alexs.shot('services-down');
  await alex.browser.killWorker();
  await alexs.opensConversation('Blair');
  await alexs.says('Six');

  await town.main.up();
  await town.second.up();
  await alexs.goesHome();
  await expect(alexs.connectionLine).toContainText('everything delivered');
  await alexs.opensConversation('Blair');
  await alexs.seesDelivery('Sent');

  await blair.comesBack();
  const panel = await blair.opensPanel();
  await panel.opensConversation('Alex');
  await panel.showsTexts('One', 'Two', 'Three', 'Four', 'Five', 'Six');
  await alexs.seesDelivery('Read');

  // Both write while nothing gets through; afterwards both read the same, once each.
  await town.main.down();
  await town.second.down();
  await alexs.says('Alex, in the dark');
  await panel.says('Blair, in the dark');
  await town.main.up();
  await town.second.up();
  await alexs.hears('Blair, in the dark');
  await panel.hears('Alex, in the dark');
  for (const shown of [await alexs.texts(), await panel.texts()])
    expect(shown.filter((text) => text.endsWith('in the dark')).toSorted()).toEqual([
      'Alex, in the dark',
      'Blair, in the dark',
    ]);
  expect((await blair.texts(blairs)).length).toBe(8);
});
