import { describe, expect, it } from 'vitest';
import { createDraft } from './draft.ts';
import { ScriptedClock, settled } from './testing/scripted-app.ts';

function start(save?: (text: string) => Promise<unknown>) {
  const saved: string[] = [];
  const clock = new ScriptedClock();
  const life = new AbortController();
  const unsent: string[] = [];
  const keep = async (text: string) => {
    await save?.(text);
    saved.push(text);
  };
  return { saved, clock, life, unsent, draft: createDraft(keep, clock, life.signal, () => unsent) };
}

describe('a draft', () => {
  it('is saved once typing rests', async () => {
    const { draft, clock, saved } = start();
    draft.type('a');
    clock.pass(200);
    draft.type('ab');
    clock.pass(249);
    expect(saved).toEqual([]);
    clock.pass(1);
    await settled();
    expect(saved).toEqual(['ab']);
  });

  it('is saved within a second even if typing never rests', async () => {
    const { draft, clock, saved } = start();
    for (let at = 0; at <= 1000; at += 100) {
      draft.type('x'.repeat(at / 100 + 1));
      clock.pass(100);
    }
    await settled();
    expect(saved.length).toBeGreaterThan(0);
  });

  it('is saved when the page goes', async () => {
    const { draft, life, saved } = start();
    draft.type('half a sent');
    life.abort();
    await settled();
    expect(saved).toEqual(['half a sent']);
  });

  it('is tried again after a save that failed', async () => {
    let fail = true;
    const { draft, saved } = start(() => (fail ? Promise.reject(new Error('gone')) : Promise.resolve()));
    draft.type('kept');
    await draft.flush();
    expect(saved).toEqual([]);
    fail = false;
    await draft.flush();
    expect(saved).toEqual(['kept']);
  });

  it('is not saved twice', async () => {
    const { draft, saved } = start();
    draft.type('a');
    await draft.flush();
    await draft.flush();
    expect(saved).toEqual(['a']);
  });

  it('takes over what the worker holds, but never over what was typed since', async () => {
    const { draft } = start();
    draft.adopt('from yesterday');
    expect(draft.text.value).toBe('from yesterday');
    draft.type('typed here');
    draft.adopt('from another window');
    expect(draft.text.value).toBe('typed here');
    await draft.flush();
    draft.adopt('read before the save, answered after it');
    expect(draft.text.value).toBe('typed here');
  });

  it('keeps texts on their way together with later typing', async () => {
    const { draft, unsent, saved } = start();
    draft.type('first');
    await draft.flush();
    unsent.push('first');
    draft.clear();
    await draft.flush();
    expect(saved).toEqual(['first']);
    draft.type('second');
    await draft.flush();
    unsent.pop();
    await draft.flush();
    expect(saved).toEqual(['first', 'first\nsecond', 'second']);
  });
});
