// Notices that fields came or changed their type, and says so once per batch when the browser is idle. A change of the page that
// touches no field costs one look at its added nodes and nothing else: no scan, no layout.
import { customElements, FIELDS, openRoots } from './facts.ts';

/** Whether a field came with what was added; open roots that came along are watched from now on. */
function brings(node: Node, observe: (root: Node) => void): boolean {
  if (!(node instanceof Element)) return false;
  let found = node.matches(FIELDS) || node.querySelector(FIELDS) !== null;
  for (const { shadowRoot } of customElements(node)) {
    for (const root of shadowRoot ? openRoots(shadowRoot) : []) {
      observe(root);
      found ||= root.querySelector(FIELDS) !== null;
    }
  }
  return found;
}

export interface Watch {
  /** Adds a shadow root to what is watched; watching one twice is harmless. */
  observe(root: Node): void;
}

/** Calls `changed` at once when a field may have changed (to drop what was known) and `idle` once per batch, later. */
export function watchFields(window: Window, changed: () => void, idle: () => void, signal: AbortSignal): Watch {
  let waiting = false;
  const run = (): void => {
    waiting = false;
    if (!signal.aborted) idle();
  };
  const schedule = (): void => {
    if (waiting) return;
    waiting = true;
    window.requestIdleCallback(run, { timeout: 600 });
  };
  const observer = new MutationObserver((records) => {
    let touched = false;
    for (const record of records) {
      if (record.type === 'attributes') touched ||= (record.target as Element).matches(FIELDS);
      else for (const node of record.addedNodes) touched = brings(node, observe) || touched;
    }
    if (!touched) return;
    changed();
    schedule();
  });
  signal.addEventListener('abort', () => observer.disconnect());
  const observe = (root: Node): void =>
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['type'] });
  observe(window.document);
  schedule();
  return { observe };
}
