// Messages of others: calls are answered, and a page of ours that begins to open is told of.
import { expect, test } from 'vitest';
import type { CallAnswer } from '#rpc/call/contract.ts';
import { hear } from './channels.ts';
import type { Sender } from './sender.ts';

const self = { id: 'ours', origin: 'chrome-extension://ours' };
const POPUP: Sender = { id: 'ours', url: `${self.origin}/popup.html`, origin: self.origin };
const SCRIPT = { id: 'ours', url: 'https://shop.example/', origin: 'https://shop.example', tab: { id: 7 }, frameId: 0 };

/** @returns how often a page was said to open, and what was answered */
async function heard(message: unknown, sender: Sender) {
  let openings = 0;
  const nothing = { contract: {}, handlers: {} };
  const opening = (): void => void openings++;
  const channels = { page: nothing, content: nothing, report: () => {}, opening };
  const answered = await new Promise<CallAnswer | null>((resolve) => {
    if (hear(channels, message, sender, self, resolve) === undefined) resolve(null);
  });
  return { openings, answered };
}

test('the word of a page that begins is told, and gets no answer', async () => {
  expect(await heard({}, POPUP)).toEqual({ openings: 1, answered: null });
});

test('no word of a script in a web page is taken for it', async () => {
  expect(await heard({}, SCRIPT as Sender)).toEqual({ openings: 0, answered: null });
});

test('a call is answered', async () => {
  const { openings, answered } = await heard({ channel: 'page', method: 'vault', request: null }, POPUP);
  expect({ openings, answered }).toEqual({
    openings: 0,
    answered: { ok: false, blame: 'refused', code: 'call-unknown' },
  });
});
