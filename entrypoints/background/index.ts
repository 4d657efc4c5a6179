// The background worker joins the application to the browser: adapters and values, put together. lib/app and
// lib/rpc decide. Listeners are registered at once, since a browser wakes a worker for those only.

import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { keepAlarms, setAlarm } from '#adapters/browser/alarms.ts';
import { listen } from '#adapters/browser/channels.ts';
import { holdClaims } from '#adapters/browser/claims/claims.ts';
import { keepContextMenu } from '#adapters/browser/context-menu.ts';
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { onInstalled } from '#adapters/browser/installed.ts';
import { openLine } from '#adapters/browser/line/nameless-line.ts';
import { showBadge } from '#adapters/browser/notices/badge.ts';
import { createNotifier } from '#adapters/browser/notices/notifier.ts';
import { openPage, openServices } from '#adapters/browser/page-tabs.ts';
import { openPanel, openPanelByCommand, openPanelInFront } from '#adapters/browser/panel/side-panel.ts';
import { keepScripts } from '#adapters/browser/scripts.ts';
import { onShortcut } from '#adapters/browser/shortcuts.ts';
import { siteAccess } from '#adapters/browser/site-access.ts';
import { onTabClosed, tabs } from '#adapters/browser/tabs.ts';
import { after, pausingClock } from '#adapters/browser/time.ts';
import { openTopics } from '#adapters/browser/topics.ts';
import { takeBack, unlockForPage } from '#adapters/browser/unlock-for-page.ts';
import { useMark } from '#adapters/browser/use-mark.ts';
import { openVolatile } from '#adapters/browser/volatile.ts';
import { createLeakRange } from '#adapters/http/leak-range.ts';
import { Lines } from '#adapters/http/lines.ts';
import { readOwnFile } from '#adapters/http/own-file.ts';
import { createSitePages } from '#adapters/http/site-pages.ts';
import { createTransport } from '#adapters/http/transport.ts';
import { openIdbLockedInbox } from '#adapters/idb/locked-inbox.ts';
import { idbStores } from '#adapters/idb/stores.ts';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { Device } from '#app/device/device.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { ServiceClocks } from '#app/services/clocks.ts';
import { traceOf } from '#bytes/fault.ts';
import { toHash } from '#components/model/route.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { i18n } from '#i18n';
import { startWorker } from '#rpc/worker/worker.ts';

const DATABASE = 'nucleus';
const DEFAULT_SERVICES =
  import.meta.env.WXT_SERVICES ??
  'http://localhost:8787,http://127.0.0.1:8789,http://localhost:8791,http://127.0.0.1:8794,http://localhost:8792';

const LEAK_RANGE = import.meta.env.WXT_LEAK_RANGE ?? 'https://api.pwnedpasswords.com';

const now = (): number => Date.now();
const report = (error: unknown): void => {
  const trace = traceOf(error);
  if (trace !== null) console.error(`Nucleus: ${trace}`);
};

export default defineBackground({
  main() {
    // In one piece: the table of what the worker is given.
    const line = openLine();
    const volatile = openVolatile();
    const clocks = new ServiceClocks({ now, steady: () => performance.now() });
    const worker = startWorker({
      openDevice: async (told) => {
        // Without WebAssembly the reference implementation does the same, slower.
        await loadSodium().then(useProvider, () => {});
        return new Device({
          lockedInbox: await openIdbLockedInbox({ name: DATABASE }),
          volatile,
          stores: idbStores({ name: DATABASE, kinds: RECORD_KINDS, entropy: browserEntropy }),
          transport: createTransport({
            fetch: line.fetch,
            timeoutMs: 20_000,
            heard: (origin, told) => clocks.note(origin, told),
          }),
          skew: () => clocks.skew(),
          mailParser,
          entropy: browserEntropy,
          now,
          defaultServices: DEFAULT_SERVICES.split(','),
          report,
          ...told,
        });
      },
      openLines: (ends) => new Lines({ WebSocket: line.WebSocket, entropy: browserEntropy, report, ...ends }),
      openTopics: (onWatched) => openTopics({ onWatched }),
      createNotifier,
      showBadge,
      words: {
        text: (name) => i18n.t('notice.text', [name]),
        mail: (name) => i18n.t('notice.mail', [name]),
        accepted: (name) => i18n.t('notice.accepted', [name]),
        left: (host) => i18n.t('notice.left', [host]),
        otherKey: (host) => i18n.t('notice.otherKey', [host]),
      },
      title: i18n.t('extension.name'),
      volatile,
      useMark,
      tabs,
      hasSiteAccess: () => siteAccess.granted(),
      openPopupFor: unlockForPage,
      takeBack,
      openInvitation: async (windowId, text) => void (await openPanel(windowId, toHash({ at: 'accept', text }))),
      openNewEntry: async (windowId, kind) => void (await openPanel(windowId, toHash({ at: 'new-entry', kind }))),
      openThread: (id) => void openPanelInFront(toHash({ at: 'thread', id })).catch(report),
      openServices,
      entropy: browserEntropy,
      leakRange: createLeakRange({ fetch: line.fetch, origin: LEAK_RANGE, timeoutMs: 20_000 }),
      sitePages: createSitePages({
        fetch: (...request) => fetch(...request),
        hasAccess: () => siteAccess.granted(),
        timeoutMs: 8000,
      }),
      commonWords: () => readOwnFile(browser.runtime.getURL('/common-words.txt' as never)),
      clock: pausingClock,
      now,
      after,
      setAlarm,
      stayAwake: () => browser.runtime.getPlatformInfo(),
      report,
    });

    const { page, content, opening } = worker;
    holdClaims();
    listen({ page, content, opening, report: ({ error }) => report(error) });
    keepContextMenu(
      {
        fill: i18n.t('contextMenu.fill'),
        create: i18n.t('contextMenu.create'),
        password: i18n.t('contextMenu.password'),
        code: i18n.t('contextMenu.code'),
      },
      (entry, at) => {
        worker.contextMenu(entry, at);
        // In the choice itself: Firefox opens its sidebar for nothing that comes later.
        if (entry === 'code' && at.windowId !== null)
          void openPanel(at.windowId, toHash({ at: 'add-code', entry: '', by: 'page' })).catch(report);
      },
    );
    keepAlarms(worker.alarms);
    onTabClosed(worker.tabClosed);
    keepScripts(report);
    openPanelByCommand('open-panel');
    onShortcut('fill-next', worker.fillNext);
    onInstalled(() => openPage('welcome'));
  },
});
