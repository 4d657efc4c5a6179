// The background worker joins the application to the browser. It only names adapters and connects them; lib/app
// decides, and the handlers in lib/rpc answer. Listeners are registered at once, since a browser wakes a worker for
// those only.

import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { alarms } from '#adapters/browser/alarms.ts';
import { listen } from '#adapters/browser/channels.ts';
import type { ToContent } from '#adapters/browser/content-client.ts';
import { keepContextMenu } from '#adapters/browser/context-menu.ts';
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { openLine } from '#adapters/browser/line/nameless-line.ts';
import { Attention } from '#adapters/browser/notices/attention.ts';
import { injectParts, injectTab, keepScripts } from '#adapters/browser/scripts.ts';
import { openPanel, openPanelByCommand } from '#adapters/browser/side-panel.ts';
import { siteAccess } from '#adapters/browser/site-access.ts';
import {
  askTab,
  findTab,
  frontTab,
  iconOfTab,
  onTabClosed,
  openTab,
  tellTab,
  tellTabs,
} from '#adapters/browser/tabs.ts';
import { openTopics } from '#adapters/browser/topics.ts';
import { takeBack, unlockForPage } from '#adapters/browser/unlock-for-page.ts';
import { useMark } from '#adapters/browser/use-mark.ts';
import { openVolatile } from '#adapters/browser/volatile.ts';
import { Lines } from '#adapters/http/lines.ts';
import { createTransport } from '#adapters/http/transport.ts';
import { openIdbLockedInbox } from '#adapters/idb/locked-inbox.ts';
import { idbStores } from '#adapters/idb/stores.ts';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { AutoLock } from '#app/device/auto-lock.ts';
import { Device } from '#app/device/device.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { login } from '#app/records/login.ts';
import { profile } from '#app/records/profile.ts';
import { recent, relationship } from '#app/records/relationship.ts';
import { ServiceHealth } from '#app/show/connection.ts';
import { ChosenTabs } from '#app/sites/chosen.ts';
import { Fault } from '#bytes/fault.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { i18n } from '#i18n';
import { siteOf } from '#logins/site.ts';
import type { WorkerContext } from '#rpc/call/worker-context.ts';
import { contextMenuActs } from '#rpc/content/context-menu.ts';
import { content } from '#rpc/content/contract.ts';
import { contentHandlers } from '#rpc/content/handlers.ts';
import { shownOf } from '#rpc/conversations/shown.ts';
import { page } from '#rpc/page/contract.ts';
import { pageHandlers } from '#rpc/page/handlers.ts';
import { Creation } from '#rpc/sites/creation.ts';
import { Suggestions } from '#rpc/sites/suggestions.ts';

const DATABASE = 'nucleus';
const DEFAULT_SERVICES = (
  import.meta.env.WXT_SERVICES ??
  'http://localhost:8787,http://127.0.0.1:8789,http://localhost:8791,http://127.0.0.1:8794,http://localhost:8792'
).split(',');
const POLL = 'poll';
const SEND = 'send';
const UPKEEP = 'upkeep';
const POLL_SECONDS = 30;
const UPKEEP_SECONDS = 6 * 3600;

export default defineBackground({
  main() {
    // In one piece: the composition root, in which each part is given those made before it.
    const report = (error: unknown): void => {
      // Locking ends the work under way; that is no failure.
      if (error instanceof Fault && error.blame !== 'bug') return;
      reportBug(error);
    };
    const memory = openVolatile();
    const chosen = new ChosenTabs(memory);
    const line = openLine();
    const health = new ServiceHealth();
    const topics = openTopics({
      onWatched: (watched) => void (watched ? device.then(() => lines.hold()).catch(report) : undefined),
    });

    const device = (async () => {
      // Without WebAssembly the reference implementation does the same, slower.
      await loadSodium().then(useProvider, () => {});
      const lockedInbox = await openIdbLockedInbox({ name: DATABASE });
      const made: Device = new Device({
        lockedInbox,
        volatile: memory,
        stores: idbStores({ name: DATABASE, kinds: RECORD_KINDS, entropy: browserEntropy }),
        transport: createTransport({ fetch: line.fetch, timeoutMs: 20_000 }),
        mailParser,
        entropy: browserEntropy,
        now: () => Date.now(),
        defaultServices: DEFAULT_SERVICES,
        announce(change) {
          if (change.topic === 'tidying') {
            // Nothing else tells the browser meanwhile that its worker is not idle.
            void browser.runtime.getPlatformInfo().catch(report);
            return topics.publish('tidying');
          }
          // Noted first, so that pages then get fresh answers.
          if (change.topic !== 'vault' && made.current !== null) shownOf(made.current).note(change);
          topics.publish(change.topic === 'thread' ? `thread:${change.relationship}` : change.topic);
          if (change.topic === 'conversations' || change.topic === 'vault') void attention.badge().catch(report);
          if (change.topic === 'thread') void attention.changed(change.relationship).catch(report);
          if (change.topic === 'vault') {
            context.tabs.nudge();
            if (made.current === null) void chosen.clear().catch(report);
          }
          // A service that was just joined has a mailbox to be pushed about.
          if (change.topic === 'vault' || change.topic === 'connection') void lines.hold().catch(report);
        },
        arrived(arrival) {
          void attention.arrived(arrival).catch(report);
          if (arrival.kind === 'mail') void mailCame(arrival.relationship).catch(report);
        },
        health(origin, state) {
          if (!health.note(origin, state, Date.now())) return;
          topics.publish('connection');
          // It is back: failed work need not wait out its pause.
          if (state === 'connected') void sendNow().catch(report);
        },
        sendAgainAt(at) {
          // Soon is a timer, which the busy worker lives to see; later is an alarm, which outlives it.
          clearTimeout(sendTimer);
          if (at === null) return void alarms.stop(SEND);
          sendTimer = setTimeout(() => void send().catch(report), Math.max(0, at - Date.now()));
          void alarms.once(SEND, at);
        },
        report,
      });
      return made;
    })();
    const autoLock = device.then((made) => new AutoLock(made, useMark));
    autoLock.catch(report);
    let sendTimer: ReturnType<typeof setTimeout> | undefined;
    const send = async (): Promise<void> => (await (await device).opened())?.courier.send();
    const sendNow = async (): Promise<void> => (await (await device).opened())?.courier.sendNow();
    const heard = async (origin: string): Promise<void> => {
      (await (await device).opened())?.courier.heard(origin);
      await sendNow();
    };

    /**
     * Only a page that knows of the identity hears of its mail, in the tab's own frame: elsewhere, even in a stranger's
     * frame beside it, a page could see that our script was told something. A form in a frame of the site's own offers
     * the code at the next press.
     */
    const mailCame = async (relationshipId: string): Promise<void> => {
      const open = await (await device).opened();
      const [known] = open === null ? [null] : await open.app.store.read([login(relationshipId)]);
      if (known == null) return;
      const tell = async (tabId: number): Promise<void> => {
        const tab = await findTab(tabId);
        if (tab?.url != null && siteOf(tab.url) === known.site) await tellTab(tabId, { nucleus: 'changed' }, 0);
      };
      await Promise.all((await chosen.tabsOf(known.site)).map(tell));
    };

    const lines = new Lines({
      WebSocket: line.WebSocket,
      entropy: browserEntropy,
      accesses: async () => {
        const open = await (await device).opened();
        return open === null ? (await device).access.good(Date.now()) : open.courier.accesses();
      },
      refused: async (access) => (await device).access.set({ ...access, untilAt: 0 }),
      fetch: async (origin) => (await device).fetch(origin),
      changed: (origin, open) => {
        if (health.notePush(origin, open, Date.now())) topics.publish('connection');
        if (open) void heard(origin).catch(report);
      },
      report,
    });

    const attention = new Attention({
      wanted: async () => {
        const open = await (await device).opened();
        const [settings] = open === null ? [null] : await open.app.store.read([profile]);
        return settings?.notifications ?? false;
      },
      count: async () => {
        const open = await (await device).opened();
        if (open === null) return (await device).waiting();
        const [known] = await open.app.store.read([recent]);
        return known?.unread ?? 0;
      },
      nameOf: async (id) => {
        const open = await (await device).opened();
        const [known] = open === null ? [null] : await open.app.store.read([relationship(id)]);
        return known?.name ?? null;
      },
      unreadIn: async (id) => {
        const open = await (await device).opened();
        if (open === null) return null;
        const [known] = await open.app.store.read([relationship(id)]);
        return known?.unread ?? 0;
      },
      isInFront: topics.isInFront,
      words: {
        text: (name) => i18n.t('notice.text', [name]),
        mail: (name) => i18n.t('notice.mail', [name]),
        accepted: (name) => i18n.t('notice.accepted', [name]),
        left: (host) => i18n.t('notice.left', [host]),
        otherKey: (host) => i18n.t('notice.otherKey', [host]),
      },
      title: i18n.t('extension.name'),
      openServices: () => void openTab(browser.runtime.getURL('/options.html#services')).catch(report),
      iconUrl: browser.runtime.getURL('/icon/128.png'),
      open: (id) =>
        void frontTab()
          .then((tab) => tab && openPanel(tab.windowId, `thread/${id}`))
          .catch(report),
    });

    // If the person gave no access to the site, their choice lets us into this one page.
    const askInjected = async (tabId: number, word: ToContent, frameId?: number) => {
      const answer = await askTab(tabId, word, frameId);
      if (answer !== null) return answer;
      return (await injectTab(tabId)) ? askTab(tabId, word, frameId) : null;
    };

    const context: Omit<WorkerContext, 'device'> = {
      tabs: {
        async find(tabId) {
          const tab = tabId === undefined ? await frontTab() : await findTab(tabId);
          return tab === null || tab.url === null ? null : { tabId: tab.id, url: tab.url };
        },
        open: openTab,
        icon: iconOfTab,
        async fill(tabId, id, { frameId, ...which } = {}) {
          const answer = await askInjected(tabId, { nucleus: 'fill', id, ...which }, frameId);
          if (answer === null) return 'no-access';
          return typeof answer === 'string' ? { host: answer } : answer ? 'told' : 'no-form';
        },
        async fillCode(tabId, id) {
          const answer = await askInjected(tabId, { nucleus: 'code', id });
          return answer === null ? 'no-access' : answer ? 'told' : 'no-form';
        },
        async openMenu(tabId, frameId) {
          await askInjected(tabId, { nucleus: 'open' }, frameId);
        },
        injectParts,
        nudge: () => void tellTabs({ nucleus: 'changed' }, () => true).catch(report),
      },
      hasSiteAccess: () => siteAccess.granted(),
      openPopupFor: unlockForPage,
      async backToPage(from) {
        const waited = await takeBack(from);
        return waited !== null && (await tellTab(waited.tabId, { nucleus: 'open' }, waited.frameId));
      },
      openPanel: async (windowId, invitation) =>
        void (await openPanel(windowId, invitation === undefined ? null : `accept/${encodeURIComponent(invitation)}`)),
      publish: (topic) => topics.publish(topic),
      entropy: browserEntropy,
      used: async () => (await autoLock).used(Date.now()),
      judged: async () => void (await (await autoLock).judge(Date.now())),
      glanced: async () => (await autoLock).glance(Date.now()),
    };

    const suggestions = new Suggestions(browserEntropy);
    const clock = {
      now: () => performance.now(),
      pause: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
    };
    const ready = device.then((made) => {
      const whole: WorkerContext = { ...context, device: made };
      const creation = new Creation(whole, suggestions);
      return {
        creation,
        contextMenu: contextMenuActs(whole, creation),
        page: { contract: page, handlers: pageHandlers(whole, creation, health) },
        content: { contract: content, handlers: contentHandlers(whole, suggestions, creation, { chosen, clock }) },
      };
    });
    ready.catch(report);
    listen({
      page: ready.then((made) => made.page),
      content: ready.then((made) => made.content),
      report: ({ error }) => report(error),
    });

    keepContextMenu(
      { fill: i18n.t('contextMenu.fill'), create: i18n.t('contextMenu.create') },
      (entry, at) => void ready.then(({ contextMenu }) => contextMenu[entry](at)).catch(report),
    );
    keepScripts(report);
    onTabClosed((tabId) => void chosen.forget(tabId).catch(report));
    openPanelByCommand('open-panel');
    browser.runtime.onInstalled.addListener(({ reason }) => {
      if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
    });

    alarms.on(POLL, () => void poll().catch(report));
    alarms.on(SEND, () => void send().catch(report));
    alarms.on(
      UPKEEP,
      () =>
        void device
          .then((made) => made.opened())
          .then((open) => open?.courier.keepUp())
          .catch(report),
    );
    void alarms.repeat(POLL, POLL_SECONDS);
    void alarms.repeat(UPKEEP, UPKEEP_SECONDS);

    const poll = async (): Promise<void> => {
      const made = await device;
      await (await autoLock).judge(Date.now());
      const fetched = async (): Promise<void> => {
        await made.fetch();
        const { creation } = await ready;
        await made.rekeyIfDue(() => topics.watching() === 0 && !creation.isRunning);
        await attention.badge();
      };
      // Beside each other: a service that keeps one waiting must not keep the lines to the others down.
      await Promise.all([fetched(), lines.hold()]);
    };
    void poll().catch(report);
  },
});

/** Reports an unexpected error for debugging: its kind and place, never its message, which may hold content. */
function reportBug(error: unknown): void {
  const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: undefined };
  const code = error instanceof Fault ? error.code : name;
  const where = stack?.split('\n').slice(1, 6).join('\n') ?? '';
  console.error(`Nucleus: ${code}\n${where}`);
}
