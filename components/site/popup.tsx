// The popup answers one question: who am I on this site? And it searches, locks, and asks for site access if it is
// missing.

import { useSignal } from '@preact/signals';
import {
  BellOff,
  Dices,
  Globe,
  Lock,
  MailOpen,
  PanelRight,
  ScanQrCode,
  Search,
  Settings,
  ShieldAlert,
  UserRoundPlus,
  X,
} from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import type { SiteView } from '#app/views/sites.ts';
import { isLoopback } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { askAhead } from '../model/ahead.ts';
import { useApp } from '../model/app.ts';
import { flushDrafts } from '../model/draft.ts';
import { keepForm } from '../model/form-draft.ts';
import { useModule } from '../model/lazy.ts';
import { useLifetime } from '../model/lifetime.ts';
import { toHash } from '../model/route.ts';
import { createSiteAccess } from '../model/site-access.ts';
import { createSearch, type SearchModel } from '../search/model.ts';
import { SearchField } from '../search/search-field.tsx';
import { SearchResults } from '../search/search-results.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { camel } from '../ui/key.ts';
import { Logo } from '../ui/logo.tsx';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice } from '../ui/surfaces.tsx';
import { Switch } from '../ui/switch.tsx';
import { Gate, NoAnswer } from '../unlock/gate.tsx';
import { FoundLoginList, useFoundLogins } from './found-logins.tsx';
import { IdentityCard } from './identity-card.tsx';
import { askSite, createSite, type SiteAnswer, type SiteModel } from './model.ts';
import { PageDetails } from './page-details.tsx';
import { TypedQuestions } from './typed-question.tsx';
import '../person/person.css';
import './popup.css';

function Access({ model }: { model: SiteModel }) {
  const app = useApp();
  const access = useLifetime(() => createSiteAccess(app));
  const ask = async () => {
    await access.request();
    await model.reload();
  };
  return (
    <Notice
      tone="hint"
      acts={
        <Button small onPress={() => void ask()}>
          {i18n.t('ready.allow')}
        </Button>
      }
    >
      {i18n.t('site.noAccess')}
    </Notice>
  );
}

const FAILURES: Readonly<Record<string, 'site.createUnreachable' | 'site.createMoved'>> = {
  unreachable: 'site.createUnreachable',
  moved: 'site.createMoved',
};

function OnSite({ site, view, model }: { site: string; view: SiteView; model: SiteModel }) {
  // In one piece: the picture of a popup, from top to bottom.
  const { worker, platform } = useApp();
  const failure = useSignal<string | null>(null);
  const create = useAction(async (fills: boolean) => {
    const tabId = model.tab();
    const shown = { site, secure: view.secure };
    const outcome = await worker.createIdentity(tabId === undefined ? shown : { ...shown, tabId });
    failure.value = outcome.ok ? null : i18n.t(FAILURES[outcome.reason] ?? 'site.createFailed');
    if (outcome.ok && fills && tabId !== undefined) {
      const filled = await worker.fillTab({ relationship: outcome.identity.id, tabId });
      if (filled.ok) return close();
      // What there is to ask is asked at the card of the new identity.
      if (filled.reason !== 'asks' && filled.reason !== 'tinted')
        failure.value = i18n.t(`site.fillReason.${camel(filled.reason)}`);
    }
    await model.reload();
  });
  // Both at once, in the click: the browser wants it for the panel, and the page is looked at before it grows narrow.
  const readCode = useAction(async () => {
    const tabId = model.tab();
    if (tabId === undefined) return;
    const place = toHash({ at: 'add-code', entry: '', by: 'page' });
    const opening = platform.openPanel(place);
    const [held, opened] = await Promise.all([worker.holdPage({ tabId }), opening]);
    if (!held.ok) failure.value = i18n.t('codes.noPage');
    else if (!opened) platform.openTab(place);
    if (held.ok) close();
  });
  const readsCode = model.tab() !== undefined && (
    <Button small kind="quiet" icon={ScanQrCode} busy={readCode.busy} onPress={() => void readCode.run()}>
      {i18n.t('codes.fromPage')}
    </Button>
  );
  const failed = failure.value !== null && (
    <Notice tone="bad" live>
      {failure.value}
    </Notice>
  );
  if (view.identities.length === 0)
    return (
      <>
        {failed}
        <EmptyState
          icon={UserRoundPlus}
          title={i18n.t('site.noneTitle', [site])}
          acts={
            <>
              {model.tab() !== undefined && (
                <Button kind="primary" busy={create.busy} onPress={() => void create.run(true)}>
                  {i18n.t('site.createAndFill')}
                </Button>
              )}
              <Button busy={create.busy} onPress={() => void create.run(false)}>
                {i18n.t('site.create')}
              </Button>
            </>
          }
        >
          {i18n.t('site.noneText')}
        </EmptyState>
        {readsCode}
      </>
    );
  return (
    <>
      {failed}
      {view.identities.map((identity, at) => (
        <IdentityCard
          key={identity.id}
          identity={identity}
          site={site}
          tab={model.tab()}
          only={view.identities.length === 1}
          first={at === 0}
        />
      ))}
      <Button small kind="quiet" icon={UserRoundPlus} busy={create.busy} onPress={() => void create.run(false)}>
        {i18n.t('site.another')}
      </Button>
      {readsCode}
    </>
  );
}

function InvitationHere({ link }: { link: string }) {
  const { platform } = useApp();
  const open = () => void platform.openPanel(toHash({ at: 'accept', text: link }));
  return (
    <main class="scroll popup-body">
      <EmptyState
        icon={MailOpen}
        title={i18n.t('site.invitation')}
        acts={
          <Button kind="primary" onPress={open}>
            {i18n.t('site.openInvitation')}
          </Button>
        }
      >
        {i18n.t('site.invitationText')}
      </EmptyState>
    </main>
  );
}

function Foot({ site, view, model }: { site: string; view: SiteView; model: SiteModel }) {
  const { worker } = useApp();
  const quieten = useAction(async (quiet: boolean) => {
    await worker.setQuiet({ site, quiet });
    await model.reload();
  });
  return (
    <footer class="popup-foot">
      <Switch
        on={!view.quiet}
        label={i18n.t('site.offer', [site])}
        busy={quieten.busy}
        onChange={(on) => void quieten.run(!on)}
      />
    </footer>
  );
}

function Site({ model }: { model: SiteModel }) {
  const { platform } = useApp();
  const view = model.value.value;
  if (!view) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  const { site, invitation } = view;
  const tab = model.tab();
  // There are no log-ins at a service: on an invitation's page the popup asks about the invitation alone.
  if (invitation !== null) return <InvitationHere link={invitation} />;
  return (
    <>
      <main class="scroll popup-body">
        <TypedQuestions questions={view.typed} />
        {site !== null && !view.access && <Access model={model} />}
        {site !== null && !view.secure && !isLoopback(site) && (
          <Notice tone="warn" icon={ShieldAlert}>
            {i18n.t('site.insecure')}
          </Notice>
        )}
        {view.quiet && <Notice icon={BellOff}>{i18n.t('site.quiet')}</Notice>}
        {site === null ? (
          <EmptyState
            icon={Globe}
            title={i18n.t('site.nowhereTitle')}
            acts={
              <Button onPress={() => void platform.openPanel(toHash({ at: 'conversations' }))}>
                {i18n.t('site.openPanel')}
              </Button>
            }
          >
            {i18n.t('site.nowhereText')}
          </EmptyState>
        ) : (
          <>
            {tab !== undefined && <PageDetails key={`${tab} ${site}`} {...{ tab, site }} access={view.access} />}
            <OnSite site={site} view={view} model={model} />
          </>
        )}
      </main>
      {site !== null && (view.access || view.quiet) && <Foot site={site} view={view} model={model} />}
    </>
  );
}

function Results({ search, tab }: { search: SearchModel; tab: number | undefined }) {
  const query = search.query.value.trim();
  const logins = useFoundLogins(query);
  const items = logins?.items ?? [];
  const also = {
    count: items.length,
    done: logins?.query === query,
    rows: <FoundLoginList items={items} tab={tab} />,
  };
  return <SearchResults model={search} also={also} />;
}

const loadGenerator = () => import('../generator/generator.tsx');

function OpenGenerator({ site, tab }: { site: string; tab: number | undefined }) {
  const loaded = useModule(loadGenerator);
  return <main class="scroll popup-body">{loaded === null ? <Wait /> : <loaded.Generator {...{ site, tab }} />}</main>;
}

function Open({ first }: { first: () => Promise<SiteAnswer> }) {
  // In one piece: the picture of the popup, from top to bottom.
  const app = useApp();
  const { platform, worker } = app;
  const site = useLifetime((lifetime) => createSite(app, lifetime, first));
  const search = useLifetime((lifetime) => createSearch(app, lifetime));
  const [searching, setSearching] = useState(false);
  useLifetime((lifetime) => {
    // A lock takes the page away during a search; who closes the popup is done with it.
    const kept = keepForm(app, 'search', { query: search.query }, lifetime);
    addEventListener('pagehide', () => void kept.forget(), { signal: lifetime });
    void kept.restored.then((isBack) => {
      if (!isBack) return;
      search.type(search.query.value);
      setSearching(true);
    });
  });
  const [generating, setGenerating] = useState(false);
  const lock = useAction(async () => {
    await flushDrafts();
    await worker.lock();
  });
  const host = site.value.value?.site;
  return (
    <>
      <Bar
        title={host ?? i18n.t('extension.name')}
        before={
          <span class="mark">
            <Logo />
          </span>
        }
        after={
          <>
            <IconButton
              icon={searching ? X : Search}
              label={searching ? i18n.t('search.close') : i18n.t('search.placeholder')}
              expanded={searching}
              onPress={() => {
                search.type('');
                setSearching(!searching);
              }}
            />
            <IconButton
              icon={Dices}
              label={i18n.t('generator.title')}
              expanded={generating}
              onPress={() => setGenerating(!generating)}
            />
            <IconButton icon={Lock} label={i18n.t('common.lock')} busy={lock.busy} onPress={() => void lock.run()} />
          </>
        }
      />
      {searching && <SearchField model={search} autofocus />}
      {generating ? (
        <OpenGenerator site={host ?? ''} tab={host == null ? undefined : site.tab()} />
      ) : searching && search.query.value.trim() !== '' ? (
        <Results search={search} tab={host == null ? undefined : site.tab()} />
      ) : (
        <Site model={site} />
      )}
      <nav class="popup-ways" aria-label={i18n.t('site.ways')}>
        <Button
          small
          kind="quiet"
          icon={PanelRight}
          onPress={() => void platform.openPanel(toHash({ at: 'conversations' }))}
        >
          {i18n.t('conversations.title')}
        </Button>
        <Button small kind="quiet" icon={Settings} onPress={() => platform.openPage('options')}>
          {i18n.t('options.title')}
        </Button>
      </nav>
    </>
  );
}

export function Popup() {
  const app = useApp();
  const { platform } = app;
  const first = useLifetime((lifetime) => askAhead(app, ['site', 'conversations'], askSite(app), lifetime));
  // Places are the side panel's: results found here open there.
  useEffect(() => {
    const controller = new AbortController();
    addEventListener(
      'click',
      (event) => {
        const place = (event.target as Element).closest('a[href^="#/"]')?.getAttribute('href');
        if (!place) return;
        event.preventDefault();
        void platform.openPanel(place);
      },
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, [platform]);
  return <Gate>{() => <Open first={first} />}</Gate>;
}
