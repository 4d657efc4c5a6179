// The paths of the browsers and the built extensions. `npm test` finds or installs browsers and passes their paths; run
// alone, a test finds them here the same way.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findFirefox, ROOT } from '#demo/bootstrap.mjs';

/**
 * Not a measure of speed: it only ends what hangs. Sixteen busy programs on two processors make a second of work ten
 * seconds long.
 */
export const HANGS_MS = 120_000;

export async function chromiumPath(): Promise<string> {
  const path = await findChromium();
  if (!path) throw new Error('no Chromium found: run npm test once, or set CHROMIUM=/path');
  return path;
}

export async function firefoxPath(): Promise<string> {
  const path = findFirefox();
  if (!path) throw new Error('no Firefox found: run npm test once, or set FIREFOX=/path');
  return path;
}

export function extensionFolder(browser: 'chrome' | 'firefox'): string {
  const folder = join(ROOT, '.output', `${browser}-mv3`);
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error(`the extension is not built: run npm run build${browser === 'chrome' ? '' : ':firefox'}`);
  }
  return folder;
}

/**
 * What Playwright switches off (`disabledFeatures` in its code), since Chromium takes the last of several such lists.
 * Then the suggestions below the address bar: two pages for each window, two thirds of the processor time of a test's
 * page, and no test looks there.
 */
export const SWITCHED_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

/**
 * What keeps a Chromium quiet and alike everywhere: no calls home, no QUIC, and no sandbox if it cannot have one
 * (root).
 * @param without further features that it is to go without
 */
export function chromiumArguments(without: readonly string[] = []): string[] {
  return [
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    `--disable-features=${[...SWITCHED_OFF, ...without].join(',')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

/** A mouse, as both drivers have it. */
interface Mouse {
  move(x: number, y: number): Promise<void>;
  click(x: number, y: number): Promise<void>;
}

/** Farther than a hand moves by pressing. */
export const AFAR_PX = 30;

/** As a hand does: in what Nucleus draws into pages, a press where the mouse rests already counts for nothing. */
export async function comesAndPresses(mouse: Mouse, x: number, y: number): Promise<void> {
  await mouse.move(x + AFAR_PX, y);
  await mouse.click(x, y);
}
