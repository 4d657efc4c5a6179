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
  #changed: (() => void)[] = [];

  private constructor(session: CDPSession, origin: string) {
    this.#session = session;
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const version of versions) if (version.scriptURL.startsWith(origin)) this.#status = version.runningStatus;
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
    await this.#becomes('running');
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await this.#becomes('running');
    await this.#session.send('ServiceWorker.stopAllWorkers');
    await this.#becomes('stopped');
    this.kills++;
  }

  async #becomes(status: string): Promise<void> {
    while (this.#status !== status) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }
}
