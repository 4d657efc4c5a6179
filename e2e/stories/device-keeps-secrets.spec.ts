// A thief who reads every file of the browser's profile and of the services, after the vault was locked and the browser
// closed, finds no name, text, password, mask, mail or site of this person, but for the browser's own notes of the
// pages it visited.

import { expect } from '@playwright/test';
import { answerTo, SHOP } from '../people/mail.ts';
import { test } from '../people/people-story.ts';
import { acquaint, PASSPHRASE, Person } from '../people/person.ts';
import { type Found, looksThrough } from '../people/person-snoop.ts';
import { ShopVisit } from '../people/shop.ts';
import { Visitor } from '../people/site-visitor.ts';

const PLANTED = {
  'my name for Blair': 'Wolfram Quizzlepatch',
  "Blair's name for me": 'Tamsin Oxbreach',
  'what I call Blair': 'Jocasta Fumbleworth',
  'whom the invitation was for': 'Kingfisher skylark vellum',
  'what I said': 'The heron nests behind Gasworks Lane',
  'what Blair said': 'Bring bolt cutters, umbrellas, eleven figs',
  'what I never sent': 'Perhaps I dislike marzipan forever',
  'subject of a mail': 'Mulberry invoice nineteen cobalt',
  'text of a mail': 'Yesterday zebras hummed through Pimlico',
  passphrase: PASSPHRASE,
};

/**
 * What Chromium itself writes about the pages that were visited, with any extension or none: their addresses and titles
 * (History, Favicons, Top Sites, Shortcuts, Preferences: zoom, permissions and engagement by site; ukm_db: usage counts
 * by address), what their servers sent (Cache, Network), the open tabs with what was typed into their forms (Sessions)
 * and whose session storage they hold, empty or not (Session Storage), and names and addresses typed into forms, which
 * it offers to complete (Web Data, Login Data). None of it is written by the extension, and no password lies in any of
 * it.
 */
const OF_BROWSING =
  /^(segmentation_platform\/ukm_db|Default\/(History|Favicons|Top Sites|Shortcuts|Preferences|Cache|Network|Sessions|Session Storage|Web Data|Login Data)\b)/;
const TYPED_INTO_PAGES = /^Default\/(Sessions|Web Data|Login Data)\b/;

const isExcused = ({ file, what }: Found): boolean =>
  (what === 'the site' && OF_BROWSING.test(file)) ||
  ((what === 'mask' || what === 'name there') && TYPED_INTO_PAGES.test(file));

test('leaves nothing readable on the disk of the device or of the services', async ({ resident, blair, town }) => {
  const profile = await resident('alex');
  const visitor = await Visitor.awake(profile);
  const shop = await ShopVisit.begins(visitor, town);
  const there = await shop.takesNewIdentity();
  await shop.signsUp();
  const text = `${PLANTED['text of a mail']}.`;
  expect(await answerTo(town, { from: SHOP, to: there.email, subject: PLANTED['subject of a mail'], text })).toBe(250);

  const alex = new Person(PLANTED["Blair's name for me"], profile);
  const { alexs, blairs } = await acquaint(alex, blair);
  await alex.asks('createInvitation', {
    name: PLANTED['my name for Blair'],
    label: PLANTED['whom the invitation was for'],
  });
  await alex.asks('rename', { relationship: alexs, name: PLANTED['what I call Blair'] });
  await alex.asks('send', { relationship: alexs, text: PLANTED['what I said'], nonce: '1'.repeat(32) });
  await blair.asks('send', { relationship: blairs, text: PLANTED['what Blair said'], nonce: '2'.repeat(32) });
  await alex.asks('saveDraft', { relationship: alexs, text: PLANTED['what I never sent'] });
  await expect
    .poll(async () => (await alex.texts(alexs)).map(({ text }) => text))
    .toContain(PLANTED['what Blair said']);
  await expect.poll(async () => (await blair.texts(blairs)).length).toBe(2);
  const [identity] = await visitor.identities();
  if (identity === undefined) throw new Error('no identity');
  await expect
    .poll(async () =>
      (await alex.reads(identity.id)).some(
        (one) => one.type === 'mail' && one.subject === PLANTED['subject of a mail'],
      ),
    )
    .toBe(true);
  const panel = await alex.opensPanel();
  await panel.opensConversation(PLANTED['what I call Blair']);
  await panel.hears(PLANTED['what Blair said']);

  // While locked, mail is kept too; and words that lie open on purpose must be found, or the search proves nothing.
  await alex.locks();
  await blair.asks('send', { relationship: blairs, text: `${PLANTED['what Blair said']}!`, nonce: '3'.repeat(32) });
  await panel.sees('One new message is waiting for you.');
  const control = 'Lighthouse bicycle xylophone';
  await panel.page.evaluate(writeOpenly, control);
  await alex.goesAway();
  await blair.goesAway();

  const planted = {
    ...PLANTED,
    'the site': town.shopSite,
    'name there': there.name,
    mask: there.email,
    'password there': there.password,
    control,
  };
  const found = await looksThrough(profile.profile, planted);
  expect(found.filter(({ what }) => what === 'control').map(({ file }) => file)).toContainEqual(
    expect.stringMatching(/IndexedDB/),
  );
  expect(found.filter((one) => one.what !== 'control' && !isExcused(one))).toEqual([]);
  expect(await looksThrough(blair.browser.profile, PLANTED)).toEqual([]);
  for (const house of [town.main, town.second]) expect(await looksThrough(house.dataDir, planted)).toEqual([]);
});

/** As a careless program would: a word in a database of the extension, in clear. */
async function writeOpenly(word: string): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('control', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('open');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  await new Promise<void>((resolve, reject) => {
    const writing = database.transaction('open', 'readwrite', { durability: 'strict' });
    writing.objectStore('open').put(word, 1);
    writing.oncomplete = () => resolve();
    writing.onerror = () => reject(writing.error);
  });
  database.close();
}
