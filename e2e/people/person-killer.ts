// Ends a person's background worker as the browser does, at moments drawn from a seed, and counts only workers that
// were running: a kill of a worker that had not started yet would prove nothing.

import { createHash } from 'node:crypto';
import type { CDPSession } from '@playwright/test';
import type { Person } from './person.ts';

/** Repeatable draws: a counter under a hash. */
export function draws(seed: string): (below: number) => number {
  let counter = 0;
  return (below) => createHash('sha256').update(`${seed}/${counter++}`).digest().readUInt32BE() % below;
}

export class Killer {
  kills = 0;
  readonly #session: CDPSession;
  #status = 'stopped';
  /** How often it stopped: the next one may run before anybody has looked. */
  #stops = 0;
  #changed: (() => void)[] = [];

  private constructor(session: CDPSession, origin: string) {
    this.#session = session;
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { scriptURL, runningStatus } of versions) {
        if (!scriptURL.startsWith(origin)) continue;
        if (runningStatus === 'stopped' && this.#status !== 'stopped') this.#stops++;
        this.#status = runningStatus;
      }
      for (const look of this.#changed.splice(0)) look();
    });
  }

  static async of({ browser }: Person): Promise<Killer> {
    const session = await browser.context.newCDPSession(await browser.context.newPage());
    const killer = new Killer(session, browser.url(''));
    await session.send('ServiceWorker.enable');
    return killer;
  }

  /** Waits for a worker that runs, lets it run for that long, and ends it. Resolves when it has stopped. */
  async strikes(afterMs: number): Promise<void> {
    const runs = () => this.#status === 'running';
    await this.#comes(runs);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await this.#comes(runs);
    const before = this.#stops;
    await this.#session.send('ServiceWorker.stopAllWorkers');
    await this.#comes(() => this.#stops > before);
    this.kills++;
  }

  async #comes(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }
}
