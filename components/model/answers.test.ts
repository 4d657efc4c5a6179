// Answers may come late, out of order, or not at all: a page always shows the newest known.

import { describe, expect, it } from 'vitest';
import type { ConversationView, SearchView } from '#app/views/conversations.ts';
import type { InvitationPreview } from '#app/views/invitations.ts';
import type { SettingsView, VaultView } from '#app/views/vault.ts';
import { createConversations } from '../conversations/model.ts';
import { createInvitations } from '../invite/model.ts';
import { createSettings } from '../options/settings.ts';
import { createSearch } from '../search/model.ts';
import { standing } from './connection.ts';
import { createResource } from './resource.ts';
import { above, fromHash, type Route, toHash } from './route.ts';
import { held, scriptedApp, settled } from './testing/scripted-app.ts';
import { conversation } from './testing/views.ts';
import { createVaultModel } from './vault.ts';

const life = () => new AbortController().signal;

describe('a resource', () => {
  it('asks once more after a change during a question, and never overlaps', async () => {
    const answers = [held<number>(), held<number>(), held<number>()];
    let asked = 0;
    const app = scriptedApp({});
    const resource = createResource(app, ['vault'], () => (answers[asked++] ?? held<number>()).promise, life());
    for (let at = 0; at < 5; at++) app.say('vault');
    expect(asked).toBe(1);
    answers[0]?.answer(1);
    await settled();
    expect(asked).toBe(2);
    answers[1]?.answer(2);
    await settled();
    expect(asked).toBe(2);
    expect(resource.value.value).toBe(2);
  });

  it('hears its own topics, and a new worker', async () => {
    let asked = 0;
    const app = scriptedApp({});
    createResource(app, ['vault'], async () => asked++, life());
    await settled();
    app.say('settings');
    await settled();
    expect(asked).toBe(1);
    app.say('vault');
    await settled();
    app.say(null);
    await settled();
    expect(asked).toBe(3);
  });

  it('keeps its value when a question fails', async () => {
    let dead = false;
    const app = scriptedApp({});
    const resource = createResource(
      app,
      ['vault'],
      () => (dead ? Promise.reject(new Error('gone')) : Promise.resolve('here')),
      life(),
    );
    await settled();
    dead = true;
    app.say('vault');
    await settled();
    expect([resource.value.value, resource.failed.value]).toEqual(['here', true]);
  });

  it('is silent after its life', async () => {
    const controller = new AbortController();
    let asked = 0;
    const app = scriptedApp({});
    createResource(app, ['vault'], async () => asked++, controller.signal);
    await settled();
    controller.abort();
    app.say('vault');
    await settled();
    expect(asked).toBe(1);
  });
});

describe('a search', () => {
  const found = (query: string, done = true): SearchView => ({ query, relationships: [], messages: [], done });

  it('shows the answer to the last words, in whatever order answers come', async () => {
    const answers = new Map([
      ['a', held<SearchView>()],
      ['ab', held<SearchView>()],
    ]);
    const app = scriptedApp({ search: ({ query }) => answers.get(query)?.promise ?? Promise.reject(new Error('odd')) });
    const search = createSearch(app, life());
    search.type('a');
    search.type('ab ');
    answers.get('ab')?.answer(found('ab'));
    await settled();
    answers.get('a')?.answer(found('a'));
    await settled();
    expect(search.result.value?.query).toBe('ab');
  });

  it('asks again while older messages are looked through, and stops when emptied', async () => {
    let asked = 0;
    const app = scriptedApp({ search: async ({ query }) => found(query, ++asked === 3) });
    const search = createSearch(app, life());
    search.type('x');
    for (let turn = 0; turn < 6; turn++) {
      await settled();
      app.clock.pass(250);
    }
    expect(asked).toBe(3);
    search.type('');
    expect(search.result.value).toBeNull();
  });
});

describe('a glimpse of the vault', () => {
  const row = conversation({ name: 'Blair', preview: 'as it was' });
  const glimpse = {
    recoveryConfirmed: true,
    autoLockMinutes: 60,
    conversations: { items: [row], total: 30, unread: 1 },
  };

  it('is shown at once, and what the worker answers takes its place', async () => {
    const answer = held<{ items: ConversationView[]; total: number; unread: number }>();
    const app = { ...scriptedApp({ conversations: () => answer.promise }), glimpse };
    const list = createConversations(app, life());
    expect([list.row(0)?.preview, list.row(1), list.total.value, list.indexOf(row.id)]).toEqual([
      'as it was',
      undefined,
      30,
      0,
    ]);
    answer.answer({ items: [{ ...row, preview: 'as it is' }], total: 1, unread: 0 });
    await settled();
    expect([list.row(0)?.preview, list.total.value, list.unread.value]).toEqual(['as it is', 1, 0]);
  });

  it('stays while no worker answers, and goes when it says that the vault is locked', async () => {
    const answer = held<VaultView>();
    const app = { ...scriptedApp({ vault: () => answer.promise }), glimpse };
    const vault = createVaultModel(app, life());
    expect(vault.value.value).toEqual({ state: 'open', recoveryConfirmed: true });
    answer.answer({ state: 'locked', waiting: 0, pinTries: null });
    await settled();
    expect(vault.value.value).toEqual({ state: 'locked', waiting: 0, pinTries: null });
  });
});

describe('settings', () => {
  const SETTINGS: SettingsView = {
    autoLockMinutes: 60,
    notifications: true,
    readReceipts: true,
    receivedReceipts: true,
    automaticDelay: 'none',
    quietSites: [],
    unaskedSites: [],
  };

  it('show a change at once, and take it back when it could not be kept', async () => {
    const answer = held<SettingsView>();
    const app = scriptedApp({ settings: async () => SETTINGS, changeSettings: () => answer.promise });
    const settings = createSettings(app, life());
    await settled();
    const change = settings.change({ notifications: false });
    expect(settings.value.value?.notifications).toBe(false);
    answer.fail();
    await expect(change).rejects.toThrow();
    expect(settings.value.value?.notifications).toBe(true);
  });

  it('are not undone by an older answer', async () => {
    const old = held<SettingsView>();
    let asked = 0;
    const app = scriptedApp({
      settings: () => (asked++ === 0 ? Promise.resolve(SETTINGS) : old.promise),
      changeSettings: async (change) => ({ ...SETTINGS, ...change }) as SettingsView,
    });
    const settings = createSettings(app, life());
    await settled();
    app.say('settings');
    await settings.change({ notifications: false });
    old.answer(SETTINGS);
    await settled();
    expect(settings.value.value?.notifications).toBe(false);
  });
});

describe('an invitation that was received', () => {
  it('is shown for the last text that was pasted', async () => {
    const answers = new Map([
      ['one', held<InvitationPreview>()],
      ['two', held<InvitationPreview>()],
    ]);
    const app = scriptedApp({
      invitations: async () => [],
      previewInvitation: ({ text }) => answers.get(text)?.promise ?? Promise.reject(new Error('odd')),
    });
    const model = createInvitations(app, life());
    model.received.value = 'one';
    void model.look();
    model.received.value = ' two ';
    void model.look();
    answers.get('two')?.answer({ ok: false, reason: 'expired' });
    await settled();
    answers.get('one')?.answer({ ok: false, reason: 'own' });
    await settled();
    expect(model.preview.value).toEqual({ ok: false, reason: 'expired' });
    expect(model.looking.value).toBe(false);
  });
});

describe('how delivery stands', () => {
  const service = {
    origin: 'https://a.example',
    roles: [],
    answeredAt: null,
    missedSince: null,
    mailDomain: null,
    sends: true,
    receives: true,
    fingerprint: null,
    leaving: null,
    permission: null,
  };
  const two = { sending: 2, receiving: 2 };

  it('is the worst that is true', () => {
    const connected = { ...service, state: 'connected' as const };
    const down = { ...service, state: 'unreachable' as const };
    expect(standing({ services: [connected], waitingToSend: 0, online: true, inUse: two })).toEqual({
      state: 'delivered',
      of: 1,
    });
    expect(standing({ services: [connected], waitingToSend: 2, online: true, inUse: two }).state).toBe('sending');
    expect(standing({ services: [connected, down], waitingToSend: 2, online: true, inUse: two })).toEqual({
      state: 'unreachable',
      reached: 1,
      of: 2,
      waiting: 2,
    });
    const away = { services: [down], waitingToSend: 2, online: false, inUse: two };
    expect(standing(away).state).toBe('silent');
    expect(standing(away, false).state).toBe('offline');
    expect(standing({ services: [], waitingToSend: 0, online: true, inUse: two }).state).toBe('none');
  });

  it.each([
    [1, 1, 'both'],
    [2, 1, 'receiving'],
    [1, 2, 'sending'],
    [2, 2, null],
  ] as const)('with %i to send through and %i to receive at lacks a second for %s', (sending, receiving, lacking) => {
    const view = {
      services: [{ ...service, state: 'connected' as const }],
      online: true,
      inUse: { sending, receiving },
    };
    const state = lacking === null ? { state: 'delivered', of: 1 } : { state: 'alone', lacking };
    expect(standing({ ...view, waitingToSend: 0 })).toEqual(state);
    expect(standing({ ...view, waitingToSend: 1 }).state).toBe('sending');
  });
});

describe('places', () => {
  const id = '0123456789abcdef'.repeat(2);
  const routes: Route[] = [
    { at: 'conversations' },
    { at: 'thread', id },
    { at: 'thread', id, message: id },
    { at: 'about', id },
    { at: 'mail', id, message: id },
    { at: 'entries' },
    { at: 'watch' },
    { at: 'entry', id },
    { at: 'edit-entry', id },
    { at: 'new-entry', kind: 'card' },
    { at: 'invite' },
    { at: 'scan' },
    { at: 'invitation', id },
    { at: 'accept', text: '' },
    { at: 'accept', text: 'https://s.example/i#key/&?' },
  ];

  it('are found again from their address', () => {
    for (const route of routes) expect(fromHash(toHash(route))).toEqual(route);
  });

  it('lead home when they are unknown', () => {
    for (const hash of ['', '#', '#/thread', '#/thread/../../x', '#/mail/1/2', '#/%%%', '#/accept/%E0%A4%A'])
      expect(['conversations', 'accept']).toContain(fromHash(hash).at);
  });

  it('lead home when the mail of an address is no id', () => {
    expect(fromHash(`#/mail/${id}/nothing`)).toEqual({ at: 'conversations' });
  });

  it('lead up to the list in at most three steps', () => {
    for (const route of routes) expect(above(above(above(route)))).toEqual({ at: 'conversations' });
  });
});
