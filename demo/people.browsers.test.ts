// People of the demonstration are set up and know each other at once, and again when they come back; nothing that does
// it is in the extension.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTown, type Town } from '#e2e/people/town-building.ts';
import { type DrivenBrowser, openDriven } from './browser.ts';
import { DEMO_PASSPHRASE, DemoPerson, introduce } from './people.ts';

let town: Town;
const open: DrivenBrowser[] = [];
const closeAll = () => Promise.all(open.splice(0).map((browser) => browser.close()));
beforeAll(async () => {
  town = await buildTown();
});
afterAll(async () => {
  await closeAll();
  await town?.leave();
});

async function comes(place: number): Promise<{ person: DemoPerson; driven: DrivenBrowser }> {
  const driven = await openDriven(join(town.folder, `person-${place}`), {
    place,
    extension: town.extension,
    headless: true,
  });
  if (!driven) throw new Error('no browser');
  open.push(driven);
  const person = await DemoPerson.at(driven.browser, driven.extensionId, place);
  if (!person) throw new Error('somebody else’s vault');
  return { person, driven };
}

const textsWith = async (person: DemoPerson, relationship: string): Promise<string[]> => {
  const thread = await person.asks('thread', { relationship, before: null, limit: 50 });
  return (thread?.messages ?? []).flatMap((message) => (message.type === 'text' ? [message.text] : []));
};

it('sets two people up who talk at once, and finds them again as they were', async () => {
  const [alex, blair] = [await comes(0), await comes(1)];
  expect(await introduce(alex.person, [blair.person])).toBe(1);
  const blairs = await blair.person.conversationWith('Alex');
  if (blairs === null) throw new Error('Blair does not know Alex');
  await expect
    .poll(() => textsWith(blair.person, blairs), { timeout: 60_000 })
    .toEqual([expect.stringMatching(/^Hello Blair!/)]);

  await alex.person.leaves(alex.driven.browser, town.shopUrl, ['Blair']);
  const [note] = (await alex.driven.browser.pages()).slice(-1);
  expect(await note?.title()).toBe('Alex (demonstration)');
  expect(await note?.$eval('body', (body) => body.textContent)).toContain(DEMO_PASSPHRASE);

  await closeAll();
  const again = [await comes(0), await comes(1)];
  const [first, ...others] = again.map(({ person }) => person);
  expect(first && (await introduce(first, others))).toBe(0);
  expect(await textsWith(again[1]?.person as DemoPerson, blairs)).toHaveLength(1);
});

it('is nothing that the extension carries', () => {
  const files = readdirSync(town.extension, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.length).toBeGreaterThan(20);
  for (const { parentPath, name } of files)
    expect(readFileSync(join(parentPath, name), 'latin1').includes(DEMO_PASSPHRASE)).toBe(false);
});
