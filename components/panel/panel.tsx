// The side panel: conversations first, then one screen at a time. Models that outlive a screen (list, search,
// invitations) live here.

import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Conversations } from '../conversations/conversations.tsx';
import { askFirstPage, createConversations } from '../conversations/model.ts';
import { createUnused } from '../conversations/unused-model.ts';
import { createEntries, type EntriesModel } from '../entries/model.ts';
import { createInvitations, type InvitationsModel } from '../invite/model.ts';
import { askAhead } from '../model/ahead.ts';
import { useApp } from '../model/app.ts';
import { createConnection } from '../model/connection.ts';
import { flushWhenLeft } from '../model/draft.ts';
import { followFocus } from '../model/focus.ts';
import { fetchAhead, useModule } from '../model/lazy.ts';
import { useLifetime } from '../model/lifetime.ts';
import { followHash, go, route } from '../model/navigation.ts';
import { above, fromHash, toHash } from '../model/route.ts';
import { createSearch } from '../search/model.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar } from '../ui/surfaces.tsx';
import { Gate } from '../unlock/gate.tsx';
import { KeysHelp } from './help.tsx';

// No part of the first paint: fetched from the package when first shown, the thread as soon as the list is painted.
const loadThread = () => import('../thread/thread.tsx');
const loadAbout = () => import('../person/about.tsx');
const loadMail = () => import('../mail/mail.tsx');
const loadInvite = () => import('../invite/invite.tsx');
const loadInvitation = () => import('../invite/invitation.tsx');
const loadAccept = () => import('../invite/accept.tsx');
const loadEntries = () => import('../entries/entries.tsx');
const loadEntry = () => import('../entries/entry.tsx');
const loadWatch = () => import('../watch/watch.tsx');
const loadEdit = () => import('../entries/edit.tsx');
const loadAddCode = () => import('../codes/add-code.tsx');
const loadScan = () => import('../invite/scan.tsx');

type Models = ReturnType<typeof createModels>;

type FirstPage = ReturnType<ReturnType<typeof askFirstPage>>;

function createModels(app: ReturnType<typeof useApp>, lifetime: AbortSignal, first: () => FirstPage) {
  let invitations: InvitationsModel | null = null;
  let entries: EntriesModel | null = null;
  return {
    conversations: createConversations(app, lifetime, first),
    search: createSearch(app, lifetime),
    connection: createConnection(app, lifetime),
    unused: createUnused(app, lifetime),
    /** Made when its screen is first shown, as those below. */
    get entries(): EntriesModel {
      entries ??= createEntries(app, lifetime);
      return entries;
    },
    get invitations(): InvitationsModel {
      invitations ??= createInvitations(app, lifetime);
      return invitations;
    },
  };
}

function ThreadScreen({ id, message, models }: { id: string; message?: string | undefined; models: Models }) {
  const screen = useModule(loadThread);
  // As its row has it, so that something stands there at once.
  const at = models.conversations.indexOf(id);
  const name = (at === null ? null : models.conversations.row(at)?.name) ?? '';
  if (screen) return <screen.Thread id={id} message={message} name={name} />;
  return (
    <>
      <Bar title={name} onBack={() => go({ at: 'conversations' })} edged />
      <Wait />
    </>
  );
}

interface LaterProps<Module> {
  load: () => Promise<Module>;
  screen: (module: Module) => JSX.Element;
}

function Later<Module>({ load, screen }: LaterProps<Module>) {
  const module = useModule(load);
  return module ? screen(module) : <Wait />;
}

function Screen({ models, recoveryConfirmed }: { models: Models; recoveryConfirmed: boolean }): JSX.Element {
  const place = route.value;
  const later = <Module,>(load: () => Promise<Module>, screen: (module: Module) => JSX.Element) => (
    <Later load={load} screen={screen} key={toHash(place)} />
  );
  switch (place.at) {
    case 'conversations':
      return (
        <Conversations
          model={models.conversations}
          search={models.search}
          connection={models.connection}
          unused={models.unused}
          recoveryConfirmed={recoveryConfirmed}
        />
      );
    case 'thread':
      return <ThreadScreen id={place.id} message={place.message} models={models} key={place.id} />;
    case 'about':
      return later(loadAbout, ({ About }) => <About id={place.id} />);
    case 'mail':
      return later(loadMail, ({ MailScreen }) => <MailScreen id={place.id} message={place.message} />);
    case 'invite':
      return later(loadInvite, ({ Invite }) => <Invite model={models.invitations} />);
    case 'invitation':
      return later(loadInvitation, ({ InvitationScreen }) => (
        <InvitationScreen id={place.id} model={models.invitations} />
      ));
    case 'accept':
      return later(loadAccept, ({ Accept }) => <Accept model={models.invitations} text={place.text} />);
    case 'entries':
      return later(loadEntries, ({ Entries }) => <Entries model={models.entries} />);
    case 'entry':
      return later(loadEntry, ({ EntryPage }) => <EntryPage id={place.id} />);
    case 'watch':
      return later(loadWatch, ({ WatchPage }) => <WatchPage />);
    case 'edit-entry':
      return later(loadEdit, ({ EditEntry }) => <EditEntry id={place.id} />);
    case 'new-entry':
      return later(loadEdit, ({ NewEntry }) => <NewEntry kind={place.kind} />);
    case 'add-code':
      return later(loadAddCode, ({ AddCode }) => <AddCode place={place} />);
    case 'scan':
      return later(loadScan, ({ Scan }) => <Scan />);
  }
}

function Open({ recoveryConfirmed, first }: { recoveryConfirmed: boolean; first: () => FirstPage }) {
  const app = useApp();
  const models = useLifetime((lifetime) => createModels(app, lifetime, first));
  useEffect(() => {
    const idle = requestIdleCallback(() => void fetchAhead(loadThread));
    return () => cancelIdleCallback(idle);
  }, []);
  useEffect(() => {
    const controller = new AbortController();
    // Escape leads up, unless something nearer to the person (a dialog, a menu, a field) took it.
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || route.value.at === 'conversations') return;
        if (document.querySelector('dialog[open]')) return;
        go(above(route.value));
      },
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, []);
  return (
    <>
      <Screen models={models} recoveryConfirmed={recoveryConfirmed} />
      <KeysHelp />
    </>
  );
}

export function Panel() {
  const app = useApp();
  const first = useLifetime((lifetime) => {
    followHash(lifetime);
    if (route.value.at === 'thread') void fetchAhead(loadThread);
    followFocus(lifetime);
    flushWhenLeft(lifetime);
    app.platform.onPlace((place) => go(fromHash(place)), lifetime);
    return askAhead(app, ['conversations'], askFirstPage(app), lifetime);
  });
  return <Gate>{(recoveryConfirmed) => <Open recoveryConfirmed={recoveryConfirmed} first={first} />}</Gate>;
}
