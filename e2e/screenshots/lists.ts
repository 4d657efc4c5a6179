// The list of conversations with people and a site, and what a search in it finds.

import { expect } from '@playwright/test';
import type { Person } from '../people/person.ts';
import { ShopVisit } from '../people/shop.ts';
import { Site } from '../people/site.ts';
import { goTo, knows, panelOf, type Scene, type Stage } from './scene.ts';

export const lists: Scene = async (stage, look) => {
  const alex = await stage.alex();
  await knows(stage, alex, 'Blair Okafor', 'Hello Alex, the link worked at once.', 'I will, all of them');
  await knows(stage, alex, 'Robin Castellano', 'So good to hear from you!');
  await knows(stage, alex, 'Sam', 'This is my new address, the old one is gone.');
  const panel = await panelOf(alex);
  await panel.opensConversation('Sam');
  await panel.hears('This is my new address');
  await panel.ends();
  await knows(
    stage,
    alex,
    'Noor Haddad',
    'Rehearsal is at six tomorrow, bring the second score.',
    'And the black folder',
  );
  await signsUp(stage, alex);
  await goTo(panel, '#/');
  await expect(panel.conversation('Noor')).toContainText('black folder');
  await expect(panel.conversation('Blair')).toContainText('all of them');
  await expect(panel.conversation(stage.town.shopSite)).toContainText('Corner Shop code');
  await look('conversations', panel.page, 'panel');
  await panel.page.getByText('Sites', { exact: true }).click();
  await look('conversations-sites', panel.page, 'panel');
  await panel.page.getByText('All', { exact: true }).click();
  await panel.page.getByRole('searchbox').fill('the ');
  await expect(panel.page.locator('mark').first()).toBeVisible();
  await look('search', panel.page, 'panel');
  await panel.page.getByRole('searchbox').fill('zeppelin');
  await panel.sees(/zeppelin/);
  await look('search-nothing', panel.page, 'panel');
  await panel.page.getByRole('searchbox').fill('');
  await panel.page.getByRole('heading', { name: 'Conversations' }).click();
  await panel.page.keyboard.press('?');
  await panel.sees('Keyboard');
  await look('keyboard', panel.page, 'panel');
  await panel.page.keyboard.press('Escape');
};

async function signsUp({ town }: Stage, { browser }: Person): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(`${town.shopUrl}/sign-up`);
  const shop = new ShopVisit(new Site(page), town.shopUrl);
  await shop.takesNewIdentity();
  await shop.signsUp();
  await page.close();
}
