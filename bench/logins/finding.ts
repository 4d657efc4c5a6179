// Searching 10,000 log-ins, and narrowing their list to a folder, beside what a message takes from Enter to painted, in
// one run and one browser: a search that takes a tenth of it is felt as none.
import type { Page } from '@playwright/test';
import type { Measured } from '../browser.ts';
import { against, median, type Row } from '../row.ts';
import { openTalk, say } from '../talk.ts';
import { FOLDERS, handIn, keepAll, manyEntries, QUERIES } from './many-logins.ts';

const TEXTS = 16;
const MOST_TIMES = 0.1;
/** A person has read what stands there, and begins to type. */
const READ_MS = 6000;
const IMPORT = 'cd'.repeat(16);

export async function finding(): Promise<Row[]> {
  const { people, panels, close } = await openTalk();
  try {
    const [alex] = people as [Measured];
    await handIn(alex, IMPORT, manyEntries());
    await keepAll(alex, IMPORT);
    await alex.quiet();
    const { first, second } = await afterUnlock(alex);
    const ahead = await afterAMoment(alex);
    for (const one of people) await one.stocksUp();
    const texts: number[] = [];
    const answers: number[] = [];
    const narrowed: number[] = [];
    const [mine, theirs] = panels;
    // The first brings back what the pause has let go of, and the first search reads the list.
    for (let round = -1; round < TEXTS; round++) {
      const took = await say(mine, theirs, `Round ${round} at the harbour`);
      const answered = await answerTo(mine, `${QUERIES[(round + 1) % QUERIES.length]}`);
      const shown = await answerTo(mine, '', [`Folder ${(round + 1) % FOLDERS}`]);
      if (round < 0) continue;
      texts.push(took);
      answers.push(answered);
      narrowed.push(shown);
    }
    const enter = median(texts);
    return [
      against('Enter to painted beside it', texts, null),
      against('search over 10,000 log-ins, page to answer', answers, null),
      against('the first search of a worker', [first], null),
      against('the second search of a worker', [second], null),
      against('the first search of a worker, some seconds after a view opened', [ahead], null),
      against('10,000 log-ins narrowed to a folder, page to answer', narrowed, null),
      against(
        'the same, by Enter to painted',
        answers.map((took) => took / enter),
        MOST_TIMES,
        'times',
      ),
    ];
  } finally {
    await close();
  }
}

/** The list of them is read when it is first wanted. */
async function afterUnlock(alex: Measured): Promise<{ first: number; second: number }> {
  await alex.kill();
  await alex.ask('vault', null);
  const page = await alex.chromium.open('options.html');
  const times = [await answerTo(page, `${QUERIES[0]}`), await answerTo(page, `${QUERIES[1]}`)];
  await alex.quiet();
  return { first: times[0] ?? 0, second: times[1] ?? 0 };
}

/** The list is read behind the view, while nobody asks. */
async function afterAMoment(alex: Measured): Promise<number> {
  await alex.kill();
  await alex.ask('vault', null);
  const page = await alex.chromium.open('options.html');
  await page.waitForTimeout(READ_MS);
  const took = await answerTo(page, `${QUERIES[0]}`);
  await alex.quiet();
  return took;
}

/** From a page's call to its answer: what lies between a key and the drawing of the first rows. */
const answerTo = (page: Page, query: string, folder: readonly string[] | null = null): Promise<number> =>
  page.evaluate(
    async (place) => {
      const request = { kind: 'all', offset: 0, limit: 50, tag: null, ...place };
      const startedAt = performance.now();
      const answer = await chrome.runtime.sendMessage({ channel: 'page', method: 'entries', request });
      if (!answer.ok) throw new Error(`${answer.blame} ${answer.code}`);
      return performance.now() - startedAt;
    },
    { query, folder },
  );
