// An update of the extension finds what the version before wrote. A version that meets what a newer one wrote says so
// and leaves it alone.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, PASSPHRASE, Person } from '../people/person.ts';
import { Release } from '../people/person-update.ts';

test('keeps everything through an update, and refuses kindly what a newer version wrote', async ({
  person,
  blair,
  town,
}) => {
  const release = await Release.of(town.extension);
  const alex = await Person.settled('Alex', await person({ extension: release.folder }));
  const { alexs, blairs } = await acquaint(alex, blair);
  await alex.asks('send', { relationship: alexs, text: 'Before the update', nonce: '1'.repeat(32) });
  await alex.asks('saveDraft', { relationship: alexs, text: 'Half a thought' });
  const versionIs = async () => (await alex.browser.worker()).evaluate(() => chrome.runtime.getManifest().version);
  const before = await versionIs();

  await release.version('9.0.0');
  await alex.updates();
  expect([before, await versionIs()]).toEqual([before, '9.0.0']);
  const panel = await alex.opensPanel();
  await panel.isLocked();
  expect(
    alex.browser.context.pages().map((page) => page.url()),
    'nobody is welcomed twice',
  ).not.toContain(alex.browser.url('welcome.html'));
  await panel.unlocks(PASSPHRASE);
  await panel.opensConversation('Blair');
  await panel.showsTexts('Before the update');
  await expect(panel.composer).toHaveValue('Half a thought');
  await panel.says('After the update');
  await panel.seesDelivery('Received');

  await release.withNewerRecords();
  await release.version('10.0.0');
  await alex.updates();
  await alex.unlocks();
  expect((await alex.texts(alexs)).length).toBe(2);

  await release.withTodaysRecords();
  await release.version('9.0.0');
  await alex.updates();
  const older = await alex.opensPanel();
  await older.isLocked();
  await older.unlocks(PASSPHRASE);
  await older.sees('A newer version of Nucleus made this vault. Update Nucleus');
  await older.shot('newer-vault');

  await release.withNewerRecords();
  await release.version('10.0.0');
  await alex.updates();
  await alex.unlocks();
  expect((await alex.texts(alexs)).map(({ text }) => text)).toEqual(['Before the update', 'After the update']);
  expect((await blair.texts(blairs)).length).toBe(2);
  await release.remove();
});
