// The demo, once packages and extension are there: services, shop, a browser for each person, and what to try. Ctrl-C ends all of it,
// and the next start finds the data again. `--people 2` opens two browsers, `--firefox` Firefox, `--no-browser` none.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './bootstrap.mjs';
import { extensionFolder, hasDisplay, type OpenBrowser, openBrowser } from './browser.ts';
import { explainFailure, startDemo } from './demo.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1' },
    firefox: { type: 'boolean', default: false },
    'no-browser': { type: 'boolean', default: false },
    data: { type: 'string', default: join(ROOT, '.data') },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('Options: [--people 1…4] [--firefox] [--no-browser] [--data FOLDER]');
  process.exit(0);
}
const people = Math.min(4, Math.max(1, Number.parseInt(values.people, 10) || 1));

const demo = await startDemo(values.data).catch((error: unknown) => {
  const explanation = explainFailure(error);
  if (explanation === null) throw error;
  console.error(explanation);
  process.exit(1);
});

const browsers: OpenBrowser[] = [];
let stopping = false;
async function stop(): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  console.log('\nStopping. Everything is kept for the next start.');
  await Promise.allSettled(browsers.map((browser) => browser.close()));
  await demo.close();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());

async function openBrowsers(): Promise<string | null> {
  if (values['no-browser']) return 'No browser was asked for.';
  if (!hasDisplay()) return 'There is no display here, so no browser was opened.';
  for (let person = 1; person <= people; person++) {
    const profile = join(values.data, values.firefox ? `firefox-${person}` : `browser-${person}`);
    const browser = await openBrowser(profile, demo.shopUrl, values.firefox ? 'firefox' : undefined);
    if (!browser) return 'No Chromium, Chrome or Firefox was found here.';
    browsers.push(browser);
  }
  return null;
}

const obstacle = await openBrowsers().catch(() => 'The browser did not open.');
if (obstacle) {
  console.log(`
${obstacle} The services run; to load the extension yourself:

  Chromium, Chrome, Edge   open chrome://extensions, switch on "Developer mode", choose "Load unpacked":
                           ${extensionFolder('chrome')}
  Firefox                  open about:debugging#/runtime/this-firefox, choose "Load Temporary Add-on":
                           ${join(extensionFolder('firefox'), 'manifest.json')}`);
} else {
  const closed = browsers.map((browser) => browser.closed);
  void Promise.all(closed).then(() => {
    if (!stopping) console.log('The browser is closed; the services go on. Ctrl-C stops them.');
  });
}
console.log(`
Nucleus is running. Things to try:

  1. Follow the welcome page: a passphrase, a recovery code, done.
  2. Sign up at the Corner Shop: ${demo.shopUrl}/sign-up
     Click into the e-mail field and choose "New identity". The shop's mail arrives in the side panel (Alt+Shift+M).
  3. Sign-up pages of many shapes: ${demo.shopUrl}/shapes
  4. Talk to somebody: npm start -- --people 2 opens two browsers. Set up both,
     choose "Invite somebody" in one and "I have an invitation" in the other.

Services: ${demo.origins.join(', ')}   Mail: smtp://127.0.0.1:${demo.smtpPort}   Data: ${values.data}
Ctrl-C stops everything.`);
