// The demo, once packages and extension are there: services, shop, a browser for each person, and what to try. Ctrl-C
// ends all of it, and the next start finds the data again. `--people 2` opens two browsers, set up and in a
// conversation, `--firefox` Firefox, `--no-browser` none.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './bootstrap.mjs';
import {
  type DrivenBrowser,
  extensionFolder,
  hasDisplay,
  type OpenBrowser,
  openBrowser,
  openDriven,
} from './browser.ts';
import { explainFailure, startDemo } from './demo.ts';
import { DEMO_PASSPHRASE, DemoPerson, introduce } from './people.ts';

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

/** Each set up and known to the first. If that fails, people set up by themselves, as one alone does. */
async function openPeople(): Promise<string | null> {
  const here: { person: DemoPerson; driven: DrivenBrowser }[] = [];
  for (let place = 0; place < people; place++) {
    const driven = await openDriven(join(values.data, `person-${place + 1}`), { place });
    if (!driven) return NOT_FOUND;
    browsers.push(driven);
    const person = await DemoPerson.at(driven.browser, driven.extensionId, place);
    if (person) here.push({ person, driven });
  }
  const [first, ...others] = here.map(({ person }) => person);
  if (first) await introduce(first, others);
  for (const { person, driven } of here) {
    const known = here.map((one) => one.person.name).filter((name) => name !== person.name);
    const conversation = await person.conversationWith(known[0] ?? '');
    if (conversation !== null) await person.opensPanel(conversation);
    await person.leaves(driven.browser, demo.shopUrl, known);
  }
  return null;
}

const NOT_FOUND = 'No Chromium, Chrome or Firefox was found here.';

async function openBrowsers(): Promise<string | null> {
  if (values['no-browser']) return 'No browser was asked for.';
  if (!hasDisplay()) return 'There is no display here, so no browser was opened.';
  if (people > 1 && !values.firefox) return openPeople();
  for (let person = 1; person <= people; person++) {
    const profile = join(values.data, values.firefox ? `firefox-${person}` : `browser-${person}`);
    const browser = await openBrowser(profile, demo.shopUrl, values.firefox ? 'firefox' : undefined);
    if (!browser) return NOT_FOUND;
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
const together = people > 1 && !values.firefox && obstacle === null;
const begin = together
  ? `  1. Each window is somebody's, set up under the passphrase "${DEMO_PASSPHRASE}", which is for trying only.
     They know one another already: write in the side panel (Alt+Shift+M).`
  : '  1. Follow the welcome page: a passphrase, a recovery code, done.';
const talk = together
  ? 'Invite somebody yourself: "Invite somebody" in one window, "I have an invitation" in another.'
  : 'Talk to somebody: npm start -- --people 2 opens two browsers, set up and in a conversation.';
console.log(`
Nucleus is running. Things to try:

${begin}
  2. Sign up at the Corner Shop: ${demo.shopUrl}/sign-up
     Click into the e-mail field and choose "New identity". The shop's mail arrives in the side panel (Alt+Shift+M).
  3. Sign-up pages of many shapes: ${demo.shopUrl}/shapes
  4. ${talk}

Services: ${demo.origins.join(', ')}   Mail: smtp://127.0.0.1:${demo.smtpPort}   Data: ${values.data}
Ctrl-C stops everything.`);
