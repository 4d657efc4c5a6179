// What the senders of one connection may make this service ask the DNS: a bound per mail and one per connection, each
// answer kept for as long as the connection lives, and all of it given up when the mail's time is over or the sender is
// gone.
import type { DnsAnswers, Resolve } from './resolver.ts';

/** A mail with SPF to its own limit (10 terms), two signatures and DMARC asks some 20. */
export const QUESTIONS_PER_MAIL = 40;
/** Fifty mails of as many senders; a server that brings more is asked to connect again. */
export const QUESTIONS_PER_CONNECTION = 400;

export class Questions {
  readonly #resolve: Resolve;
  readonly #answers = new Map<string, Promise<DnsAnswers>>();
  #left = QUESTIONS_PER_CONNECTION;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** Whether one more mail could ask all that it may. */
  get areLeft(): boolean {
    return this.#left >= QUESTIONS_PER_MAIL;
  }

  /** To be asked for one mail. A question beyond its bound, or asked after `signal`, is refused at once. */
  ofMail(signal: AbortSignal): (name: string, type: string) => Promise<DnsAnswers> {
    let left = QUESTIONS_PER_MAIL;
    return (name, type) => {
      if (signal.aborted || left-- <= 0) return Promise.reject(refused());
      const key = `${type} ${name.toLowerCase()}`;
      const known = this.#answers.get(key);
      if (known !== undefined) return untilAborted(known, signal);
      if (this.#left <= 0) return Promise.reject(refused());
      this.#left--;
      const answer = this.#resolve(name, type, signal);
      this.#answers.set(key, answer);
      // An empty result is an answer too; a timeout is none, and another mail may ask again.
      answer.catch((error: { code?: string }) => {
        if (error.code !== 'ENOTFOUND' && error.code !== 'ENODATA') this.#answers.delete(key);
      });
      return untilAborted(answer, signal);
    };
  }
}

/** For the library any code but "no such name" is a passing failure: nothing that was not asked is ever a pass. */
const refused = (): Error => Object.assign(new Error('not asked'), { code: 'ECANCELLED' });

function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(refused());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
