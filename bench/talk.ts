// Two people in two real Chromiums with their conversation open in both side panels; two services on loopback between
// them, which want a token for each message.
import type { Page } from '@playwright/test';
import type { Town } from '#e2e/people/town-building.ts';
import { buildPlace, Measured } from './browser.ts';

export interface Talk {
  readonly place: Town;
  readonly people: readonly Measured[];
  /** Of the first and of the second person. */
  readonly panels: readonly [Page, Page];
  /** How each finds the other. */
  readonly ids: readonly [string, string];
  close(): Promise<void>;
}

export async function openTalk(): Promise<Talk> {
  const place = await buildPlace();
  const people: Measured[] = [];
  const close = async (): Promise<void> => {
    for (const browser of people) await browser.close();
    await place.leave();
  };
  try {
    for (let person = 0; person < 2; person++) people.push(await Measured.start(place));
    const [alex, blair] = people as [Measured, Measured];
    const ids = await acquaint(alex, blair);
    const panels = [await conversation(alex, ids[0]), await conversation(blair, ids[1])] as const;
    return { place, people, panels, ids, close };
  } catch (error) {
    await close();
    throw error;
  }
}

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
  await browser.quiet();
  // Tabs that are opened to ask the worker would take its focus, and then nobody reads.
  const focus = await panel.context().newCDPSession(panel);
  await focus.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  return panel;
}

/** @returns ms from Enter in one panel to the text painted in the other */
export async function say(from: Page, to: Page, text: string): Promise<number> {
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

/** Waits until the last text of one person is known there as read by the other. */
export async function isRead(browser: Measured, relationship: string): Promise<void> {
  for (;;) {
    const thread = await browser.ask('thread', { relationship, before: null, limit: 10 });
    const last = thread?.messages.findLast((message) => message.type === 'text' && message.mine);
    if (last?.type === 'text' && last.delivery === 'read') return browser.quiet();
  }
}
