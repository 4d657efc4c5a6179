// The welcome page, from the first passphrase to the permission to help on sites.

import { expect } from '@playwright/test';
import { PASSPHRASE } from '../people/person.ts';
import { Welcome } from '../people/person-welcome.ts';
import { type Scene, WINDOW } from './scene.ts';

export const settingUp: Scene = async (stage, look) => {
  const { browser } = await stage.newcomer();
  const welcome = new Welcome(await browser.welcomePage());
  await welcome.page.setViewportSize(WINDOW);
  await welcome.isAtStep(1);
  await look('welcome-1-passphrase', welcome.page, 'page');
  await welcome.types('refrigerator');
  await welcome.repeats('refrigerator');
  await welcome.goesOn();
  await welcome.sees('Could be guessed. Add one or two unrelated words.');
  await look('welcome-1-too-easy', welcome.page, 'page');
  await welcome.types(PASSPHRASE);
  await welcome.repeats(PASSPHRASE);
  await welcome.isToldStrength(4);
  await look('welcome-1-strong', welcome.page, 'page');
  await welcome.goesOn();
  await welcome.isAtStep(2);
  const groups = await welcome.writesDownCode();
  await look('welcome-2-recovery-code', welcome.page, 'page');
  await welcome.confirmsCode(groups.map(() => 'WRONG'));
  await welcome.sees(/^That is not group/);
  await look('welcome-2-wrong-group', welcome.page, 'page');
  await welcome.confirmsCode(groups);
  await welcome.isAtStep(3);
  await look('welcome-3-ready', welcome.page, 'page');
  await welcome.page.getByRole('button', { name: 'Allow on all sites' }).click();
  await expect(welcome.page.getByText('Nucleus now helps on every site you visit.')).toBeVisible();
  await look('welcome-3-allowed', welcome.page, 'page');
};
