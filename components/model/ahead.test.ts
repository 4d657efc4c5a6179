import { expect, it } from 'vitest';
import { askAhead } from './ahead.ts';
import { held, scriptedApp, settled } from './testing/scripted-app.ts';

const forEver = new AbortController().signal;

function counting(answers: (Promise<number> | number)[]) {
  let asked = 0;
  return { ask: async () => answers[asked++] as number, asked: () => asked };
}

it('uses the answer that was asked for ahead once, then asks', async () => {
  const { ask, asked } = counting([1, 2]);
  const first = askAhead(scriptedApp({}), ['conversations'], ask, forEver);
  expect(asked()).toBe(1);
  expect(await first()).toBe(1);
  expect(asked()).toBe(1);
  expect(await first()).toBe(2);
});

it('asks again if the first request failed, as it does while the vault is locked', async () => {
  const locked = held<number>();
  const { ask } = counting([locked.promise, 2]);
  const first = askAhead(scriptedApp({}), ['conversations'], ask, forEver);
  locked.fail();
  await settled();
  expect(await first()).toBe(2);
});

it('asks again if something changed meanwhile, or the worker is a new one', async () => {
  for (const topic of ['conversations', null] as const) {
    const app = scriptedApp({});
    const { ask } = counting([1, 2]);
    const first = askAhead(app, ['conversations'], ask, forEver);
    await settled();
    app.say('site');
    app.say(topic);
    expect(await first()).toBe(2);
  }
});
