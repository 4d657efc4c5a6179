// A service of a story: it can go down and come back with the same data at the same address. What it logs is kept, for
// the evidence of a story that fails.

import { type RunningServices, type ServiceConfig, startServices } from '#services/main.ts';

/** The end of a log tells why a story failed; a service that is asked without end must not fill the memory. */
const KEPT_LINES = 2000;

export class House {
  readonly name: string;
  readonly log: string[] = [];
  #config: ServiceConfig;
  #running: RunningServices | null = null;

  constructor(name: string, config: ServiceConfig) {
    this.name = name;
    this.#config = config;
  }

  get origin(): string {
    return `http://localhost:${this.#config.port}`;
  }

  /** Everything that it keeps. */
  get dataDir(): string {
    return this.#config.dataDir;
  }

  get smtpPort(): number {
    return this.#config.mail?.smtpPort ?? 0;
  }

  async up(): Promise<void> {
    if (this.#running) return;
    this.#running = await startServices(this.#config, {
      writeLog: (line) => {
        this.log.push(line);
        if (this.log.length > KEPT_LINES) this.log.shift();
      },
    });
  }

  /** Its operator changes something: it goes down, and comes back with the same data. */
  async changes(config: Partial<ServiceConfig>): Promise<void> {
    await this.down();
    this.#config = { ...this.#config, ...config };
    await this.up();
  }

  async down(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.close();
  }
}
