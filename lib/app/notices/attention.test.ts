// What pops up and what the button counts: never content, never while locked, and never what the person has in front
// of them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, person, type TestDevice, until } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import { recent } from '../records/relationship.ts';
import { markRead } from '../relationships/read.ts';
import { changeSettings } from '../services/settings.ts';
import { transact } from '../store/transaction.ts';
import { Attention } from './attention.ts';

const bench = new Bench();
let alex: TestDevice;
let blair: TestDevice;
let id: string;
let attention: Attention;
/** What pops up, by its id. */
const shown = new Map<string, string>();
const opened: string[] = [];
let badge: string;
let questions: number;
let inFront: string | null;

beforeAll(async () => {
  useProvider(await loadSodium());
  const { origin } = await bench.start();
  alex = await person([origin]);
  blair = await person([origin]);
  let blairs: string;
  [id, blairs] = await acquaint(alex, blair);
  await blair.say(blairs, 'a secret');
  await until([alex, blair], async () => (await alex.known(id)).unread === 1);
});
afterAll(() => bench.end());

beforeEach(() => {
  shown.clear();
  opened.length = 0;
  badge = 'never shown';
  questions = 0;
  inFront = null;
  attention = new Attention({
    device: alex.device,
    notifier: {
      show: async ({ id: notice, message }) => void shown.set(notice, message),
      clear: async (notice) => void shown.delete(notice),
    },
    showBadge: async (text) => {
      badge = text;
    },
    questions: async () => questions,
    isInFront: (relationship) => relationship === inFront,
    words: {
      text: (name) => `text of ${name}`,
      mail: (name) => `mail of ${name}`,
      accepted: (name) => `${name} accepted`,
      left: (host) => `left ${host}`,
      otherKey: (host) => `other key of ${host}`,
    },
    title: 'Nucleus',
    open: (relationship) => void opened.push(relationship),
    openServices: () => void opened.push('services'),
  });
});

test('a message pops up by the name of its sender, once for a conversation', async () => {
  await attention.arrived({ relationship: id, kind: 'text' });
  await attention.arrived({ relationship: id, kind: 'mail' });
  expect([...shown]).toEqual([[id, `mail of ${(await alex.known(id)).name}`]]);
});

test('what the person has in front of them does not, nor what is of nobody', async () => {
  inFront = id;
  await attention.arrived({ relationship: id, kind: 'text' });
  await attention.arrived({ relationship: 'f'.repeat(32), kind: 'text' });
  expect(shown.size).toBe(0);
});

test('news of a service pop up by its host, and lead to the services', async () => {
  await attention.arrived({ service: 'https://a.example', kind: 'otherKey' });
  const [notice] = [...shown];
  expect(notice?.[1]).toBe('other key of a.example');
  attention.clicked(notice?.[0] ?? '');
  attention.clicked(id);
  expect(opened).toEqual(['services', id]);
});

test('nothing pops up if the settings say so', async () => {
  await changeSettings(await alex.app(), { notifications: false });
  await attention.arrived({ relationship: id, kind: 'text' });
  await attention.arrived({ service: 'https://a.example', kind: 'left' });
  await changeSettings(await alex.app(), { notifications: true });
  expect(shown.size).toBe(0);
});

test.each([
  [0, ''],
  [7, '7'],
  [99, '99'],
  [100, '99+'],
])('%i unread are "%s" on the button', async (unread, text) => {
  const { store } = await alex.app();
  const [before] = await store.read([recent]);
  await transact(store, [recent], (transaction) =>
    transaction.put(recent, { items: transaction.get(recent)?.items ?? [], unread }),
  );
  await attention.badge();
  expect(badge).toBe(text);
  if (before !== null) await transact(store, [recent], (transaction) => transaction.put(recent, before));
});

test('questions that only the popup asks are counted with what is unread', async () => {
  await attention.badge();
  const before = Number(badge);
  questions = 2;
  await attention.badge();
  expect(Number(badge)).toBe(before + 2);
});

test('a notice stays while something is unread, and goes once it was read', async () => {
  await attention.arrived({ relationship: id, kind: 'text' });
  await attention.changed(id);
  expect(shown.size).toBe(1);
  await markRead(await alex.app(), id);
  await attention.changed(id);
  expect(shown.size).toBe(0);
});

test('while locked the button counts what waits, nothing pops up, and no notice goes', async () => {
  await attention.arrived({ relationship: id, kind: 'text' });
  await alex.device.lock();
  await attention.changed(id);
  expect(shown.size).toBe(1);
  await attention.arrived({ service: 'https://a.example', kind: 'left' });
  expect(shown.size).toBe(1);
  await attention.badge();
  expect(badge).toBe('');
  const waiting = { opened: () => alex.device.opened(), waiting: async () => 3 };
  let counted = '';
  const showBadge = async (text: string) => {
    counted = text;
  };
  const words = { text: String, mail: String, accepted: String, left: String, otherKey: String };
  const notifier = { show: async () => {}, clear: async () => {} };
  const acts = { open: () => {}, openServices: () => {}, questions: async () => 1 };
  const rest = { notifier, words, title: '', isInFront: () => false, ...acts };
  await new Attention({ ...rest, device: waiting, showBadge }).badge();
  expect(counted).toBe('4');
});
