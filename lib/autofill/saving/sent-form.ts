// What becomes of a form that was sent, seen from the page in which it stands. Pure, and in doubt it is nothing: the
// site took the log-in if the form went away and stayed away after an answer from the network came; if it stays, or the
// person goes on in it or elsewhere, nothing is asked. A page that is left says nothing: the next one tells.

/** How long the form must be gone. */
const GONE_MS = 700;
/** How long it stands once an answer came, before it is doubted that the site took it. */
const DOUBT_MS = 1500;
/** How long it may stand once an answer came. */
const STAYS_MS = 6000;
/** How long it may stand at all. */
export const LONGEST_MS = 60_000;

type Outcome = 'waits' | 'accepted' | 'dropped';

export class SentForm {
  readonly #sentAt: number;
  #answeredAt: number | null = null;
  #goneAt: number | null = null;
  #outcome: Outcome = 'waits';

  /** All times by one clock. */
  constructor(sentAt: number) {
    this.#sentAt = sentAt;
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  /** The site said something, be it yes or no. */
  get isAnswered(): boolean {
    return this.#answeredAt !== null;
  }

  /** Something that the page asked for after the form was sent came from the network. */
  answered(at: number): void {
    this.#answeredAt = at;
  }

  /** The person types in the form again, or turns to something else while it stands. */
  left(): void {
    if (this.#outcome === 'waits' && this.#goneAt === null) this.#outcome = 'dropped';
  }

  /** It stands, though the site answered a while ago. */
  isDoubted(now: number): boolean {
    return this.#goneAt === null && this.#answeredAt !== null && now - this.#answeredAt > DOUBT_MS;
  }

  /** @param isThere whether the form can be seen */
  look(isThere: boolean, now: number): Outcome {
    if (this.#outcome !== 'waits') return this.#outcome;
    this.#goneAt = isThere ? null : (this.#goneAt ?? now);
    const answered = this.#answeredAt;
    if (now - this.#sentAt > LONGEST_MS) this.#outcome = 'dropped';
    else if (this.#goneAt !== null) {
      if (answered !== null && now - Math.max(this.#goneAt, answered) >= GONE_MS) this.#outcome = 'accepted';
    } else if (answered !== null && now - answered > STAYS_MS) this.#outcome = 'dropped';
    return this.#outcome;
  }
}
