// Services that cannot be reached, and a vault that is locked.

import { expect } from '@playwright/test';
import { PASSPHRASE } from '../people/person.ts';
import { SitePopup } from '../people/site-popup.ts';
import { goTo, knows, panelOf, type Scene } from './scene.ts';

/** Both services are down: messages wait, and the person is told. */
export const away: Scene = async (stage, look) => {
  const { town } = stage;
  const alex = await stage.alex();
  await knows(stage, alex, 'Blair Okafor', 'Are you on your way?');
  const panel = await panelOf(alex);
  await expect(panel.conversation('Blair')).toContainText('on your way');
  await Promise.all([town.main.down(), town.second.down()]);
  await panel.opensConversation('Blair');
  await panel.says('Are you at the harbour already?');
  await panel.seesDelivery('Waiting to be sent');
  await look('thread-waiting', panel.page, 'panel');
  await goTo(panel, '#/');
  await expect(panel.connectionLine).toContainText('ne message');
  await look('conversations-offline', panel.page, 'panel');
};

export const locked: Scene = async (stage, look) => {
  const alex = await stage.alex();
  const panel = await panelOf(alex);
  await panel.presses('Lock');
  await panel.isLocked();
  await look('locked', panel.page, 'panel');
  await panel.unlocks('not my passphrase');
  await panel.sees(/not the passphrase/);
  await look('locked-wrong-passphrase', panel.page, 'panel');
  await panel.presses('Forgot your passphrase?');
  await look('locked-recovery', panel.page, 'panel');
  await panel.presses('Back');
  await panel.unlocks(PASSPHRASE);
  await panel.goesHome();
  await alex.asks('setPin', { passphrase: PASSPHRASE, pin: '2846' });
  await panel.presses('Lock Nucleus');
  await panel.isLocked();
  await look('locked-pin', panel.page, 'panel');
  await panel.unlocksByPin('7391');
  await panel.sees(/4 tries are left/);
  await look('locked-wrong-pin', panel.page, 'panel');
  const front = await alex.browser.context.newPage();
  await front.goto('about:blank');
  const popup = new SitePopup(await alex.browser.openPopup());
  await expect(popup.page.getByLabel('PIN')).toBeVisible();
  await look('popup-locked', popup.page, 'popup');
  await popup.page.close();
  await front.close();
};
