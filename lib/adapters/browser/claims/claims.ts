// What only one of our pages does at a time, whatever window it lies in. The worker holds it for a page as long as the
// page's port is open, since no Web Lock reaches from a window of Firefox into a private one; of the next worker it is
// claimed anew.
import { browser } from 'wxt/browser';
import { thisExtension } from '../channels.ts';
import { fromPage, type Sender } from '../sender.ts';

const NAME = 'claim/';
/** Until the next worker is asked; a message wakes it. */
const PAUSE_MS = 200;

type Port = Pick<
  ReturnType<typeof browser.runtime.connect>,
  'name' | 'sender' | 'onMessage' | 'onDisconnect' | 'postMessage' | 'disconnect'
>;

/** The worker's side. */
export class Claims {
  readonly #held = new Map<string, Port>();

  hear(port: Port): void {
    const isFree = !this.#held.has(port.name);
    if (isFree) {
      this.#held.set(port.name, port);
      port.onDisconnect.addListener(() => this.#held.delete(port.name));
    }
    port.postMessage({ isFree });
  }
}

/** Must be called at once, at the start of the worker's script. */
export function holdClaims(): void {
  const claims = new Claims();
  browser.runtime.onConnect.addListener((port) => {
    if (!port.name.startsWith(NAME)) return;
    if (fromPage((port.sender ?? {}) as Sender, thisExtension()) === null) port.disconnect();
    else claims.hear(port);
  });
}

/**
 * The page's side. @param connect opens a port of that name to the worker
 * @returns lets go, as the page's end does; null: another page does it
 */
export function claimOfWorker(work: string, connect: (name: string) => Port): Promise<(() => void) | null> {
  return new Promise((claimed) => {
    let isOver = false;
    let letGo = (): void => {};
    const end = (): void => {
      isOver = true;
      letGo();
    };
    const ask = (): void => {
      if (isOver) return;
      const port = connect(`${NAME}${work}`);
      letGo = () => port.disconnect();
      port.onMessage.addListener((said: unknown) => {
        const { isFree } = said as { isFree: boolean };
        // Of a later worker another page may have it by now: both go on then.
        if (!isFree) end();
        claimed(isFree ? end : null);
      });
      port.onDisconnect.addListener(() => {
        // Read, or Chromium logs it as unchecked.
        void browser.runtime.lastError;
        setTimeout(ask, PAUSE_MS);
      });
    };
    ask();
  });
}
