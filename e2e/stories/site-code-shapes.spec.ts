// Fields for a code of many shapes: each is filled by a choice in the menu, and the site receives the code whole.

import { expect } from '@playwright/test';
import { SHOP, writes } from '../people/mail.ts';
import { received, ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

const SHAPES = [
  { shape: 'code-spread', field: 'Character 1', code: 'K7P2Q', last: ['Character 5', 'Q'] },
  { shape: 'code-hidden', field: 'Digit 1', code: '704 921', last: ['Digit 6', '1'] },
  { shape: 'code-clear', field: 'Verification code', code: '482 193', last: ['Verification code', '482193'] },
  { shape: 'code-halves', field: 'First three digits', code: '319 604', last: ['Last three digits', '604'] },
] as const;

test('fills a code into boxes without a length, boxes that hide it, a field not seen, and halves', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const { email } = await shop.takesNewIdentity();
  for (const { shape, field, code, last } of SHAPES) {
    await test.step(shape, async () => {
      await shop.goesTo(`/shapes/${shape}`);
      const text = `Your code is ${code}. It is good for ten minutes.`;
      await writes(town, { from: SHOP, to: email, subject: 'Your code', text });
      await site.field(field).click();
      await site.chooses(code);
      await expect(site.field(last[0])).toHaveValue(last[1]);
      await site.page.getByRole('button', { name: 'Confirm' }).click();
      expect(Object.values(await received(site)).join('')).toBe(code.replace(' ', ''));
    });
  }
});
