// From Enter in one browser to the text painted in the other, both ways in turn.
import type { Opened } from './part.ts';
import { median } from './row.ts';
import { openTalk, say } from './talk.ts';

const TEXTS = 8;
const AIM_MS = 50;

export async function openEnter(): Promise<Opened> {
  const { people, panels, close } = await openTalk();
  const [alex, blair] = panels;
  let said = 0;
  const turn = async () => {
    for (const one of people) await one.stocksUp();
    const times: number[] = [];
    // The first each way brings back what the pause has let go of.
    for (let text = -2; text < TEXTS; text++) {
      const [from, to] = said % 2 === 0 ? [alex, blair] : [blair, alex];
      const took = await say(from, to, `Round ${said++} at the harbour`);
      if (text >= 0) times.push(took);
    }
    return [
      { name: 'Enter in one browser to painted in the other, p50', unit: 'ms', value: median(times), aim: AIM_MS },
    ];
  };
  return { turn, close };
}
