// The format of the glimpse, its bounds, and when a page shows it.
import { describe, expect, it } from 'vitest';
import type { ConversationView } from '#app/views/conversations.ts';
import { decodeGlimpse, encodeGlimpse, type Glimpse, MOST_ROWS } from './glimpse.ts';

const conversation = (preview: string): ConversationView => ({
  id: 'a'.repeat(32),
  kind: 'person',
  name: 'Blair',
  picture: '00',
  me: { name: 'Alex', picture: '01' },
  host: null,
  lastAt: 0,
  preview,
  previewMine: false,
  unread: 0,
  draft: false,
  standing: 'active',
  verified: false,
  muted: false,
  sign: null,
});
const NOW = 1_700_000_000_000;
const MINUTE_MS = 60_000;

const glimpse = (change: Partial<Glimpse> = {}): Glimpse => ({
  recoveryConfirmed: true,
  autoLockMinutes: 5,
  conversations: { items: [conversation('Tonight at six 🚌')], total: 1, unread: 0 },
  ...change,
});

const rows = (count: number, preview: string) => ({
  items: Array.from({ length: count }, () => conversation(preview)),
  total: count,
  unread: 0,
});

describe('a glimpse', () => {
  it('is read as it was left', () => {
    expect(decodeGlimpse(encodeGlimpse(glimpse()), NOW, NOW)).toEqual(glimpse());
  });

  it('has so many rows, and fewer where they are long', () => {
    const read = (preview: string) =>
      decodeGlimpse(encodeGlimpse(glimpse({ conversations: rows(100, preview) })), NOW, NOW)?.conversations;
    expect(read('short')?.items.length).toBe(MOST_ROWS);
    expect(read('x'.repeat(2000))).toMatchObject({ total: 100 });
    expect(read('x'.repeat(2000))?.items.length).toBe(MOST_ROWS / 2);
    expect(encodeGlimpse(glimpse({ conversations: rows(100, 'x'.repeat(40_000)) })).length).toBeLessThan(1024);
  });

  it.each([
    ['used a moment ago', 5, NOW - 1, true],
    ['left alone as long as it may be', 5, NOW - 5 * MINUTE_MS, true],
    ['left alone for longer', 5, NOW - 5 * MINUTE_MS - 1, false],
    ['used nobody knows when', 5, null, false],
    ['used in the future, by a clock that was put back', 5, NOW + 1, false],
    ['one that never locks by itself', 0, null, true],
  ] as const)('of a vault %s is shown or not', (_, autoLockMinutes, usedAt, isShown) => {
    const left = encodeGlimpse(glimpse({ autoLockMinutes }));
    expect(decodeGlimpse(left, usedAt, NOW) !== null).toBe(isShown);
  });

  it('of another program, or of nobody, is none', () => {
    const text = new TextDecoder().decode(encodeGlimpse(glimpse()));
    for (const other of [text.replace('"format":1', '"format":2'), text.slice(1), 'null', '[]', '', '\ud800'])
      expect(decodeGlimpse(new TextEncoder().encode(other), NOW, NOW)).toBeNull();
    expect(decodeGlimpse(null, NOW, NOW)).toBeNull();
    expect(decodeGlimpse(new Uint8Array([0xff]), NOW, NOW)).toBeNull();
    expect(decodeGlimpse(encodeGlimpse(glimpse()), NOW, NOW)).not.toBeNull();
  });
});
