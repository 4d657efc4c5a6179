// The longest text that fits goes through whole; one byte more is said before it is sent, and nothing typed is lost.

import { expect } from '@playwright/test';
import { TEXT_BYTES } from '#wire/sizes.ts';
import { acquaint, test } from '../people/person.ts';

test('sends the longest text whole, and says by how much a longer one is too long', async ({ alex, blair }) => {
  const { alexs, blairs } = await acquaint(alex, blair);
  const panel = await alex.opensPanel();
  await panel.opensConversation('Blair');
  // Four bytes each: the limit is one of bytes.
  const longest = `${'🪐'.repeat(TEXT_BYTES.large / 4 - 1)}last`;
  await panel.types(`${longest}!`);
  await panel.sees('Too long by 1 bytes. Shorten it, or send it in two parts.');
  await expect(panel.sendButton).toBeDisabled();
  await panel.composer.press('Enter');
  await panel.shot('too-long');
  await panel.types(longest);
  await panel.sees('0 bytes left');
  await panel.composer.press('Enter');
  await panel.seesDelivery('Received');
  expect((await blair.texts(blairs)).map(({ text }) => text)).toEqual([longest]);
  // The worker has the same limit, for whoever asks it without the interface.
  const nonce = '0'.repeat(32);
  expect(await alex.asks('send', { relationship: alexs, text: `${longest}!`, nonce })).toEqual({
    ok: false,
    reason: 'too-long',
  });
  expect(await alex.asks('send', { relationship: alexs, text: ' \n ', nonce })).toEqual({ ok: false, reason: 'empty' });
});
