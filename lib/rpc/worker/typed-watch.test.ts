// Nothing that was typed lies in memory past its time, also if nobody asks for it any more.
import { expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { ANSWER_MS, GONE_PAGE_MS, TypedLogins } from '#app/sites/typed-logins.ts';
import { TypedWatch } from './typed-watch.ts';

const memory = new Map<string, Uint8Array>();
let removed = (): void => {};
const volatile = {
  get: async (name: string) => memory.get(name) ?? null,
  set: async (name: string, value: Uint8Array) => void memory.set(name, value),
  remove: async (name: string) => {
    memory.delete(name);
    removed();
  },
};

test.each([
  ['that no site answered', ANSWER_MS, async () => {}],
  ['whose page is gone', GONE_PAGE_MS, (typed: TypedLogins) => typed.closed(1)],
])('a log-in %s goes', async (_, life, becomes) => {
  let now = 1_000_000;
  const typed = new TypedLogins({ volatile, entropy: nodeEntropy, now: () => now });
  const at = { tabId: 1, frameId: 0, site: 'shop.example', url: 'https://shop.example/log-in' };
  const pair = { username: 'alex', password: 'a secret', email: '', former: '', purpose: 'login' } as const;
  await typed.note(at, { ...pair, form: 'f', title: '' }, async () => false);
  await becomes(typed);
  expect(memory.size).toBe(1);
  now += life;
  const gone = new Promise<void>((done) => {
    removed = done;
  });
  const tabs = { ask: async () => null, find: async () => null, inFront: async () => null };
  const reports: unknown[] = [];
  const report = (error: unknown) => void reports.push(error);
  new TypedWatch({ typed, tabs, after: () => () => {}, now: () => now, report }).wake();
  await gone;
  expect(memory.size).toBe(0);
  expect(reports).toEqual([]);
});
