// The side panel with one other person: an invitation, the conversation that follows from it, attachments, details.

import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { attaches, attachment, picture, seesPicture } from '../people/attachments.ts';
import type { Panel } from '../people/panel.ts';
import type { Friend } from './friend.ts';
import { goTo, type Look, panelOf, type Scene, scrollDown } from './scene.ts';

export const talking: Scene = async (stage, look) => {
  const alex = await stage.alex();
  const panel = await panelOf(alex);
  await panel.sees('No conversations yet');
  await look('panel-empty', panel.page, 'panel');
  await goTo(panel, '#/invite');
  await panel.sees('Name for this invitation');
  await look('invite', panel.page, 'panel');
  await goTo(panel, '#/');
  await panel.invites('Blair', 'Alex');
  await expect(panel.page.locator('.link-box .mono')).toBeVisible();
  await look('invitation-link-and-code', panel.page, 'panel');
  await scrollDown(panel);
  await look('invitation-further-down', panel.page, 'panel');
  await goTo(panel, '#/invite');
  await panel.sees('Blair');
  await look('invite-with-one-open', panel.page, 'panel');

  const blair = await stage.friend('Blair Okafor');
  const [made] = await alex.asks('invitations', null);
  await blair.accepts(made?.bundle ?? '');
  const withBlair = await alex.relationshipWith();
  await goTo(panel, `#/thread/${withBlair}`);
  await expect(panel.composer).toBeVisible();
  await look('thread-begun', panel.page, 'panel');
  await blair.says('Hello Alex, the link worked at once.');
  await blair.says(
    'Are we still on for Thursday? The harbour café has moved, so let me know if you want the new address.',
  );
  await panel.hears('Are we still on for Thursday?');
  await panel.says('Yes! Seven o’clock as always');
  await panel.says('And please bring the photographs from the lake, I have promised them to my sister for months now');
  await blair.reads(2);
  await panel.seesDelivery('Read');
  await blair.says('I will, all of them');
  await panel.hears('I will');
  await look('thread', panel.page, 'panel');
  await panel.types('Do you remember the name of');
  await look('thread-typing', panel.page, 'panel');
  await attachments(panel, blair, look);
  await panel.page.getByRole('button', { name: 'More' }).click();
  await look('thread-menu', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
  await panel.opensDetails();
  await look('person', panel.page, 'panel');
  await panel.compares();
  await look('person-compare', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
  await scrollDown(panel);
  await look('person-further-down', panel.page, 'panel');
};

async function attachments(panel: Panel, blair: Friend, look: Look): Promise<void> {
  await panel.types('');
  await blair.attaches('file', 'Lake, list of all photographs.pdf', randomBytes(1_400_000));
  await blair.attaches('picture', 'lake-at-noon.png', picture(640, 420, ''));
  await seesPicture(attachment(panel, 'lake-at-noon.png'), 640);
  await attaches(panel, { name: 'harbour.png', mimeType: 'image/png', buffer: picture(480, 300, '') });
  await seesPicture(attachment(panel, 'harbour.png'), 480);
  await panel.seesDelivery('Received');
  await look('thread-attachments', panel.page, 'panel');
  await attachment(panel, 'lake-at-noon.png').getByRole('button', { name: /^Open/ }).click();
  await expect(panel.page.getByRole('dialog')).toBeVisible();
  await look('thread-picture', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
  await attachment(panel, 'Lake, list of all photographs.pdf').scrollIntoViewIfNeeded();
  await look('thread-attachments-above', panel.page, 'panel');
}
