// Notices that fields came or changed their type, and says so once per batch when the browser is idle. What a page adds
// is only kept until then, or until a reading is used: a change of the page costs next to nothing while it happens.
import { customElements, FIELDS, rootsIn, type TreeRoot } from './facts.ts';
import { shadowOf } from './shadow.ts';

/**
 * From so many kept nodes on the page is looked at once, as a whole, and not each of them; until then nothing more is
 * kept or heard of. 2,000 parts of a page then cost a seventh of a look at each.
 */
const BURST = 64;

export interface Watch {
  /** Watches a shadow root too; watching one twice is harmless. */
  observe(root: Node): void;
  /** Looks at all that came since the last look: before a reading is used. */
  settle(): void;
}

class FieldWatch implements Watch {
  readonly #window: Window;
  readonly #changed: () => void;
  readonly #idle: () => void;
  readonly #signal: AbortSignal;
  readonly #observer: MutationObserver;
  readonly #roots = new Set<Node>();
  #kept: Element[] = [];
  #isBurst = false;
  /** Each field of the page and its type at the last look at all of it; null if some came since. */
  #fields: Map<Element, string> | null = null;
  #isScheduled = false;
  /** The batch holds a change of fields. */
  #isTouched = true;

  constructor(window: Window, changed: () => void, idle: () => void, signal: AbortSignal) {
    this.#window = window;
    this.#changed = changed;
    this.#idle = idle;
    this.#signal = signal;
    this.#observer = new MutationObserver((records) => this.#keep(records));
    signal.addEventListener('abort', () => this.#observer.disconnect());
    this.observe(window.document);
    this.#schedule();
  }

  observe(root: Node): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    if (!this.#isBurst) this.#listen(root);
  }

  settle(): void {
    this.#keep(this.#observer.takeRecords());
    if (this.#isBurst ? this.#lookAtAll() : this.#lookAtKept()) this.#touch();
  }

  #listen(root: Node): void {
    if (this.#signal.aborted) return;
    this.#observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['type'] });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    const run = (): void => {
      this.#isScheduled = false;
      if (this.#signal.aborted) return;
      this.settle();
      this.#fields ??= this.#typesNow();
      if (!this.#isTouched) return;
      this.#isTouched = false;
      this.#idle();
    };
    this.#window.requestIdleCallback(run, { timeout: 600 });
  }

  #touch(): void {
    this.#isTouched = true;
    this.#changed();
    this.#schedule();
  }

  #keep(records: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') {
        if ((target as Element).matches(FIELDS)) this.#touch();
      } else for (const node of addedNodes) if (node.nodeType === 1) this.#kept.push(node as Element);
      if (this.#kept.length < BURST) continue;
      this.#observer.disconnect();
      this.#isBurst = true;
      this.#kept = [];
      break;
    }
    if (this.#isBurst || this.#kept.length > 0) this.#schedule();
  }

  /** Whether a field came with what was kept; roots that came along are watched from now on. */
  #lookAtKept(): boolean {
    let found = false;
    for (const part of this.#kept.splice(0)) {
      found ||= part.matches(FIELDS) || part.querySelector(FIELDS) !== null;
      for (const host of customElements(part)) {
        const inner = shadowOf(host);
        for (const root of inner ? rootsIn(inner) : []) {
          this.observe(root);
          found ||= root.querySelector(FIELDS) !== null;
        }
      }
    }
    if (found) this.#fields = null;
    return found;
  }

  /** Whether the fields are others than before the burst, which is over. */
  #lookAtAll(): boolean {
    this.#isBurst = false;
    for (const root of rootsIn(this.#window.document)) this.#roots.add(root);
    for (const root of this.#roots) this.#listen(root);
    const before = this.#fields;
    this.#fields = this.#typesNow();
    return before?.size !== this.#fields.size || [...this.#fields].some(([field, type]) => before.get(field) !== type);
  }

  #typesNow(): Map<Element, string> {
    const fields = new Map<Element, string>();
    for (const root of this.#roots) {
      if (!root.isConnected) this.#roots.delete(root);
      else
        for (const field of (root as TreeRoot).querySelectorAll<HTMLInputElement>(FIELDS))
          fields.set(field, field.type);
    }
    return fields;
  }
}

/**
 * Calls `changed` when a field has changed its type or is found to have come (to drop earlier readings) and `idle` once
 * per batch, later.
 */
export function watchFields(window: Window, changed: () => void, idle: () => void, signal: AbortSignal): Watch {
  return new FieldWatch(window, changed, idle, signal);
}
