// Who hears of what: a row for each thing that the device or a service tells.
import { expect, test } from 'vitest';
import type { OpenVault } from '#app/device/open-vault.ts';
import { ServiceHealth } from '#app/show/connection.ts';
import type { Change } from '#app/store/change.ts';
import { eventually } from '#services/testing/eventually.ts';
import { shownOf } from '../conversations/shown.ts';
import { Reactions } from './reactions.ts';

const ID = 'a'.repeat(32);
const ORIGIN = 'https://a.example';

/** Reactions, and what they do, in this order. */
function heard(refuse: (what: string) => boolean = () => false) {
  const done: string[] = [];
  const reports: unknown[] = [];
  const later: (() => void)[] = [];
  const delays: number[] = [];
  const clock = { now: 0 };
  /** The moment has passed. */
  const pass = () => later.splice(0).forEach((run) => void run());
  const noted = async (what: string): Promise<void> => {
    done.push(what);
    if (refuse(what)) throw new Error(what);
  };
  const reactions = new Reactions({
    health: new ServiceHealth(),
    attention: {
      badge: () => noted('badge'),
      changed: (id) => noted(`notice of ${id}`),
      arrived: ({ kind }) => noted(`${kind} pops up`),
    },
    scripts: { nudge: () => void noted('tabs'), mailCame: (id) => noted(`tabs of ${id}`) },
    chosen: { clear: () => noted('choices forgotten') },
    permits: { clear: () => noted('permits forgotten') },
    typed: { clear: () => noted('typed forgotten'), unlocked: () => noted('typed asked about') },
    rounds: { sendNow: () => noted('sends'), heard: (origin) => noted(`heard ${origin}`) },
    lines: { hold: () => noted('lines') },
    glimpse: { note: () => void noted('glimpse') },
    publish: (topic) => void noted(`pages: ${topic}`),
    after: (delayMs, run) => {
      later.push(run);
      delays.push(delayMs);
      return () => void later.splice(later.indexOf(run), 1);
    },
    stayAwake: () => noted('stays awake'),
    now: () => clock.now,
    report: (error) => void reports.push(error),
  });
  return { reactions, done, reports, pass, clock, delays };
}

/** As much of an open vault as reactions see. */
const open = { app: { store: {}, announce: () => {} } } as unknown as OpenVault;

test.each<[string, Parameters<Reactions['changed']>[0], OpenVault | null, string[]]>([
  ['progress of a rewriting', { topic: 'tidying' }, null, ['stays awake', 'pages: tidying']],
  [
    'an unlocking',
    { topic: 'vault' },
    open,
    ['pages: vault', 'badge', 'glimpse', 'tabs', 'typed asked about', 'lines'],
  ],
  [
    'a lock',
    { topic: 'vault' },
    null,
    ['pages: vault', 'badge', 'glimpse', 'tabs', 'choices forgotten', 'permits forgotten', 'typed forgotten', 'lines'],
  ],
  ['the list', { topic: 'conversations' }, open, ['pages: conversations', 'glimpse', 'later', 'badge']],
  ['the settings', { topic: 'settings' }, open, ['pages: settings', 'glimpse']],
  ['a thread', { topic: 'thread', relationship: ID }, open, [`pages: thread:${ID}`, 'later', `notice of ${ID}`]],
  ['the services', { topic: 'connection' }, open, ['pages: connection', 'later', 'lines']],
  ['a site', { topic: 'site' }, open, ['pages: site']],
])('of %s', (_, change, vault, expected) => {
  const { reactions, done, pass } = heard();
  reactions.changed(change, vault);
  const soon = done.length;
  pass();
  if (done.length > soon) done.splice(soon, 0, 'later');
  expect(done).toEqual(expected);
});

test('what follows from messages follows once for all that come within a moment, and for each moment anew', () => {
  const { reactions, done, pass } = heard();
  for (let message = 0; message < 3; message++) {
    reactions.changed({ topic: 'thread', relationship: ID }, open);
    reactions.changed({ topic: 'conversations' }, open);
  }
  pass();
  expect(done.filter((what) => what === 'badge' || what.startsWith('notice'))).toEqual([`notice of ${ID}`, 'badge']);
  reactions.changed({ topic: 'conversations' }, open);
  pass();
  expect(done.filter((what) => what === 'badge')).toHaveLength(2);
});

test('it is put off while messages follow each other, and no longer than a second', () => {
  const { reactions, done, pass, clock, delays } = heard();
  for (; clock.now < 1000; clock.now += 100) reactions.changed({ topic: 'conversations' }, open);
  expect(delays.slice(0, 3)).toEqual([150, 150, 150]);
  expect(delays.at(-1)).toBe(100);
  pass();
  expect(done.filter((what) => what === 'badge')).toHaveLength(1);
});

test('a topic is told once for all that a step changes, and again for the next', async () => {
  const { reactions, done } = heard();
  for (const entry of ['a', 'b', 'c']) reactions.changed({ topic: 'entries', entry: entry.repeat(32) }, open);
  reactions.changed({ topic: 'site' }, open);
  expect(done).toEqual(['pages: entries', 'pages: site']);
  await Promise.resolve();
  reactions.changed({ topic: 'entries', entry: ID }, open);
  expect(done).toEqual(['pages: entries', 'pages: site', 'pages: entries']);
});

test('what is shown of the open vault is noted before a page is told', () => {
  const { reactions, done } = heard();
  const showing = shownOf(open);
  showing.note = (change: Change) => void done.push(`noted ${change.topic}`);
  reactions.changed({ topic: 'conversations' }, open);
  expect(done.slice(0, 2)).toEqual(['noted conversations', 'pages: conversations']);
});

test('an arrival pops up; only a mail is told to tabs', () => {
  const { reactions, done } = heard();
  reactions.arrived({ relationship: ID, kind: 'text' });
  reactions.arrived({ relationship: ID, kind: 'mail' });
  reactions.arrived({ service: ORIGIN, kind: 'left' });
  expect(done).toEqual(['text pops up', 'mail pops up', `tabs of ${ID}`, 'left pops up']);
});

test('a service that is back has what waits sent; one that goes away is shown; the same again is nothing', () => {
  const { reactions, done } = heard();
  for (const state of ['connected', 'connected', 'unreachable', 'unreachable'] as const)
    reactions.answered(ORIGIN, state);
  expect(done).toEqual(['pages: connection', 'sends', 'pages: connection']);
});

test('an open push line is an answer of its service', () => {
  const { reactions, done } = heard();
  reactions.lineChanged(ORIGIN, true);
  reactions.lineChanged(ORIGIN, true);
  reactions.lineChanged(ORIGIN, false);
  expect(done).toEqual(['pages: connection', `heard ${ORIGIN}`, `heard ${ORIGIN}`, 'pages: connection']);
});

test('the first page that opens has lines held at once', () => {
  const { reactions, done } = heard();
  reactions.watched(true);
  reactions.watched(false);
  expect(done).toEqual(['lines']);
});

test('one reaction that fails is reported, and keeps nobody else from hearing', async () => {
  const { reactions, done, reports } = heard((what) => what === 'badge');
  reactions.changed({ topic: 'vault' }, open);
  expect(done).toEqual(['pages: vault', 'badge', 'glimpse', 'tabs', 'typed asked about', 'lines']);
  await eventually(() => reports.length === 1);
});
