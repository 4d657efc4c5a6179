import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ThreadView } from '#app/views/conversations.ts';
import { Fault } from '#bytes/fault.ts';
import type { Worker } from '../model/app.ts';
import { ASIDE_MS } from '../model/resource.ts';
import { held, type ScriptedApp, scriptedApp, settled } from '../model/testing/scripted-app.ts';
import { ids, RELATIONSHIP, relationship, text } from '../model/testing/views.ts';
import { createThread, LOOK_MS } from './model.ts';
import { mergePage, PAGE_MESSAGES } from './pages.ts';

const messages = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => text(String(from + at)));

/** A worker that holds a conversation, as the real one pages it. */
function holding(count: number, more: Partial<Worker> = {}) {
  const all = messages(0, count);
  const state = { draft: '', sent: [] as string[], unread: 0 };
  const page = (before: number | null, limit: number): ThreadView => {
    const end = before ?? all.length;
    const start = Math.max(0, end - limit);
    return {
      relationship: relationship({ unread: state.unread }),
      messages: all.slice(start, end),
      before: start > 0 ? start : null,
      draft: state.draft,
      permission: null,
    };
  };
  const app: ScriptedApp = scriptedApp({
    thread: async ({ before, limit }) => page(before, limit),
    saveDraft: async ({ text: draft }) => {
      state.draft = draft;
      return null;
    },
    send: async ({ text: said, nonce }) => {
      if (!state.sent.includes(nonce)) {
        state.sent.push(nonce);
        all.push(text(nonce, { text: said, mine: true, delivery: 'waiting' }));
      }
      return { ok: true, message: nonce };
    },
    ...more,
  });
  return { app, all, state };
}

/** What a page asks in a moment, once a text was sent. */
const aside = async (app: ScriptedApp): Promise<void> => {
  app.clock.pass(ASIDE_MS);
  await settled();
};

const open = (app: ScriptedApp) => createThread(app, RELATIONSHIP, new AbortController().signal);

describe('paging', () => {
  it('shows the newest page first, and older ones above it until the beginning', async () => {
    const { app, all } = holding(120);
    const thread = open(app);
    await settled();
    expect(ids(thread.messages.value)).toEqual(ids(all.slice(-PAGE_MESSAGES)));
    await thread.loadOlder();
    await thread.loadOlder();
    expect(ids(thread.messages.value)).toEqual(ids(all));
    expect(thread.hasOlder.value).toBe(false);
  });

  it('asks once however often older ones are asked for at a time', async () => {
    let calls = 0;
    const { app } = holding(120);
    const { thread } = app.worker;
    const counted = scriptedApp({
      thread: (request) => {
        if (request.before !== null) calls++;
        return thread(request);
      },
    });
    const model = open(counted);
    await settled();
    await Promise.all([model.loadOlder(), model.loadOlder(), model.loadOlder()]);
    expect(calls).toBe(1);
  });

  it('keeps older pages when a new message comes', async () => {
    const { app, all } = holding(120);
    const thread = open(app);
    await settled();
    await thread.loadOlder();
    all.push(text('new'));
    app.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect(ids(thread.messages.value)).toEqual(ids(all.slice(20)));
    await thread.loadOlder();
    expect(ids(thread.messages.value)).toEqual(ids(all));
  });

  it('leaves no hole where more came than a page holds', async () => {
    const { app, all } = holding(60);
    const thread = open(app);
    await settled();
    all.push(...messages(1000, 1300));
    app.say(`thread:${RELATIONSHIP}`);
    await settled();
    while (thread.hasOlder.value) await thread.loadOlder();
    expect(ids(thread.messages.value)).toEqual(ids(all));
  });

  it('reaches a message far back, and says when there is none', async () => {
    const { app, all } = holding(900);
    const thread = open(app);
    expect(await thread.reach('3')).toBe(true);
    expect(ids(thread.messages.value)).toEqual(ids(all.slice(-thread.messages.value.length)));
    expect(await thread.reach('nowhere')).toBe(false);
  });

  it('drops an older page that arrives after a new beginning', async () => {
    const { app, all } = holding(120);
    const older = held<ThreadView>();
    const slow = scriptedApp({
      thread: (request) => (request.before === null ? app.worker.thread(request) : older.promise),
    });
    const thread = open(slow);
    await settled();
    const loading = thread.loadOlder();
    const late = await app.worker.thread({ relationship: RELATIONSHIP, before: 70, limit: PAGE_MESSAGES });
    all.push(...messages(1000, 1300));
    slow.say(`thread:${RELATIONSHIP}`);
    await settled();
    if (late) older.answer(late);
    await loading;
    expect(ids(thread.messages.value)).toEqual(ids(all.slice(-PAGE_MESSAGES)));
  });

  it('merges any page over any held stretch without loss, repetition or disorder', () => {
    const stretch = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(stretch, fc.integer({ min: 1, max: 40 }), ([from, to], size) => {
        const page = messages(Math.max(0, 40 - size), 40);
        const merged = ids(mergePage(messages(from, to), page).messages);
        expect(merged.slice(-page.length)).toEqual(ids(page));
        const numbers = merged.map(Number);
        expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => (numbers[0] ?? 0) + at));
      }),
    );
  });
});

describe('sending', () => {
  it('empties the field at once and shows the message until the worker has it', async () => {
    const { app } = holding(1);
    const thread = open(app);
    await settled();
    thread.draft.type('hello');
    const sent = thread.send();
    expect(thread.draft.text.value).toBe('');
    expect(thread.sending.value.map(({ text: said }) => said)).toEqual(['hello']);
    await sent;
    await aside(app);
    expect(thread.sending.value).toEqual([]);
    expect(thread.messages.value.at(-1)).toMatchObject({ type: 'text', text: 'hello', mine: true });
  });

  it('asks for nothing while a text leaves, and once for all that came of it; for what comes later at once', async () => {
    const { app } = holding(1);
    let asked = 0;
    const counted = scriptedApp({
      ...{ send: app.worker.send, saveDraft: app.worker.saveDraft },
      thread: (request) => {
        asked++;
        return app.worker.thread(request);
      },
    });
    const thread = open(counted);
    await settled();
    thread.draft.type('hello');
    const sent = thread.send();
    counted.say(`thread:${RELATIONSHIP}`);
    await sent;
    counted.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect(asked).toBe(1);
    // Whatever comes besides is of the other, and not to be waited for; it brings all there is.
    counted.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect(asked).toBe(2);
    await aside(counted);
    expect(asked).toBe(2);
    thread.draft.type('and again');
    await thread.send();
    await aside(counted);
    expect(asked).toBe(3);
    counted.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect(asked).toBe(4);
  });

  it('draws nothing again that is as it was', async () => {
    const { app, all } = holding(3);
    const thread = open(app);
    await settled();
    const [before, shown] = [thread.messages.value, thread.relationship.value];
    all.splice(0, 3, ...structuredClone(all));
    app.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect([thread.messages.value, thread.relationship.value]).toEqual([before, shown]);
    expect(thread.messages.value).toBe(before);
    expect(thread.relationship.value).toBe(shown);
    all.push(text('new'));
    app.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect(thread.messages.value.slice(0, 3).every((message, at) => message === before[at])).toBe(true);
    expect(thread.messages.value).toHaveLength(4);
  });

  it('sends nothing that is only blank', async () => {
    const { app, state } = holding(0);
    const thread = open(app);
    thread.draft.type(' \n ');
    await thread.send();
    expect(state.sent).toEqual([]);
    expect(thread.draft.text.value).toBe(' \n ');
  });

  it('repeats a call that got no answer under the same nonce, so it is sent once', async () => {
    const nonces: string[] = [];
    const { app, state } = holding(0);
    const real = app.worker.send;
    const flaky = scriptedApp({
      ...{ thread: app.worker.thread, saveDraft: app.worker.saveDraft },
      send: async (request) => {
        nonces.push(request.nonce);
        const outcome = await real(request);
        // The worker did it and died before it could say so.
        if (nonces.length < 3) throw new Error('gone');
        return outcome;
      },
    });
    const thread = open(flaky);
    await settled();
    thread.draft.type('once');
    const sent = thread.send();
    for (let turn = 0; turn < 4; turn++) {
      await settled();
      flaky.clock.pass(1000);
    }
    await sent;
    await aside(flaky);
    expect(new Set(nonces).size).toBe(1);
    expect(state.sent).toHaveLength(1);
    expect(thread.sending.value).toEqual([]);
  });

  it('is no work of the person, however many workers are killed under a text', async () => {
    const { app, state } = holding(0);
    let asked = 0;
    const mortal = scriptedApp({
      ...{ thread: app.worker.thread, saveDraft: app.worker.saveDraft },
      send: (request) =>
        ++asked < 10 ? Promise.reject(new Fault('unavailable', 'worker-gone', 'killed')) : app.worker.send(request),
    });
    const thread = open(mortal);
    await settled();
    thread.draft.type('through it all');
    const beganAt = mortal.clock.now();
    const sent = thread.send();
    for (let kill = 1; kill < 10; kill++) {
      await settled();
      expect(thread.sending.value).toMatchObject([{ refused: null }]);
      // The next worker greets.
      mortal.say(null);
    }
    await sent;
    expect(mortal.clock.now()).toBe(beganAt);
    await aside(mortal);
    expect(state.sent).toHaveLength(1);
    expect(thread.sending.value).toEqual([]);
  });

  it('keeps what was refused, to be tried again or edited', async () => {
    let full = true;
    const { app } = holding(0);
    const real = app.worker.send;
    const filling = scriptedApp({
      ...{ thread: app.worker.thread, saveDraft: app.worker.saveDraft },
      send: async (request) => (full ? { ok: false, reason: 'storage' } : real(request)),
    });
    const thread = open(filling);
    await settled();
    thread.draft.type('kept');
    await thread.send();
    const [refused] = thread.sending.value;
    expect(refused).toMatchObject({ text: 'kept', refused: 'storage' });
    thread.draft.type('meanwhile');
    thread.edit(refused?.nonce ?? '');
    expect(thread.draft.text.value).toBe('kept\nmeanwhile');
    await thread.send();
    full = false;
    await thread.resend(thread.sending.value[0]?.nonce ?? '');
    await aside(filling);
    expect(thread.sending.value).toEqual([]);
    expect(thread.messages.value.at(-1)).toMatchObject({ text: 'kept\nmeanwhile' });
  });

  it('leaves a draft behind when the page goes while a text is on its way', async () => {
    const life = new AbortController();
    const answer = held<{ ok: true; message: string }>();
    const { app, state } = holding(0);
    const slow = scriptedApp({
      ...{ thread: app.worker.thread, saveDraft: app.worker.saveDraft },
      send: () => answer.promise,
    });
    const thread = createThread(slow, RELATIONSHIP, life.signal);
    await settled();
    thread.draft.type('on its way');
    void thread.send();
    life.abort();
    await settled();
    expect(state.draft).toBe('on its way');
  });

  it('clears the saved draft once the message is accepted', async () => {
    const { app, state } = holding(0);
    const thread = open(app);
    await settled();
    thread.draft.type('hello');
    await thread.draft.flush();
    expect(state.draft).toBe('hello');
    await thread.send();
    expect(state.draft).toBe('');
  });
});

describe('opening', () => {
  it('marks where the unread begin and tells the worker when they were seen', async () => {
    const read: string[] = [];
    const { app, state } = holding(5);
    state.unread = 2;
    const thread = open(
      scriptedApp({
        thread: app.worker.thread,
        markRead: async ({ relationship: id }) => {
          read.push(id);
          return null;
        },
      }),
    );
    await settled();
    expect(thread.newFrom.value).toBe('3');
    thread.seen();
    expect(read).toEqual([RELATIONSHIP]);
  });

  it('takes over the draft that was left', async () => {
    const { app, state } = holding(0);
    state.draft = 'from before';
    const thread = open(app);
    await settled();
    expect(thread.draft.text.value).toBe('from before');
  });

  it('says that a conversation is gone', async () => {
    const thread = open(scriptedApp({ thread: async () => null }));
    await settled();
    expect(thread.relationship.value).toBeNull();
  });

  it('keeps showing what it has when the worker stops answering', async () => {
    const { app } = holding(3);
    let dead = false;
    const thread = open(
      (() => {
        const failing = scriptedApp({
          thread: (request) => (dead ? Promise.reject(new Error('gone')) : app.worker.thread(request)),
        });
        app.say = failing.say;
        return failing;
      })(),
    );
    await settled();
    dead = true;
    app.say(`thread:${RELATIONSHIP}`);
    await settled();
    expect(thread.failed.value).toBe(true);
    expect(thread.messages.value).toHaveLength(3);
  });
});

describe('somebody of whom no service tells', () => {
  it.each([
    ['on-request', true, 3],
    ['batched', true, 3],
    ['now', true, 0],
    ['on-request', false, 0],
  ] as const)('%s, in front: %s: is asked for %i times in three turns', async (latency, inFront, asked) => {
    let calls = 0;
    const { app } = holding(1);
    const { thread } = app.worker;
    const counted = scriptedApp({
      async thread(request) {
        calls++;
        const page = await thread(request);
        return page && { ...page, relationship: relationship({ latency }) };
      },
    });
    const lifetime = new AbortController();
    createThread(counted, RELATIONSHIP, lifetime.signal, () => inFront);
    await settled();
    for (let turn = 0; turn < 3; turn++) {
      counted.clock.pass(LOOK_MS);
      await settled();
    }
    expect(calls - 1).toBe(asked);
    lifetime.abort();
    counted.clock.pass(10 * LOOK_MS);
    await settled();
    expect(calls - 1).toBe(asked);
  });
});
