// `npm start -- --people 2`: everybody is set up already and knows the first, so that people talk at once. The code for
// it is here and in no extension package: it asks the extension's own pages, as the person in front of them could. It
// never touches a person who was set up otherwise.

import type { Browser, Page } from 'puppeteer-core';
import type { MethodAnswer, MethodRequest } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';

/** Everybody who reads this knows it; each window says so. */
export const DEMO_PASSPHRASE = 'only a demonstration lantern';
const NAMES = ['Alex', 'Blair', 'Casey', 'Drew'] as const;
/** Services are asked for the first time, and tokens are got: moments, on a slow machine more. */
const PATIENCE_MS = 60_000;
const AGAIN_MS = 250;

type Method = keyof PageContract;
type ExtensionWorld = {
  chrome: {
    runtime: { sendMessage(message: unknown): Promise<{ ok: boolean; value: unknown; code?: string }> };
    storage: { session: { set(values: object): Promise<void> } };
    windows: { getCurrent(): Promise<{ id: number }> };
  };
};

/** A person at a browser, and the page of the extension from which its worker is asked. */
export class DemoPerson {
  readonly name: string;
  readonly #desk: Page;

  private constructor(name: string, desk: Page) {
    this.name = name;
    this.#desk = desk;
  }

  /** @param place the number of the person, from 0. @returns null if Nucleus was set up under another passphrase */
  static async at(browser: Browser, extensionId: string, place: number): Promise<DemoPerson | null> {
    const desk = await browser.newPage();
    await desk.goto(`chrome-extension://${extensionId}/options.html`);
    const person = new DemoPerson(NAMES[place] ?? `Person ${place + 1}`, desk);
    const { state } = await person.asks('vault', null);
    const passphrase = DEMO_PASSPHRASE;
    if (state === 'new') {
      await person.asks('setUp', { passphrase });
      await person.asks('confirmRecovery', null);
    } else if (state === 'locked' && !(await person.asks('unlock', { passphrase })).ok) {
      await desk.close();
      return null;
    }
    return person;
  }

  async asks<M extends Method>(
    method: M,
    request: MethodRequest<PageContract[M]>,
  ): Promise<MethodAnswer<PageContract[M]>> {
    const answer = await this.#desk.evaluate(
      (name, body) =>
        (globalThis as unknown as ExtensionWorld).chrome.runtime.sendMessage({
          channel: 'page',
          method: name,
          request: body,
        }),
      method as string,
      request as unknown,
    );
    if (answer?.ok !== true) throw new Error(`${this.name} could not ${method}: ${answer?.code ?? 'no answer'}`);
    return answer.value as MethodAnswer<PageContract[M]>;
  }

  /** The conversation with a person, if there is one. */
  async conversationWith(name: string): Promise<string | null> {
    const { items } = await this.asks('conversations', { kind: 'person', offset: 0, limit: 50 });
    return items.find((item) => item.name === name)?.id ?? null;
  }

  /** The side panel at a conversation; Chromium opens it by a gesture only, which the debugging line lends. */
  async opensPanel(conversation: string): Promise<void> {
    const windowId = await this.#desk.evaluate(async (place) => {
      const { storage, windows } = (globalThis as unknown as ExtensionWorld).chrome;
      const { id } = await windows.getCurrent();
      await storage.session.set({ 'panel-place': { place, windowId: id, at: Date.now() } });
      return id;
    }, `thread/${conversation}`);
    const line = await this.#desk.createCDPSession();
    const expression = `void chrome.sidePanel.open({ windowId: ${windowId} })`;
    await line.send('Runtime.evaluate', { expression, userGesture: true });
    await line.detach();
  }

  /** What this window is, in its first tab; the page from which Nucleus was asked is not needed any more. */
  async leaves(browser: Browser, shopUrl: string, others: readonly string[]): Promise<void> {
    const note = await browser.newPage();
    await note.setContent(noteFor(this.name, others, shopUrl));
    await this.#desk.close();
    await note.bringToFront();
  }
}

/**
 * Makes everybody known to the first, and lets the first begin.
 * @returns how many met now; those who knew one another before are left as they are
 */
export async function introduce(first: DemoPerson, others: readonly DemoPerson[]): Promise<number> {
  let met = 0;
  for (const other of others) {
    if ((await first.conversationWith(other.name)) !== null) continue;
    const invited = await insist(
      () => first.asks('createInvitation', { name: first.name, label: other.name }),
      ({ ok }) => ok,
    );
    if (!invited.ok) continue;
    const text = invited.invitation.bundle;
    const accepted = await insist(
      () => other.asks('acceptInvitation', { text, name: other.name }),
      ({ ok }) => ok,
    );
    const relationship = await insist(
      () => first.conversationWith(other.name),
      (id) => id !== null,
    );
    if (!accepted.ok || relationship === null) continue;
    const words = `Hello ${other.name}! I am in the other window. Write back, or drop a picture in here.`;
    await first.asks('send', { relationship, text: words, nonce: crypto.randomUUID().replaceAll('-', '') });
    met++;
  }
  return met;
}

/** Asks until the answer is good, for as long as a first start may take; the last answer in any case. */
async function insist<Answer>(ask: () => Promise<Answer>, isGood: (answer: Answer) => boolean): Promise<Answer> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isGood(answer) || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

const noteFor = (name: string, others: readonly string[], shopUrl: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${name} (demonstration)</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, sans-serif; max-width: 32rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
code { font: 600 1.05rem ui-monospace, Menlo, Consolas, monospace; padding: 0.15em 0.45em; border-radius: 6px; background: #4b3fd122; }
</style>
<h1>You are ${name}. This is a demonstration.</h1>
<p>Nucleus in this window is set up under the passphrase <code>${DEMO_PASSPHRASE}</code>. Anybody can read it in the source, so keep nothing here that matters.</p>
<p>${others.join(' and ')} ${others.length > 1 ? 'sit in the other windows' : 'sits in the other window'}, in a conversation with you already: the side panel shows it (Alt+Shift+M).</p>
<p>A shop to sign up at: <a href="${shopUrl}/sign-up">${shopUrl}/sign-up</a>. On the welcome page, <em>Allow on all sites</em> first.</p>`;
