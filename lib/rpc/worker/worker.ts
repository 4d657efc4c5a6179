// The worker without the browser: the parts that decide, each given those that it tells. The browser's part comes as
// ports, so a test starts the same worker in Node.
import { AutoLock, type UseMark } from '#app/device/auto-lock.ts';
import type { Device } from '#app/device/device.ts';
import type { DevicePorts } from '#app/device/open-vault.ts';
import { POLL_SECONDS, Rounds, type RoundsOptions, UPKEEP_SECONDS } from '#app/device/rounds.ts';
import { Attention, type AttentionOptions, type Notifier } from '#app/notices/attention.ts';
import type { Brought, MailboxAccess } from '#app/ports/ports.ts';
import { ServiceHealth } from '#app/show/connection.ts';
import { ChosenTabs } from '#app/sites/chosen.ts';
import { TypedLogins } from '#app/sites/typed-logins.ts';
import type { Volatile } from '#app/store/volatile.ts';
import type { Topic } from '../call/topics.ts';
import type { WorkerContext } from '../call/worker-context.ts';
import type { ContextMenuActs } from '../content/context-menu.ts';
import { FillPermits } from '../sites/fill-permits.ts';
import { countAside } from '../sites/typed-questions.ts';
import { GiveWay } from './give-way.ts';
import { type HandlerParts, workerHandlers } from './handlers.ts';
import { GlimpseWriter } from './leave-glimpse.ts';
import { type BrowserTabs, type Frame, PageScripts } from './page-scripts.ts';
import { Reactions } from './reactions.ts';
import { TypedWatch } from './typed-watch.ts';

/** What the push lines ask and tell. */
export interface LineEnds {
  /** Credentials to hold lines with; asked again when one was refused. */
  accesses(): Promise<readonly MailboxAccess[]>;
  refused(access: MailboxAccess): Promise<void>;
  /** Mail waits there. @param brought all that waits in one mailbox of them, sent along */
  fetch(origin: string, brought?: Brought): Promise<void>;
  changed(origin: string, open: boolean): void;
}

export interface WorkerPorts
  extends Pick<WorkerContext, 'hasSiteAccess' | 'openPopupFor' | 'entropy' | 'leakRange' | 'sitePages' | 'commonWords'>,
    Pick<AttentionOptions, 'showBadge' | 'words' | 'title' | 'openServices'>,
    Pick<RoundsOptions, 'now' | 'after'> {
  openDevice(
    told: Pick<DevicePorts, 'announce' | 'arrived' | 'health' | 'isLookedAt' | 'sendAgainAt'>,
  ): Promise<Device>;
  openLines(ends: LineEnds): { hold(): Promise<void> };
  openTopics(watched: (watched: boolean) => void): {
    publish(topic: Topic): void;
    watching(): number;
    isInFront(relationship: string): boolean;
  };
  createNotifier(clicked: (id: string) => void): Notifier;
  readonly volatile: Volatile;
  readonly useMark: UseMark;
  readonly tabs: BrowserTabs;
  readonly clock: HandlerParts['clock'];
  /** The frame that waited for this page of ours, brought to the front; null: none. */
  takeBack: (from: Parameters<WorkerContext['backToPage']>[0]) => Promise<Frame | null>;
  openInvitation: WorkerContext['openPanel'];
  openNewEntry: WorkerContext['openNewEntry'];
  openThread(relationship: string): void;
  setAlarm(name: 'send', at: number | null): Promise<void>;
  stayAwake(): Promise<unknown>;
  report(error: unknown): void;
}

/** Starts at once, with a first round. */
export function startWorker(ports: WorkerPorts) {
  // In one piece: the table of what each part is given. Parts may be asked for only once the device is there.
  const { report, now } = ports;
  const chosen = new ChosenTabs(ports.volatile);
  const permits = new FillPermits(ports.volatile);
  const typed = new TypedLogins({
    ...ports,
    changed: () => {
      attention.badge().catch(report);
      publish('site');
    },
  });
  const typedWatch = new TypedWatch({ ...ports, typed });
  const health = new ServiceHealth();
  const giveWay = new GiveWay(ports.clock);
  const { publish, watching, isInFront } = ports.openTopics((watched) => reactions.watched(watched));
  let made: Device | null = null;
  const device = ports
    .openDevice({
      announce: (change) => reactions.changed(change, made?.current ?? null),
      arrived: (arrival) => reactions.arrived(arrival),
      health: (origin, state) => reactions.answered(origin, state),
      isLookedAt: isInFront,
      sendAgainAt: (at) => rounds.sendAgainAt(at),
    })
    .then((opened) => {
      made = opened;
      return opened;
    });
  const lines = ports.openLines({
    accesses: async () => (await device).accesses(),
    refused: async (access) => (await device).accessRefused(access),
    fetch: async (origin, brought) => (await device).fetch(origin, brought),
    changed: (origin, open) => reactions.lineChanged(origin, open),
  });
  const scripts = new PageScripts({ tabs: ports.tabs, device, chosen, report });
  const attention: Attention = new Attention({
    ...ports,
    device,
    notifier: ports.createNotifier((id) => attention.clicked(id)),
    isInFront,
    open: ports.openThread,
    questions: async () => countAside({ device: await device }, { typed, chosen }),
  });
  const autoLock = device.then((opened) => new AutoLock(opened, ports.useMark));
  const handlers = Promise.all([device, autoLock]).then(([opened, lock]) => {
    const context: WorkerContext = {
      ...ports,
      device: opened,
      tabs: scripts,
      openPanel: ports.openInvitation,
      openNewEntry: ports.openNewEntry,
      openThread: (id) => ports.openThread(id),
      backToPage: async (from) => scripts.goOn(await ports.takeBack(from)),
      publish,
      pause: (milliseconds) => ports.clock.pause(milliseconds),
      turn: () => giveWay.turn(),
      used: () => lock.used(now()),
      judged: async () => void (await lock.judge(now())),
      glanced: () => lock.glance(now()),
    };
    const keeping = { typed, wake: () => typedWatch.wake() };
    return workerHandlers(context, { health, chosen, keeping, permits, giveWay, clock: ports.clock });
  });
  const creation = handlers.then((parts) => parts.creation);
  const wakeToSend = (at: number | null): Promise<void> => ports.setAlarm('send', at);
  const rounds = new Rounds({ ...ports, device, autoLock, watching, creation, lines, attention, wakeToSend });
  const glimpse = new GlimpseWriter({ ...ports, device });
  const reactions = new Reactions({
    ...ports,
    health,
    attention,
    scripts,
    chosen,
    permits,
    typed,
    rounds,
    lines,
    glimpse,
    publish,
  });
  const page = handlers.then((parts) => parts.page);
  const content = handlers.then((parts) => parts.content);
  // A start that fails is reported once, by the first round.
  for (const part of [creation, page, content]) part.catch(() => {});
  void rounds.poll();
  // Changes may have come whose glimpse a former life did not leave.
  glimpse.note();
  // A former life may have left a log-in that waits.
  typedWatch.wake();
  return {
    page,
    content,
    /** A page of ours begins to open. */
    opening: (): void => giveWay.note(),
    contextMenu: (entry: Exclude<keyof ContextMenuActs, 'next'>, at: Parameters<ContextMenuActs['fill']>[0]): void =>
      void handlers.then(({ contextMenu }) => contextMenu[entry](at)).catch(report),
    fillNext: (at: Parameters<ContextMenuActs['next']>[0]): void =>
      void handlers.then(({ contextMenu }) => contextMenu.next(at)).catch(report),
    tabClosed: (tabId: number): void => {
      chosen.forget(tabId).catch(report);
      typed.closed(tabId).then(() => typedWatch.wake(), report);
    },
    alarms: {
      poll: {
        everySeconds: POLL_SECONDS,
        ring: () => {
          // A log-in whose page is gone gets old with nobody awake.
          typedWatch.wake();
          return rounds.poll();
        },
      },
      upkeep: { everySeconds: UPKEEP_SECONDS, ring: rounds.keepUp },
      send: { ring: rounds.send },
    },
  };
}
