// From Enter in one browser to the text painted in the other: two real Chromiums with the conversation open, two
// services on loopback between them. Both ways in turn.
import type { Page } from '@playwright/test';
import { buildPlace, Measured } from './browser.ts';
import { against, type Row } from './row.ts';

const ROUNDS = 40;
const AIM_MS = 50;

export async function enter(): Promise<Row[]> {
  const place = await buildPlace();
  const browsers: Measured[] = [];
  try {
    for (let person = 0; person < 2; person++) browsers.push(await Measured.start(place));
    const [alex, blair] = browsers as [Measured, Measured];
    const ends = await acquaint(alex, blair);
    const panels = [await conversation(alex, ends[0]), await conversation(blair, ends[1])] as const;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS + 4; round++) {
      const [from, to] = round % 2 === 0 ? panels : [panels[1], panels[0]];
      const took = await say(from, to, `Round ${round} at the harbour`);
      // The first ones find the services' keys and open everything for the first time.
      if (round >= 4) times.push(took);
    }
    return [against('Enter in one browser to painted in the other', times, AIM_MS)];
  } finally {
    for (const browser of browsers) await browser.close();
    await place.leave();
  }
}

/** @returns how each finds the other */
async function acquaint(alex: Measured, blair: Measured): Promise<[alexs: string, blairs: string]> {
  const made = await alex.ask('createInvitation', { name: 'Alex', label: 'Blair' });
  if (!made.ok) throw new Error(made.reason);
  const accepted = await blair.ask('acceptInvitation', { text: made.invitation.bundle, name: 'Blair' });
  if (!accepted.ok) throw new Error(accepted.reason);
  for (;;) {
    const { items } = await alex.ask('conversations', { kind: 'person', offset: 0, limit: 1 });
    const known = await blair.ask('relationship', { relationship: accepted.relationship });
    if (items[0] && known?.standing === 'active') return [items[0].id, accepted.relationship];
  }
}

/** The real side panel with the conversation in it. */
async function conversation(browser: Measured, id: string): Promise<Page> {
  await browser.quiet();
  const panel = await browser.chromium.openSidePanel();
  await panel.evaluate((relationship) => {
    location.hash = `#/thread/${relationship}`;
  }, id);
  await panel.getByRole('textbox').waitFor();
  return panel;
}

async function say(from: Page, to: Page, text: string): Promise<number> {
  await to.evaluate((wanted) => {
    const painted = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('[role="log"]')?.textContent?.includes(wanted)) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
      });
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    Object.assign(globalThis, { painted });
  }, text);
  await from.evaluate(() => {
    const pressed = new Promise<number>((resolve) => {
      addEventListener(
        'keydown',
        ({ key, timeStamp }) => key === 'Enter' && resolve(performance.timeOrigin + timeStamp),
        {
          capture: true,
        },
      );
    });
    Object.assign(globalThis, { pressed });
  });
  const field = from.getByRole('textbox');
  await field.fill(text);
  await field.press('Enter');
  const pressedAt = await from.evaluate(() => (globalThis as unknown as { pressed: Promise<number> }).pressed);
  return (await to.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted)) - pressedAt;
}
