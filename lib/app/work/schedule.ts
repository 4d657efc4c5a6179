// Background jobs, as values: a job says what it does and when it is due again, the schedule says when each is asked
// and which one the alarm is for. A feature adds a job to the list. Nothing here matters after a kill: a job finds its
// work in the records.
import { earliest } from '../retry/due.ts';
import { Running } from '../retry/running.ts';

/** After a mistake of ours. */
export const LOOK_AGAIN_MS = 60_000;
/**
 * A job that is under way is asked again then, should the worker be killed in the middle. As alarms go: half a minute
 * at least.
 */
export const IDLE_MS = 30_000;

/** What one run of a job is given. */
export interface Turn {
  /** Whether, since this was last asked, a caller wanted work done that waits after a failure. */
  impatient(): boolean;
  /** Long work goes on: sets the alarm anew, which also tells the browser that its worker is not idle. */
  busy(): void;
  /** From here on it waits for others: of a `first` job, the rest of the round may begin. */
  underWay(): void;
}

export interface Job {
  readonly name: string;
  /**
   * `round`: asked in each round, which waits for it. `first`: likewise, and the others begin when it is under way.
   * `aside`: asked in each round, which does not wait for it. `last`: asked once the round is through, before it only
   * if due; the round does not wait for it. `asked`: only by itself; it has no time.
   */
  readonly part: 'first' | 'round' | 'aside' | 'last' | 'asked';
  /** Whether an ask before its time is none. */
  readonly onlyWhenDue?: boolean;
  /** When it is first due (ms since the epoch); null: not before it says so. */
  readonly firstAt?: number;
  /** @returns when it is due again (ms since the epoch), or null if nothing waits */
  run(turn: Turn): Promise<number | null>;
}

export interface ScheduleOptions {
  now(): number;
  /** The next round is due then (ms since the epoch); null: nothing waits. */
  roundAt(at: number | null): void;
  /** A job failed that no caller waits for. */
  report(error: unknown): void;
}

interface Scheduled {
  readonly job: Job;
  readonly running: Running;
  nextAt: number | null;
  /** The earliest time that was noted since its run began. */
  notedAt: number | null;
  impatient: boolean;
  /** Told when its run is under way. */
  underWay: () => void;
}

export class Schedule<Name extends string> {
  readonly #options: ScheduleOptions;
  readonly #jobs = new Map<string, Scheduled>();

  constructor(options: ScheduleOptions, jobs: readonly (Job & { readonly name: Name })[]) {
    this.#options = options;
    for (const job of jobs) {
      const running = new Running(() => this.#run(this.#of(job.name)));
      this.#jobs.set(job.name, {
        job,
        running,
        nextAt: job.firstAt ?? null,
        notedAt: null,
        impatient: false,
        underWay: () => {},
      });
    }
  }

  /**
   * Everything that has a part in rounds, beside each other: a service that keeps one job waiting must not keep the
   * others.
   */
  async round(): Promise<void> {
    const first = this.#inPart('first').map((scheduled) => this.#begin(scheduled));
    if (first.length > 0) await Promise.all(first.map(({ underWay }) => underWay));
    for (const { job, nextAt } of this.#jobs.values()) {
      const due = nextAt !== null && nextAt <= this.#options.now();
      if (job.part === 'aside' || (job.part === 'last' && due)) this.#aside(job.name);
    }
    await Promise.all([
      ...first.map(({ ended }) => ended),
      ...this.#inPart('round').map(({ running }) => running.ask()),
    ]);
    for (const { job } of this.#inPart('last')) this.#aside(job.name);
  }

  /** `underWay` resolves at once if a run is under way already. */
  #begin(scheduled: Scheduled): { underWay: Promise<void>; ended: Promise<void> } {
    if (scheduled.running.isRunning) return { underWay: Promise.resolve(), ended: scheduled.running.ask() };
    const told = new Promise<void>((resolve) => {
      scheduled.underWay = resolve;
    });
    const ended = scheduled.running.ask();
    return { underWay: Promise.race([told, ended.catch(() => {})]), ended };
  }

  /** Also what waits after a failure. */
  impatientRound(): Promise<void> {
    for (const scheduled of this.#jobs.values()) scheduled.impatient = true;
    return this.round();
  }

  /** Resolves when a run that began after this call has ended. @throws what the run throws */
  ask(name: Name): Promise<void> {
    return this.#of(name).running.ask();
  }

  /** The same, with what waits after a failure. */
  askImpatiently(name: Name): Promise<void> {
    this.#of(name).impatient = true;
    return this.ask(name);
  }

  /** Something is due at that time; if that has come, it is asked. No caller waits. */
  note(name: Name, at: number): void {
    const scheduled = this.#of(name);
    scheduled.nextAt = earliest(scheduled.nextAt, at);
    scheduled.notedAt = earliest(scheduled.notedAt, at);
    if (at <= this.#options.now()) this.#aside(name);
    else this.#tell();
  }

  async #run(scheduled: Scheduled): Promise<void> {
    const { job } = scheduled;
    const began = this.#options.now();
    if (job.onlyWhenDue && (scheduled.nextAt === null || scheduled.nextAt > began)) return;
    scheduled.notedAt = null;
    // A caller must not be told of a time that is past, or it would ask again and again while this runs.
    if (scheduled.nextAt !== null && scheduled.nextAt <= began) scheduled.nextAt = began + IDLE_MS;
    let againAt = job.part === 'asked' ? null : began + LOOK_AGAIN_MS;
    try {
      againAt = await job.run({
        impatient: () => {
          const was = scheduled.impatient;
          scheduled.impatient = false;
          return was;
        },
        underWay: () => scheduled.underWay(),
        busy: () => {
          scheduled.nextAt = this.#options.now() + IDLE_MS;
          this.#tell();
        },
      });
    } finally {
      scheduled.nextAt = earliest(againAt, scheduled.notedAt);
      if (job.part !== 'asked') this.#tell();
    }
  }

  #aside(name: string): void {
    void this.#of(name).running.ask().catch(this.#options.report);
  }

  #tell(): void {
    this.#options.roundAt([...this.#jobs.values()].map(({ nextAt }) => nextAt).reduce(earliest, null));
  }

  #inPart(part: Job['part']): Scheduled[] {
    return [...this.#jobs.values()].filter(({ job }) => job.part === part);
  }

  #of(name: string): Scheduled {
    const scheduled = this.#jobs.get(name);
    if (scheduled === undefined) throw new Error(`no job is named ${name}`);
    return scheduled;
  }
}
