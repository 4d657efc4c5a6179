// Which conversations the person has in front of them, as our pages say over their ports. Kept for as long as the port
// is open, and no longer than the worker lives; a page says it again when it connects again.
import { isAttends } from '#rpc/call/topics.ts';

export class InFront {
  readonly #shown = new Map<object, string>();

  /** @param said as it came in on the port; anything malformed counts as nothing shown */
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
