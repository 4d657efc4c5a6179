import { expect, it } from 'vitest';
import { attend, type Front } from './attendance.ts';

function scripted() {
  const told: (string | null)[] = [];
  const listeners = new Set<() => void>();
  const state = { inFront: true };
  const front: Front = {
    isInFront: () => state.inFront,
    onChange(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
  const becomes = (inFront: boolean) => {
    state.inFront = inFront;
    for (const listener of listeners) listener();
  };
  return { told, front, becomes, app: { attend: (relationship: string | null) => void told.push(relationship) } };
}

it('tells which conversation is in front while it is, and that none is when the person turns away or leaves it', () => {
  const { told, front, becomes, app } = scripted();
  const life = new AbortController();
  attend(app, 'blair', front, life.signal);
  expect(told).toEqual(['blair']);
  becomes(false);
  becomes(true);
  expect(told).toEqual(['blair', null, 'blair']);
  life.abort();
  becomes(true);
  expect(told).toEqual(['blair', null, 'blair', null]);
});

it('tells of none where the page opens behind another window', () => {
  const { told, front, becomes, app } = scripted();
  becomes(false);
  attend(app, 'blair', front, new AbortController().signal);
  expect(told).toEqual([null]);
});
