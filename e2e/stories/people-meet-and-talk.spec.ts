// Alex invites Blair, who accepts; both know how that began, and they talk from their side panels: delivered, read,
// counted, announced.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';

test('invites somebody by link, code, text or file, and both talk and know what became of each word', async ({
  alex,
  blair,
}) => {
  const alexs = await alex.opensPanel();
  await alexs.invites('Blair', 'Alex');
  await alexs.sees('They will see you as Alex.');
  const link = await alexs.link();
  expect(link).toMatch(/^http:\/\/localhost:\d+\/\S*#\S+$/);
  expect(await alexs.codeOnScreen()).toBe(link);
  expect(await alexs.copies('Copy link')).toBe(link);
  const message = await alexs.copies('Copy as message');
  expect(message).toContain(link);
  const inTab = await alex.opensPanelInTab();
  await inTab.opensInvitation('Blair');
  const file = await inTab.saves('Save as file');
  await inTab.closes();
  expect(file.name).toBe('invitation for Blair.nucleus.txt');
  expect(file.text).not.toContain(link);
  await alexs.shot('invitation');

  const blairs = await blair.opensPanel();
  for (const given of [link, message]) {
    await blairs.pastesInvitation(given);
    await blairs.sees('Alex invites you');
    await blairs.presses('Another invitation');
  }
  await blairs.choosesFile(file.name, file.text);
  await blairs.sees('Alex invites you');
  await blairs.shot('accept');
  await blairs.accepts('Blair');
  await alexs.goesHome();
  await alexs.opensConversation('Blair');
  await blairs.seesEvents('Alex invited you', 'You accepted the invitation of Alex');
  await alexs.seesEvents('You invited Blair', 'Blair accepted your invitation');

  await blairs.says('Hello Alex, this works');
  await alexs.hears('Hello Alex, this works');
  await blairs.seesDelivery('Read');
  await alexs.says('So it does');
  await blairs.hears('So it does');
  await alexs.seesDelivery('Read');
  await alexs.shot('thread-alex');
  await blairs.shot('thread-blair');

  await alex.looksAway();
  // An open page of Nucleus is no person who looks.
  await alex.browser.open('options.html');
  await blairs.says('Are you still there?');
  await blairs.seesDelivery('Received');
  await blairs.says('It was important');
  await expect.poll(() => alex.badge()).toBe('2');
  await expect.poll(() => alex.notices(), { message: 'one notice for one conversation' }).toBe(1);
  const again = await alex.opensPanel();
  await expect(again.conversation('Blair')).toContainText('It was important');
  await again.shot('conversations');
  await again.opensConversation('Blair');
  await expect(again.page.getByText('New', { exact: true })).toBeVisible();
  await blairs.seesDelivery('Read');
  await expect.poll(() => alex.badge()).toBe('');
  await expect.poll(() => alex.notices(), { message: 'what was read is not announced any more' }).toBe(0);
});
