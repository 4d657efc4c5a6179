// Questions beside a conversation: put off until texts have stopped coming, and no longer than a second.
import { expect, test } from 'vitest';
import { ASIDE_MS, LONGEST_ASIDE_MS, onTopicsAside } from './resource.ts';
import { scriptedApp } from './testing/scripted-app.ts';

function listening() {
  const app = scriptedApp({});
  const life = new AbortController();
  const begunAt = app.clock.now();
  const heardAt: number[] = [];
  onTopicsAside(app, ['conversations'], () => void heardAt.push(app.clock.now() - begunAt), life.signal);
  return { app, life, heardAt };
}

test('once for all that comes until a moment is quiet', () => {
  const { app, heardAt } = listening();
  for (let time = 0; time < 3; time++) {
    app.say('conversations');
    app.clock.pass(ASIDE_MS - 50);
  }
  app.say('site');
  app.clock.pass(10 * LONGEST_ASIDE_MS);
  expect(heardAt).toEqual([2 * (ASIDE_MS - 50) + ASIDE_MS]);
});

test('while it never is quiet, once a second', () => {
  const { app, heardAt } = listening();
  for (let time = 0; time < 30; time++) {
    app.say('conversations');
    app.clock.pass(100);
  }
  expect(heardAt).toEqual([LONGEST_ASIDE_MS, 2 * LONGEST_ASIDE_MS, 3 * LONGEST_ASIDE_MS]);
});

test('at once for a new worker, and not at all once the page has gone', () => {
  const { app, life, heardAt } = listening();
  app.say(null);
  expect(heardAt).toEqual([0]);
  app.say('conversations');
  life.abort();
  app.clock.pass(LONGEST_ASIDE_MS);
  expect(heardAt).toEqual([0]);
});
