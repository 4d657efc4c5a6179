// What could be safer about a person's log-ins, worked out on this device alone; and, if they allowed it, which
// passwords a service knows from leaks. One per open vault.
import { encodeHex } from '#bytes/base64url.ts';
import { type Finding, type FindingReason, findingsOf, URGENT_REASONS } from '#logins/watch/findings.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { AppContext } from '../ports/ports.ts';
import type { Change } from '../store/change.ts';
import { type FactsOptions, type WatchedFacts, WatchedList } from './facts.ts';

export interface WatchOptions extends Omit<FactsOptions, 'store'> {
  readonly app: Pick<AppContext, 'store' | 'now'>;
}

export interface WatchFindings {
  readonly findings: readonly Finding[];
  /** Those that the person said to pass over. */
  readonly ignored: readonly Finding[];
  /** Log-ins that were looked at. */
  readonly count: number;
  /** Log-ins of which something is to be mended. */
  readonly urgent: number;
}

/** Leaks are asked about again after so long. */
const ANSWER_DAYS = 30;

export class LoginWatch {
  readonly #app: WatchOptions['app'];
  readonly #list: WatchedList;

  constructor(options: WatchOptions) {
    this.#app = options.app;
    this.#list = new WatchedList({ ...options, store: options.app.store });
  }

  /** Before pages are told, so that what they then ask for is fresh. */
  note(change: Change): void {
    if (change.topic === 'entries') this.#list.noteChange(change.entry);
    if (change.topic === 'thread') this.#list.noteChange(change.relationship);
    // Which sites are one decides what of a mask's mail is a leak.
    if (change.topic === 'settings' || change.topic === 'site') this.#list.noteLeaks();
  }

  noteAnswer(id: string): void {
    this.#list.noteChange(id);
  }

  async look(): Promise<WatchFindings> {
    const { facts, families } = await this.#list.all();
    const logins = [...facts.values()].map((login) => ({
      ...login,
      families: login.sites.length === 0 ? [login.id] : login.sites.map((site) => families.of(site)),
      seenInLeaks: answerOf(login)?.seen ?? null,
    }));
    const all = findingsOf(logins, this.#app.now());
    const findings = all.filter((one) => !isIgnored(one, facts.get(one.id)));
    const urgent = new Set(findings.filter(({ reason }) => URGENT_REASONS.includes(reason)).map(({ id }) => id));
    return {
      findings,
      ignored: all.filter((one) => isIgnored(one, facts.get(one.id))),
      count: facts.size,
      urgent: urgent.size,
    };
  }

  /** Log-ins with a password about which nothing is known from leaks, or nothing new. @param every all of them */
  async unasked(every: boolean): Promise<{ ids: string[]; asked: number; askedAt: number | null }> {
    const { facts } = await this.#list.all();
    const now = this.#app.now();
    const withPassword = [...facts.values()].filter(({ mark }) => mark !== '');
    const isNew = (login: WatchedFacts): boolean => now - (answerOf(login)?.at ?? 0) < ANSWER_DAYS * DAY_MS;
    const answers = withPassword.flatMap((login) => answerOf(login) ?? []);
    return {
      ids: withPassword.filter((login) => every || !isNew(login)).map(({ id }) => id),
      asked: answers.length,
      askedAt: answers.length === 0 ? null : answers.reduce((newest, { at }) => Math.max(newest, at), 0),
    };
  }
}

/** The answer about the password that is there now. */
const answerOf = ({ leak, mark }: WatchedFacts): WatchedFacts['leak'] =>
  leak !== null && encodeHex(leak.mark) === mark ? leak : null;

/** Passed over, unless something came after that was said. */
function isIgnored({ reason, since }: Finding, facts: WatchedFacts | undefined): boolean {
  const said = facts?.ignored.find((one) => (one.reason as FindingReason) === reason);
  return said?.isIgnored === true && since <= said.at;
}
