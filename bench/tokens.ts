// What one text costs that the other person is looking at: messages between the services, and tokens. Counted by the
// services themselves, until the last receipt is there.
import type { Town } from '#e2e/people/town-building.ts';
import { counted } from './counted.ts';
import type { Opened, Reading } from './part.ts';
import { isRead, openTalk, say } from './talk.ts';

const TEXTS = 4;

export async function openTokens(): Promise<Opened> {
  const { place, people, panels, ids, close } = await openTalk();
  let said = 0;
  const turn = async () => {
    for (const one of people) await one.stocksUp();
    const one = async (): Promise<void> => {
      await say(panels[0], panels[1], `Text ${said++} at the harbour`);
      await isRead(people[0] as (typeof people)[0], ids[0]);
    };
    // Messages that are due from before come with it.
    await one();
    const before = await settled(place);
    for (let text = 0; text < TEXTS; text++) await one();
    const after = await settled(place);
    return [
      reading('messages for one text that is looked at', after.messages - before.messages),
      reading('tokens for one text that is looked at', after.tokens - before.tokens),
    ];
  };
  return { turn, close };
}

const reading = (name: string, count: number): Reading => ({ name, unit: 'each', value: count / TEXTS });

/** Counts, once every message that was submitted is in a mailbox. */
async function settled(place: Town): Promise<{ messages: number; tokens: number }> {
  for (;;) {
    const messages = await counted(place, 'submissions_total{outcome="accepted"}');
    if ((await counted(place, 'openings_total{outcome="mailbox"}')) === messages)
      return { messages, tokens: await counted(place, 'tokens_total{outcome="spent"}') };
  }
}
