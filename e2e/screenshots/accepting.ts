// Accepting a correspondent's invitation, from a text that is none to the first words.

import { expect } from '@playwright/test';
import { goTo, panelOf, type Scene } from './scene.ts';

export const accepting: Scene = async (stage, look) => {
  const panel = await panelOf(await stage.alex());
  const robin = await stage.friend('Robin Castellano');
  const invited = await robin.invites('Alex');
  await goTo(panel, '#/accept');
  await panel.sees('Link or text');
  await look('accept', panel.page, 'panel');
  await panel.page.getByLabel('Link or text').fill('https://example.org/no-invitation');
  await expect(panel.complaint).toBeVisible();
  await look('accept-not-an-invitation', panel.page, 'panel');
  await panel.page.getByLabel('Link or text').fill(invited);
  await panel.sees('Robin Castellano invites you');
  await look('accept-preview', panel.page, 'panel');
  await panel.accepts('Lex');
  await look('thread-accepted', panel.page, 'panel');
  await panel.says('Hello from the library');
  await robin.says('So good to hear from you!');
  await panel.hears('So good');
};
