// What the built extension says of itself to services, in both browsers: nothing that names this installation. Two
// installations that were never the same say the same, byte for byte, but for what changes with each request.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServices } from '#services/main.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { extensionFolder } from './harness/browsers.ts';
import { launchChromium } from './harness/chromium.ts';
import { type Eavesdropper, eavesdrop, type Overheard } from './harness/eavesdropper.ts';
import { launchFirefox, until } from './harness/firefox.ts';
import { nameServices } from './people/ground.ts';

const undo: (() => Promise<unknown>)[] = [];
const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'nucleus-nameless-'));
  undo.push(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
};
let ear: Eavesdropper;
beforeAll(async () => {
  ear = await eavesdrop();
  const service = await startServices(
    { dataDir: await folder(), port: 0, origin: ear.origin, roles: ['sending', 'receiving'], development: true },
    { writeLog: () => {} },
  );
  undo.push(
    () => service.close(),
    () => ear.close(),
  );
  ear.leadTo(service.port);
});
afterAll(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/**
 * Makes a vault, so that a mailbox is made, opened, fetched and held a push line to. The page stays open, which
 * Firefox's line needs.
 */
const SET_UP = `(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify({
  channel: 'page',
  method: 'setUp',
  request: { passphrase: 'gravel lantern oboe thursday' },
})})`;

/** The last requests of a new vault. */
const REACHED = ['GET /v1/mailbox', `GET ${PUSH_PATH}`];

/** A fresh installation, from its set-up to its push line. @returns what the service heard of it */
async function installed(browser: 'chrome' | 'firefox'): Promise<readonly Overheard[]> {
  const from = ear.heard.length;
  const extension = join(await folder(), 'extension');
  await cp(extensionFolder(browser), extension, { recursive: true });
  await nameServices(join(extension, 'background.js'), [ear.origin]);
  const program = await (browser === 'chrome' ? launchChromium({ extension }) : launchFirefox({ extension }));
  try {
    const page: { evaluate(code: string): Promise<unknown> } = await program.welcomePage();
    await page.evaluate(SET_UP);
    await until(async () =>
      REACHED.every((wanted) => ear.heard.slice(from).some(({ method, path }) => `${method} ${path}` === wanted)),
    );
    return ear.heard.slice(from);
  } finally {
    await program.close();
  }
}

/** Of the browser and its version, of the request itself, or new with each. */
const TOLD_OTHERWISE = new Set([
  'user-agent',
  'content-length',
  'authorization',
  'sec-websocket-key',
  // Firefox sends it or not as its own scheduling goes.
  'priority',
]);

/** Each distinct thing that was said in a header, beside the request that said it. */
function told(heard: readonly Overheard[]): string[] {
  const lines = heard.flatMap(({ method, path, headers }) =>
    Object.entries(headers)
      .filter(([name]) => !TOLD_OTHERWISE.has(name))
      .map(([name, value]) => `${method} ${path} ${name}: ${value}`),
  );
  return [...new Set(lines)].sort();
}

describe.each(['chrome', 'firefox'] as const)('the extension in %s', (browser) => {
  let one: readonly Overheard[];
  let other: readonly Overheard[];
  beforeAll(async () => {
    one = await installed(browser);
    other = await installed(browser);
  });

  it('says to a service what every other installation says', () => {
    expect(told(one)).toEqual(told(other));
  });

  it('says an origin that all installations share, or none', () => {
    const origins = new Set([...one, ...other].map(({ headers }) => headers.origin));
    // Chromium: the id of the extension, the same for everybody who has it from one place. Firefox: a frame without an
    // origin.
    expect([...origins]).toEqual([
      browser === 'chrome' ? expect.stringMatching(/^chrome-extension:\/\/[a-p]{32}$/) : 'null',
    ]);
  });

  it('brings no cookie and no referrer', () => {
    for (const { headers } of [...one, ...other]) {
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
    }
  });
});
