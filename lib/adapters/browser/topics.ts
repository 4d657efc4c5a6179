// The worker's end of the topics: pages hold a port open, and hear which of what they show has changed. A port counts
// only if its sender is a page of ours. All that is read of it is which conversation the person has in front of them in
// that page.
import { browser } from 'wxt/browser';
import { TOPICS_PORT, type Topic } from '#rpc/call/topics.ts';
import { thisExtension } from './channels.ts';
import { InFront } from './in-front.ts';
import { fromPage, type Sender } from './sender.ts';

export interface Topics {
  /** Tells every page. The revision counts up per life of this worker. */
  publish(topic: Topic): void;
  /** How many pages are open, in sight or not. */
  watching(): number;
  /** Whether the person has that conversation in front of them: in sight, and with the focus in its page. */
  isInFront(relationship: string): boolean;
}

export interface TopicsOptions {
  /** The first page has opened, or the last has closed. */
  onWatched?(watched: boolean): void;
  readonly signal?: AbortSignal;
}

type Port = Parameters<Parameters<typeof browser.runtime.onConnect.addListener>[0]>[0];

/** Must be called at once, at the start of the worker's script: a page's connection may have woken it. */
export function openTopics({ onWatched, signal }: TopicsOptions = {}): Topics {
  const self = thisExtension();
  const ports = new Set<Port>();
  const inFront = new InFront();
  let revision = 0;

  const forget = (port: Port) => {
    inFront.forget(port);
    if (ports.delete(port) && ports.size === 0) onWatched?.(false);
  };
  const connect = (port: Port) => {
    if (port.name !== TOPICS_PORT) return;
    if (fromPage((port.sender ?? {}) as Sender, self) === null) return port.disconnect();
    ports.add(port);
    port.onMessage.addListener((said: unknown) => inFront.hear(port, said));
    port.onDisconnect.addListener(() => forget(port));
    // Shows the page that the worker is there; see connectPage.
    port.postMessage({ revision });
    if (ports.size === 1) onWatched?.(true);
  };
  browser.runtime.onConnect.addListener(connect);
  signal?.addEventListener('abort', () => {
    browser.runtime.onConnect.removeListener(connect);
    for (const port of ports) port.disconnect();
    ports.clear();
  });

  return {
    publish(topic) {
      revision++;
      for (const port of ports) {
        try {
          port.postMessage({ topic, revision });
        } catch {
          // It closed in this very moment; its own disconnection may still be under way.
          forget(port);
        }
      }
    },
    watching: () => ports.size,
    isInFront: (relationship) => inFront.has(relationship),
  };
}
