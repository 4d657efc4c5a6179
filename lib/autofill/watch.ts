// Notices that fields came or changed their type, and says so once per batch when the browser is idle. A change of the page that
// touches no field costs one look at its added nodes and nothing else: no scan, no layout.
const FIELDS = 'input,textarea,select';

function touchesField(record: MutationRecord): boolean {
  if (record.type === 'attributes') return record.target instanceof Element && record.target.matches(FIELDS);
  for (const node of record.addedNodes) {
    if (!(node instanceof Element)) continue;
    // A custom element may carry its fields in an open shadow root, which a selector does not enter.
    if (node.matches(FIELDS) || node.querySelector(FIELDS) || node.shadowRoot) return true;
    if (node.localName.includes('-')) return true;
    for (const inner of node.querySelectorAll(':defined')) if (inner.shadowRoot) return true;
  }
  return false;
}

export interface Watch {
  /** Adds a shadow root to what is watched; watching one twice is harmless. */
  observe(root: Node): void;
}

/** Calls `changed` at once when a field may have changed (to drop what was known) and `idle` once per batch, later. */
export function watchFields(window: Window, changed: () => void, idle: () => void, signal: AbortSignal): Watch {
  let waiting = false;
  const later =
    (window as Window & typeof globalThis).requestIdleCallback ?? ((run: () => void) => window.setTimeout(run, 50));
  const schedule = (): void => {
    if (waiting) return;
    waiting = true;
    later(
      () => {
        waiting = false;
        if (!signal.aborted) idle();
      },
      { timeout: 600 },
    );
  };
  const observer = new MutationObserver((records) => {
    if (!records.some(touchesField)) return;
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
