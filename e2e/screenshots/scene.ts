// Every screen of Nucleus, in scenes: each begins with a person in a town, goes through some screens in the real
// browser, with real services, a real shop, and friends who run Nucleus without a browser. At each screen `look` is
// called: the screenshots take a picture there, the accessibility story asks axe. A scene needs nothing of another, so
// they are played side by side.

import type { Page } from '@playwright/test';
import type { Panel } from '../people/panel.ts';
import { test as base } from '../people/people-story.ts';
import { Person } from '../people/person.ts';
import type { Town } from '../people/town-building.ts';
import { Friend } from './friend.ts';

/**
 * `page`: as large as its window; `panel`, `popup`: pages of our own in their usual size; `site`: a web page with our
 * menu in it.
 */
export type Kind = 'page' | 'panel' | 'popup' | 'site';
export type Look = (name: string, page: Page, kind: Kind) => Promise<void>;

export interface Stage {
  readonly town: Town;
  /** Set up, without correspondents. */
  alex(): Promise<Person>;
  newcomer(): Promise<Person>;
  friend(name: string): Promise<Friend>;
}

export type Scene = (stage: Stage, look: Look) => Promise<void>;

export const PANEL = { width: 380, height: 720 };
export const WINDOW = { width: 1080, height: 760 };

export const test = base.extend<{ stage: Stage }>({
  stage: async ({ town, resident, person }, use) => {
    const friends: Friend[] = [];
    await use({
      town,
      alex: async () => Person.awake('Alex', await resident('alex')),
      newcomer: async () => new Person('Alex', await person({ siteAccess: 'yes' })),
      async friend(name) {
        const friend = await Friend.settles(name, town);
        friends.push(friend);
        return friend;
      },
    });
    for (const friend of friends) await friend.leaves();
  },
});

/**
 * The side panel's page in a tab of the panel's size: the panel itself cannot be made wider or narrower from outside.
 */
export async function panelOf(alex: Person): Promise<Panel> {
  const panel = await alex.opensPanelInTab();
  await panel.page.setViewportSize(PANEL);
  return panel;
}

export async function goTo(panel: Panel, hash: string): Promise<void> {
  await panel.page.evaluate((to) => {
    location.hash = to;
  }, hash);
}

/** To the end of a page that is longer than the screen. */
export async function scrollDown(panel: Panel): Promise<void> {
  await panel.page
    .locator('.scroll, main')
    .last()
    .evaluate((element) => element.scrollTo(0, 10_000));
}

/** A correspondent whom Alex knows already, and the texts that they wrote. */
export async function knows(stage: Stage, alex: Person, name: string, ...texts: string[]): Promise<Friend> {
  const friend = await stage.friend(name);
  const accepted = await alex.asks('acceptInvitation', { text: await friend.invites('Alex'), name: 'Alex' });
  if (!accepted.ok) throw new Error(accepted.reason);
  for (const text of texts) await friend.says(text);
  return friend;
}
