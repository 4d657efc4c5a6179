// What a failed story leaves beside the report: for every page that a person had open a picture and the page as a
// screen reader has it, and the logs of the services. A story that passes makes none of it.

import { writeFile } from 'node:fs/promises';
import type { Page, TestInfo } from '@playwright/test';
import type { Chromium } from './chromium.ts';

/** The notes of one actor, with the name of the file that they go into. */
export interface Diary {
  readonly name: string;
  readonly log: readonly string[];
}

/** A page that hangs must not take the evidence of the others with it. */
const HANGS_MS = 10_000;

export async function keepEvidence(
  info: TestInfo,
  browsers: readonly Chromium[],
  diaries: readonly Diary[],
): Promise<void> {
  for (const { name, log } of diaries) {
    if (log.length > 0) await keep(info, `${name}.log`, 'text/plain', `${log.join('\n')}\n`);
  }
  for (const [at, browser] of browsers.entries()) {
    for (const [number, page] of browser.pages().entries()) {
      const name = `${at + 1}-${browser.name}-${number + 1}`;
      await keep(info, `${name}.txt`, 'text/plain', `${page.url()}\n\n${await textOf(page)}\n`);
      const picture = await page.screenshot({ timeout: HANGS_MS }).catch(() => null);
      if (picture) await keep(info, `${name}.png`, 'image/png', picture);
    }
  }
}

function textOf(page: Page): Promise<string> {
  return page
    .locator('body')
    .ariaSnapshot({ timeout: HANGS_MS })
    .catch((error) => `cannot be read: ${error}`);
}

async function keep(info: TestInfo, name: string, contentType: string, content: string | Buffer): Promise<void> {
  const path = info.outputPath(name);
  await writeFile(path, content);
  await info.attach(name, { path, contentType });
}
