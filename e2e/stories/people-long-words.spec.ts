// The longest text that fits an envelope goes through whole, and so does the longest that may be typed; a longer one is
// said before it is sent, and nothing typed is lost.

import { expect } from '@playwright/test';
import { LIMIT_CHARACTERS } from '#components/thread/length.ts';
import { TEXT_BYTES } from '#wire/sizes.ts';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('sends long texts whole, and says by how much one is too long', async ({ alex, blair }) => {
  const { alexs, blairs } = await acquaint(alex, blair);
  const panel = await alex.opensPanel();
  await panel.opensConversation('Blair');
  // Four bytes each: the envelope's limit is one of bytes, and the person does not hear of it.
  const fits = `${'🪐'.repeat(TEXT_BYTES.large / 4 - 1)}last`;
  await panel.types(fits);
  await panel.composer.press('Enter');
  await panel.seesDelivery('Received');
  expect((await blair.texts(blairs)).map(({ text, long }) => [text, long])).toEqual([[fits, null]]);

  const longest = `${'long '.repeat(LIMIT_CHARACTERS / 5 - 1)}last!`;
  await panel.types(`${longest}!!`);
  await panel.sees('Too long by 2 characters. Shorten it, or send it as a file.');
  await expect(panel.sendButton).toBeDisabled();
  await panel.composer.press('Enter');
  await panel.shot('too-long');
  await panel.types(longest);
  await panel.sees('0 characters left');
  await panel.composer.press('Enter');
  await panel.seesDelivery('Received');
  const [, arrived] = await blair.texts(blairs);
  const whole = await blair.asks('wholeText', { relationship: blairs, message: arrived?.id ?? '' });
  expect(whole?.text === longest).toBe(true);
  // The worker has a limit of its own, for callers without the interface.
  const nonce = '0'.repeat(32);
  expect(await alex.asks('send', { relationship: alexs, text: ' \n ', nonce })).toEqual({ ok: false, reason: 'empty' });
});
