import { describe, expect, it } from 'vitest';
import { PAGE_ROWS } from '../model/paged-rows.ts';
import { ASIDE_MS } from '../model/resource.ts';
import { held, scriptedApp, settled } from '../model/testing/scripted-app.ts';
import { conversation } from '../model/testing/views.ts';
import { createConversations } from './model.ts';

type Asked = { kind: string; offset: number; limit: number };

function list(count: number) {
  const asked: Asked[] = [];
  const state = { version: 'a' };
  const app = scriptedApp({
    conversations: async (request) => {
      asked.push(request);
      const items = Array.from({ length: Math.max(0, Math.min(request.limit, count - request.offset)) }, (_, at) =>
        conversation({
          name: `${state.version}${request.offset + at}`,
          kind: request.kind === 'site' ? 'site' : 'person',
        }),
      );
      return { items, total: count, unread: 7 };
    },
  });
  return { app, asked, state, model: createConversations(app, new AbortController().signal) };
}

describe('the list of conversations', () => {
  it('asks for the first page only', async () => {
    const { asked, model } = list(10_000);
    await settled();
    expect(asked).toEqual([{ kind: 'all', offset: 0, limit: PAGE_ROWS }]);
    expect(model.total.value).toBe(10_000);
    expect(model.unread.value).toBe(7);
    expect(model.row(PAGE_ROWS)).toBeUndefined();
  });

  it('asks for the rows that come into sight, and for nothing twice', async () => {
    const { asked, model } = list(10_000);
    await settled();
    model.show(5000, 5060);
    model.show(5001, 5061);
    await settled();
    expect(asked.slice(1).map(({ offset }) => offset)).toEqual([5000, 5050]);
    expect(model.row(5060)?.name).toBe('a5060');
  });

  it('asks again for the rows in sight when something changed, and keeps showing them meanwhile', async () => {
    const { app, asked, model, state } = list(10_000);
    await settled();
    model.show(5000, 5010);
    await settled();
    asked.length = 0;
    state.version = 'b';
    app.say('conversations');
    app.clock.pass(ASIDE_MS);
    expect(model.row(5003)?.name).toBe('a5003');
    await settled();
    expect(asked.map(({ offset }) => offset)).toEqual([5000]);
    expect(model.row(5003)?.name).toBe('b5003');
    expect(model.row(3)).toBeUndefined();
    model.show(0, 10);
    await settled();
    expect(model.row(3)?.name).toBe('b3');
  });

  it('costs one round however many changes come at once, after what the person waits for', async () => {
    const { app, asked } = list(100);
    await settled();
    asked.length = 0;
    for (let at = 0; at < 50; at++) app.say('conversations');
    app.clock.pass(ASIDE_MS - 1);
    await settled();
    expect(asked.length).toBe(0);
    app.clock.pass(1);
    await settled();
    expect(asked.length).toBe(1);
    app.say('conversations');
    app.clock.pass(ASIDE_MS);
    await settled();
    expect(asked.length).toBe(2);
  });

  it('never shows an answer for a kind that is no longer chosen', async () => {
    const answers = [
      held<{ items: []; total: number; unread: number }>(),
      held<{ items: []; total: number; unread: number }>(),
    ];
    let asked = 0;
    const app = scriptedApp({ conversations: () => (answers[asked++] ?? held<never>()).promise });
    const model = createConversations(app, new AbortController().signal);
    model.choose('site');
    answers[0]?.answer({ items: [], total: 99, unread: 0 });
    await settled();
    expect(model.total.value).toBeUndefined();
    answers[1]?.answer({ items: [], total: 3, unread: 0 });
    await settled();
    expect(model.total.value).toBe(3);
  });

  it('says that the worker did not answer, and recovers', async () => {
    let dead = true;
    const app = scriptedApp({
      conversations: () =>
        dead ? Promise.reject(new Error('gone')) : Promise.resolve({ items: [], total: 0, unread: 0 }),
    });
    const model = createConversations(app, new AbortController().signal);
    await settled();
    expect(model.failed.value).toBe(true);
    dead = false;
    app.say(null);
    await settled();
    expect(model.failed.value).toBe(false);
    expect(model.total.value).toBe(0);
  });
});
