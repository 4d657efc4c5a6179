// Asking a worker that is killed: the next one is asked as soon as it greets, kills are not counted, and if there is no
// worker, the caller is told in the end.
import { describe, expect, it } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { insist } from './insist.ts';
import { type ScriptedApp, scriptedApp, settled } from './testing/scripted-app.ts';

const gone = () => Promise.reject(new Fault('unavailable', 'worker-gone', 'gone'));
const told = (error: unknown) => (error as Fault).code;

/** Lets so many workers die under the question, each followed by another. */
async function killed(app: ScriptedApp, times: number): Promise<void> {
  for (let kill = 0; kill < times; kill++) {
    await settled();
    app.say(null);
  }
  await settled();
}

describe('a question', () => {
  it('is put to the next worker the moment it greets, without a pause', async () => {
    const app = scriptedApp({});
    const beganAt = app.clock.now();
    let asked = 0;
    const answered = insist(app, () => (++asked < 8 ? gone() : Promise.resolve('here')), 3);
    await killed(app, 7);
    expect(await answered).toBe('here');
    expect([asked, app.clock.now() - beganAt]).toEqual([8, 0]);
  });

  it('is put again after a pause where nobody greets, and what a topic says is no greeting', async () => {
    const app = scriptedApp({});
    let asked = 0;
    const answered = insist(app, () => (++asked < 3 ? gone() : Promise.resolve('here')));
    await settled();
    app.say('conversations');
    await settled();
    expect(asked).toBe(1);
    app.clock.pass(500);
    await settled();
    expect(asked).toBe(2);
    app.clock.pass(500);
    expect(await answered).toBe('here');
  });

  it.each([
    ['nobody is there', 'worker-gone'],
    ['the worker says no', 'start-failed'],
  ])('fails in the end where %s', async (_, code) => {
    const app = scriptedApp({});
    let asked = 0;
    const ask = () => {
      asked++;
      return Promise.reject(new Fault('unavailable', code, 'no'));
    };
    const failed = insist(app, ask, 3).catch(told);
    for (let turn = 0; turn < 5; turn++) {
      await settled();
      app.clock.pass(500);
    }
    expect(await failed).toBe(code);
    expect(asked).toBe(3);
  });

  it('leaves nothing listening and nothing waiting behind', async () => {
    const app = scriptedApp({});
    let listening = 0;
    let waiting = 0;
    const { onInvalidation } = app;
    app.onInvalidation = (listener, signal) => {
      listening++;
      signal.addEventListener('abort', () => listening--);
      onInvalidation(listener, signal);
    };
    const { after } = app.clock;
    app.clock.after = (delayMs, run) => {
      waiting++;
      const cancel = after.call(app.clock, delayMs, run);
      return () => {
        waiting--;
        return cancel();
      };
    };
    let asked = 0;
    const answered = insist(app, () => (++asked < 4 ? gone() : Promise.resolve('here')));
    await killed(app, 3);
    expect(await answered).toBe('here');
    expect([listening, waiting]).toEqual([0, 0]);
  });
});
