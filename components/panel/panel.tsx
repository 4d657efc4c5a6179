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
import { KeysHelp } from './keys.tsx';

// No part of the first paint: fetched from the package when first shown, the thread as soon as the list is painted.
const loadThread = () => import('../thread/thread.tsx');
const loadAbout = () => import('../person/about.tsx');
const loadMail = () => import('../mail/mail.tsx');
const loadInvite = () => import('../invite/invite.tsx');
const loadInvitation = () => import('../invite/invitation.tsx');
const loadAccept = () => import('../invite/accept.tsx');
const loadEntries = () => import('../entries/entries.tsx');
const loadEntry = () => import('../entries/entry.tsx');
const loadEdit = () => import('../entries/edit.tsx');
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

function AboutScreen({ id }: { id: string }) {
  const screen = useModule(loadAbout);
  return screen ? <screen.About id={id} /> : <Wait />;
}

function MailScreen({ id, message }: { id: string; message: string }) {
  const screen = useModule(loadMail);
  return screen ? <screen.MailScreen id={id} message={message} /> : <Wait />;
}

function InviteScreen({ models }: { models: Models }) {
  const screen = useModule(loadInvite);
  return screen ? <screen.Invite model={models.invitations} /> : <Wait />;
}

function InvitationScreen({ id, models }: { id: string; models: Models }) {
  const screen = useModule(loadInvitation);
  return screen ? <screen.InvitationScreen id={id} model={models.invitations} /> : <Wait />;
}

function AcceptScreen({ text, models }: { text: string; models: Models }) {
  const screen = useModule(loadAccept);
  return screen ? <screen.Accept model={models.invitations} text={text} /> : <Wait />;
}

function EntriesScreen({ models }: { models: Models }) {
  const screen = useModule(loadEntries);
  return screen ? <screen.Entries model={models.entries} /> : <Wait />;
}

function EntryScreen({ id }: { id: string }) {
  const screen = useModule(loadEntry);
  return screen ? <screen.EntryPage id={id} /> : <Wait />;
}

function EditScreen({ place }: { place: { at: 'edit-entry'; id: string } | { at: 'new-entry'; kind: string } }) {
  const screen = useModule(loadEdit);
  if (!screen) return <Wait />;
  return place.at === 'edit-entry' ? <screen.EditEntry id={place.id} /> : <screen.NewEntry kind={place.kind} />;
}

function ScanScreen() {
  const screen = useModule(loadScan);
  return screen ? <screen.Scan /> : <Wait />;
}

function Screen({ models, recoveryConfirmed }: { models: Models; recoveryConfirmed: boolean }): JSX.Element {
  const place = route.value;
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
      return <AboutScreen id={place.id} key={place.id} />;
    case 'mail':
      return <MailScreen id={place.id} message={place.message} key={place.message} />;
    case 'invite':
      return <InviteScreen models={models} />;
    case 'invitation':
      return <InvitationScreen id={place.id} models={models} key={place.id} />;
    case 'accept':
      return <AcceptScreen text={place.text} models={models} />;
    case 'entries':
      return <EntriesScreen models={models} />;
    case 'entry':
      return <EntryScreen id={place.id} key={place.id} />;
    case 'edit-entry':
    case 'new-entry':
      return <EditScreen place={place} key={toHash(place)} />;
    case 'scan':
      return <ScanScreen />;
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
