// Asking which passwords were leaked: five digits of a digest at a time, in a random order and at a walking pace, while
// the person allows it. Each answer is kept as it comes, so a worker that is killed goes on with the rest the next time
// the person looks. An answer that fails or is none ends the asking and marks nothing.
import { Fault } from '#bytes/fault.ts';
import { type LeakQuestion, leakQuestion, readRange } from '#logins/watch/leak-range.ts';
import type { AppContext } from '../ports/ports.ts';
import { leakAnswer, leakConsent } from '../records/finding.ts';
import { login } from '../records/login.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { transact } from '../store/transaction.ts';
import { markOf } from './facts.ts';
import type { LoginWatch } from './watch.ts';

/** A service that knows leaked passwords. */
export interface LeakRange {
  /** @param prefix five hex digits in capitals @throws Fault unavailable 'no-answer' | 'nonsense' */
  ask(prefix: string): Promise<string>;
}

export interface LeakCheckOptions {
  readonly app: Pick<AppContext, 'store' | 'now' | 'entropy' | 'announce'>;
  readonly signal: AbortSignalLike;
  readonly watch: LoginWatch;
  readonly range: LeakRange;
  rest(): Promise<void>;
  pause(milliseconds: number): Promise<void>;
  report(error: unknown): void;
}

type LeakTrouble = 'no-answer' | 'nonsense' | 'stopped';

export interface LeakProgress {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  /** Why the last asking ended early: it goes on by a press only. */
  readonly trouble: LeakTrouble | null;
}

const IDLE: LeakProgress = { running: false, done: 0, total: 0, trouble: null };
/** Between two questions, and at random as much again. */
const PAUSE_MS = 150;
const SLICE = 32;

export class LeakCheck {
  readonly #options: LeakCheckOptions;
  #progress = IDLE;
  #turn: { stopped: boolean } | null = null;

  constructor(options: LeakCheckOptions) {
    this.#options = options;
  }

  get progress(): LeakProgress {
    return this.#progress;
  }

  async isAllowed(): Promise<boolean> {
    const [consent] = await this.#options.app.store.read([leakConsent]);
    return consent?.isGiven === true;
  }

  async allow(isGiven: boolean): Promise<void> {
    if (!isGiven) this.stop();
    await transact(this.#options.app.store, [], (transaction) => transaction.put(leakConsent, { isGiven }));
    if (isGiven) this.start('unasked');
  }

  /** Goes on by itself. @param which `all`: also what was asked not long ago */
  start(which: 'unasked' | 'all'): void {
    if (this.#turn !== null) return;
    const turn = { stopped: false };
    this.#turn = turn;
    this.#tell({ ...IDLE, running: true });
    void this.#run(turn, which === 'all')
      .catch((error) => {
        if (!this.#isOver(turn)) this.#options.report(error);
      })
      .finally(() => {
        if (this.#turn !== turn) return;
        this.#turn = null;
        this.#tell({ ...this.#progress, running: false });
      });
  }

  stop(): void {
    if (this.#turn === null) return;
    this.#turn.stopped = true;
    this.#turn = null;
    this.#tell({ ...this.#progress, running: false, trouble: 'stopped' });
  }

  async #run(turn: { readonly stopped: boolean }, every: boolean): Promise<void> {
    const { watch, range, pause, app } = this.#options;
    const { ids } = await watch.unasked(every);
    const questions = await this.#questions(ids);
    this.#tell({ running: true, done: 0, total: ids.length, trouble: null });
    for (const [prefix, of] of questions) {
      if (this.#isOver(turn) || !(await this.isAllowed())) return;
      const answer = await range.ask(prefix).then((text) => ({ text }), asTrouble);
      // What was asked before it was forbidden is not kept.
      if (this.#isOver(turn)) return;
      const counts = 'text' in answer ? readRange(answer.text) : null;
      if (counts === null) {
        this.#tell({ ...this.#progress, trouble: 'trouble' in answer ? answer.trouble : 'nonsense' });
        return;
      }
      await this.#keep(of, prefix, counts);
      this.#tell({ ...this.#progress, done: this.#progress.done + of.length });
      await pause(PAUSE_MS + ((app.entropy(1)[0] as number) * PAUSE_MS) / 256);
    }
  }

  /** By prefix, in a random order: log-ins of one password are asked about once. */
  async #questions(ids: readonly string[]): Promise<[prefix: string, ids: string[]][]> {
    const { app, rest } = this.#options;
    const byPrefix = new Map<string, string[]>();
    for (let from = 0; from < ids.length; from += SLICE) {
      const slice = ids.slice(from, from + SLICE);
      const known = await app.store.read(slice.map((id) => login(id)));
      slice.forEach((id, at) => {
        const password = known[at]?.password ?? '';
        if (password === '') return;
        const { prefix } = leakQuestion(password);
        byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), id]);
      });
      await rest();
    }
    const order = [...byPrefix].map((one) => ({ one, by: new DataView(app.entropy(4).buffer).getUint32(0) }));
    return order.sort((a, b) => a.by - b.by).map(({ one }) => one);
  }

  async #keep(ids: readonly string[], prefix: string, counts: ReadonlyMap<string, number>): Promise<void> {
    const { app, watch } = this.#options;
    const at = app.now();
    await transact(
      app.store,
      ids.map((id) => login(id)),
      (transaction) => {
        for (const id of ids) {
          const password = transaction.get(login(id))?.password ?? '';
          const question: LeakQuestion | null = password === '' ? null : leakQuestion(password);
          // Changed meanwhile: it is another question.
          if (question?.prefix !== prefix) continue;
          const seen = Math.min(counts.get(question.suffix) ?? 0, 0xffff_ffff);
          transaction.put(leakAnswer(id), { mark: markOf(password), seen, at });
        }
      },
    );
    for (const id of ids) watch.noteAnswer(id);
  }

  #isOver(turn: { readonly stopped: boolean }): boolean {
    return turn.stopped || this.#options.signal.aborted;
  }

  #tell(progress: LeakProgress): void {
    this.#progress = progress;
    if (!this.#options.signal.aborted) this.#options.app.announce({ topic: 'watch' });
  }
}

function asTrouble(error: unknown): { readonly trouble: 'no-answer' | 'nonsense' } {
  return { trouble: error instanceof Fault && error.code === 'nonsense' ? 'nonsense' : 'no-answer' };
}
