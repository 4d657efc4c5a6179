// `test` of all browser stories: gives them browsers and takes them back. A story that fails leaves what everybody saw
// and what the services logged; a story that leaves a browser, a service or a folder behind has failed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type Chromium, type LaunchOptions, launchChromium } from './chromium.ts';
import { type Diary, keepEvidence } from './evidence.ts';
import { LeftBehind } from './left-behind.ts';
import { noteShare } from './share-notes.ts';
import { takeTally } from './tally.ts';

export type Launch = (options?: LaunchOptions) => Promise<Chromium>;

interface Story {
  /** The browsers of the story, as they were launched. */
  open: Chromium[];
  /** The notes of actors that are no browsers, should the story fail. */
  diaries: Diary[];
  /** As many people as a story needs, each with a browser that was just installed. */
  person: Launch;
  /** One of them. */
  nucleus: Chromium;
  evidence: undefined;
  leftBehind: undefined;
}

export const test = base.extend<Story, { temporary: string }>({
  // The folder for everything temporary, Chromium's own included. Short: the name of a socket lies in it.
  temporary: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures one needs
    async ({}, use) => {
      const outer = process.env.TMPDIR;
      const folder = await mkdtemp(join(tmpdir(), 'nucleus-'));
      process.env.TMPDIR = folder;
      await use(folder);
      if (outer === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = outer;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', auto: true },
  ],
  // Set up first, so that it looks when everything else has ended.
  leftBehind: [
    async ({ temporary }, use, info) => {
      const before = await LeftBehind.look(temporary);
      // Things that the worker made for all of its stories count for no file's share.
      takeTally();
      await use(undefined);
      noteShare(info.file, takeTally());
      await before.isAll();
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  diaries: async ({}, use) => use([]),
  open: async ({ leftBehind: _ }, use) => {
    const open: Chromium[] = [];
    await use(open);
    await Promise.all(open.map((browser) => browser.close()));
  },
  evidence: [
    async ({ open, diaries }, use, info) => {
      await use(undefined);
      if (info.status !== info.expectedStatus) await keepEvidence(info, open, diaries);
    },
    { auto: true },
  ],
  person: async ({ open }, use) => {
    await use(async (options) => {
      const browser = await launchChromium(options);
      open.push(browser);
      return browser;
    });
  },
  nucleus: async ({ person }, use) => use(await person()),
});
