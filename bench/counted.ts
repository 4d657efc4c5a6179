// What the services of a town count, together; and when they were last asked anything, heard in Node itself, so that
// neither costs the browser that is measured.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Town } from '#e2e/people/town-building.ts';

/** Of a counter of /metrics, by its line's beginning, over both services. */
export async function counted({ main, second }: Town, line: string): Promise<number> {
  const texts = await Promise.all([main, second].map(async ({ origin }) => (await fetch(`${origin}/metrics`)).text()));
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((one) => one.startsWith(`nucleus_${line} `))
    .reduce((sum, one) => sum + Number(one.slice(one.lastIndexOf(' ') + 1)), 0);
}

/** When servers of this process last ended an answer. */
export class Answered {
  readonly #path: string;
  /** To requests below the path. By `performance.now`. */
  lastAt = 0;

  constructor(path: string) {
    this.#path = path;
    subscribe('http.server.response.finish', this.#note);
  }

  readonly #note = (event: unknown): void => {
    const { request } = event as { request: IncomingMessage };
    if (request.url?.startsWith(this.#path)) this.lastAt = performance.now();
  };

  /** Resolves when none was ended for so long. */
  async silent(forMs: number): Promise<void> {
    for (let left = forMs; left > 0; left = this.lastAt + forMs - performance.now())
      await new Promise((resolve) => setTimeout(resolve, left));
  }

  stop(): void {
    unsubscribe('http.server.response.finish', this.#note);
  }
}
