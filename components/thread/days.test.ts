import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageView } from '#app/views/messages.ts';
import { ids, text } from '../model/testing/views.ts';
import { firstUnread, groupByDay } from './days.ts';

const MINUTE_MS = 60_000;
/** Local noon, so that a minute more or less is the same day wherever the test runs. */
const NOON = new Date(2026, 10, 21, 12).getTime();
const DAY_MS = 86_400_000;

describe('a thread as it is read', () => {
  it('joins what one side says within five minutes', () => {
    const days = groupByDay([
      text('a', { sentAt: NOON }),
      text('b', { sentAt: NOON + 4 * MINUTE_MS }),
      text('c', { sentAt: NOON + 9 * MINUTE_MS }),
      text('d', { sentAt: NOON + 9 * MINUTE_MS, mine: true }),
    ]);
    expect(days.map(({ runs }) => runs.map(({ messages }) => ids(messages)))).toEqual([[['a', 'b'], ['c'], ['d']]]);
  });

  it('starts a day at local midnight', () => {
    const days = groupByDay([text('a', { sentAt: NOON - DAY_MS }), text('b', { sentAt: NOON })]);
    expect(days.map(({ day }) => day)).toEqual([new Date(2026, 10, 20).getTime(), new Date(2026, 10, 21).getTime()]);
  });

  it('leaves a message whose sender has a wrong clock where it was received', () => {
    const days = groupByDay([text('a', { sentAt: NOON }), text('b', { sentAt: NOON - 3 * DAY_MS })]);
    expect(days).toHaveLength(1);
  });

  it('opens a run at the first new message', () => {
    const messages = [text('a', { sentAt: NOON }), text('b', { sentAt: NOON })];
    expect(groupByDay(messages, 'b')[0]?.runs).toHaveLength(2);
    expect(groupByDay(messages, null)[0]?.runs).toHaveLength(1);
  });

  it('keeps an event by itself', () => {
    const event: MessageView = {
      type: 'event',
      id: 'e',
      mine: false,
      event: { kind: 'accepted', at: NOON, detail: '' },
      sentAt: NOON,
    };
    expect(groupByDay([text('a', { sentAt: NOON }), event, text('b', { sentAt: NOON })])[0]?.runs).toHaveLength(3);
  });

  it('shows every message once, in order, whatever the times are', () => {
    const message = fc.record({ mine: fc.boolean(), sentAt: fc.integer({ min: NOON - 9 * DAY_MS, max: NOON }) });
    fc.assert(
      fc.property(fc.array(message), (drawn) => {
        const messages = drawn.map((change, at) => text(String(at), change));
        const shown = groupByDay(messages).flatMap(({ runs }) => runs.flatMap((run) => ids(run.messages)));
        expect(shown).toEqual(ids(messages));
      }),
    );
  });
});

describe('the first unread message', () => {
  it('counts from the end, over others’ messages only', () => {
    const messages = [text('a'), text('b'), text('c', { mine: true }), text('d')];
    expect(firstUnread(messages, 2)).toBe('b');
    expect(firstUnread(messages, 0)).toBeNull();
    expect(firstUnread(messages, 9)).toBe('a');
  });
});
