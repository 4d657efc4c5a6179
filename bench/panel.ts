// The side panel, from its navigation to the first row painted, after the browser has ended the worker: the page wakes
// it. The profile is filled once and stays, so that the browser's own caches are alike in every turn.
import { buildPlace, Measured } from './browser.ts';
import type { Opened } from './part.ts';
import { median } from './row.ts';

const RELATIONSHIPS = 2000;
const MESSAGES_EACH = 10;
const PAINTS = 4;

export async function openPanel(): Promise<Opened> {
  const place = await buildPlace();
  const browser = await Measured.start(place);
  // The store has one writer: the worker lets go of it.
  await browser.kill();
  await browser.run('vault', 'fillVault', {
    relationships: RELATIONSHIPS,
    messagesEach: MESSAGES_EACH,
    sites: [place.shopSite],
  });
  const turn = async () => {
    const rows: number[] = [];
    const anything: number[] = [];
    while (rows.length < PAINTS) {
      await browser.kill();
      const { sinceNavigation, first } = await browser.paint('panel');
      rows.push(sinceNavigation);
      anything.push(first);
    }
    return [
      { name: 'side panel, first row painted, worker cold', unit: 'ms', value: median(rows) },
      { name: 'side panel, anything painted, worker cold', unit: 'ms', value: median(anything) },
    ];
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await place.leave();
  };
  return { turn, close };
}
