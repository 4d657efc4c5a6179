// My sending services as the courier sees them while it lives: who answered last, and what each says of itself. Letters
// are spread over those that do well, more of them to those with more room, by chance: so none sees all. It is
// knowledge of the moment and kept nowhere.
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { ServiceStatus } from '#wire/transport.ts';
import type { AppContext, Need, RelayOrder } from '../ports/ports.ts';

interface Known {
  /** In a row. */
  failures: number;
  silentUntil: number;
  status: ServiceStatus | null;
  askedAt: number;
}

/** A service that did not answer is asked last for so long, doubling with each further time. */
const SILENT_MS = 60_000;
const MAX_SILENT_MS = 15 * 60_000;
/** A status is asked for again after 10 to 20 minutes, and only while letters are sent. */
const STATUS_MS = 10 * 60_000;
const STATUS_PATIENCE_MS = 5_000;
const ALL_FREE = 4;

type Asking = Pick<AppContext, 'transport' | 'entropy' | 'now'>;
type Reached = (origin: string, answered: boolean) => void;

export class Relays implements RelayOrder {
  readonly #known = new Map<string, Known>();

  /** Any service of mine answered, or did not. */
  heard(origin: string, answered: boolean, now: number): void {
    const known = this.#of(origin);
    known.failures = answered ? 0 : known.failures + 1;
    known.silentUntil = answered ? 0 : now + Math.min(MAX_SILENT_MS, SILENT_MS * 2 ** (known.failures - 1));
  }

  isSilent(origin: string, now: number): boolean {
    const until = this.#known.get(origin)?.silentUntil ?? 0;
    // Further ahead than any silence lasts: the clock has been put back since.
    return until > now && until - now <= MAX_SILENT_MS;
  }

  /**
   * All of them, in the order in which to try: those that do well, first who learns least, by chance and room; then
   * full ones, then silent ones. Draws 2 bytes each.
   */
  order(origins: readonly string[], need: Need, now: number, entropy: Entropy): string[] {
    const ranked = origins.map((origin) => {
      const status = this.#known.get(origin)?.status ?? null;
      const draw = entropy(2);
      const share = (((draw[0] ?? 0) << 8) | (draw[1] ?? 0)) / 0x10000;
      const room = Math.min(status?.freeQuarters ?? ALL_FREE, ALL_FREE) + 1;
      const rank =
        Number(this.isSilent(origin, now)) * 32 +
        Number(status !== null && !takes(status, need)) * 16 +
        Number(status !== null && status.availability !== 'open') * 8 +
        (need.tells?.(origin) ?? 0);
      // The service that draws the greatest share^(1/room) comes first with a probability in proportion to room
      // (Efraimidis and Spirakis, 2006).
      return { origin, rank, place: share ** (1 / room) };
    });
    return ranked.sort((a, b) => a.rank - b.rank || b.place - a.place).map(({ origin }) => origin);
  }

  /** Asks the services whose status is unknown or old. A service that does not answer is noted as silent. */
  async ask(app: Asking, origins: readonly string[], reached: Reached): Promise<void> {
    const now = app.now();
    const due = origins.filter((origin) => {
      const { askedAt } = this.#of(origin);
      return Math.abs(now - askedAt) > STATUS_MS && !this.isSilent(origin, now);
    });
    await Promise.all(due.map((origin) => this.#askOne(app, origin, reached)));
  }

  async #askOne(app: Asking, origin: string, reached: Reached): Promise<void> {
    const known = this.#of(origin);
    known.askedAt = app.now() + ((app.entropy(1)[0] ?? 0) / 255) * STATUS_MS;
    try {
      known.status = await app.transport.call('getStatus', origin, null, { patienceMs: STATUS_PATIENCE_MS });
      reached(origin, true);
    } catch (error) {
      if (!(error instanceof Fault) || error.blame === 'bug') throw error;
      known.status = null;
      if (error.blame === 'unavailable') reached(origin, false);
    }
  }

  #of(origin: string): Known {
    const known = this.#known.get(origin) ?? {
      failures: 0,
      silentUntil: 0,
      status: null,
      askedAt: Number.NEGATIVE_INFINITY,
    };
    this.#known.set(origin, known);
    return known;
  }
}

function takes({ routes, envelopeBytes }: ServiceStatus, { destination, byteCount }: Need): boolean {
  return (routes.length === 0 || routes.includes(destination)) && envelopeBytes.includes(byteCount);
}
