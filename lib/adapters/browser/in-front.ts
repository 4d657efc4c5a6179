// Which conversations are in front of somebody: what pages say of themselves over their ports. Kept for as long as the
// port is open, and no longer than the worker lives; a page says it again when it connects again.
import { isAttends } from '#rpc/call/topics.ts';

export class InFront {
  readonly #shown = new Map<object, string>();

  /** @param said as it came in on the port; what is no such word counts as nothing shown */
  hear(port: object, said: unknown): void {
    if (isAttends(said) && said.attends !== null) this.#shown.set(port, said.attends);
    else this.#shown.delete(port);
  }

  forget(port: object): void {
    this.#shown.delete(port);
  }

  has(relationship: string): boolean {
    return [...this.#shown.values()].includes(relationship);
  }
}
