// Notices that fields came or changed their type, and says so once per batch when the browser is idle. A change of the
// page that touches no field costs one look at the added nodes and nothing else: no scan, no layout.
import { customElements, FIELDS, rootsIn } from './facts.ts';
import { shadowOf } from './shadow.ts';

/**
 * From so many parts at one place on, the place is asked once and not each part: a question has its price, however
 * small the part.
 */
const MANY = 16;

/** Whether a node, or one that it stands in, was added to `parent`. */
function isIn(added: ReadonlySet<Node>, parent: Node, node: Node): boolean {
  let child = node;
  while (child.parentNode && child.parentNode !== parent) child = child.parentNode;
  return added.has(child);
}

/** Whether a field came with the nodes added at one place; roots that came along are watched from now on. */
function brings(parent: Node, added: ReadonlySet<Node>, observe: (root: Node) => void): boolean {
  const isMany = added.size >= MANY && (parent instanceof Element || parent instanceof ShadowRoot);
  let found = false;
  for (const part of isMany ? [parent] : added) {
    if (!(part instanceof Element || part instanceof ShadowRoot)) continue;
    const came = (element: Element): boolean => !isMany || isIn(added, parent, element);
    if (part instanceof Element && !isMany) found ||= part.matches(FIELDS) || part.querySelector(FIELDS) !== null;
    else found ||= [...part.querySelectorAll(FIELDS)].some(came);
    for (const host of customElements(part)) {
      const inner = came(host) ? shadowOf(host) : null;
      for (const root of inner ? rootsIn(inner) : []) {
        observe(root);
        found ||= root.querySelector(FIELDS) !== null;
      }
    }
  }
  return found;
}

export interface Watch {
  /** Watches a shadow root too; watching one twice is harmless. */
  observe(root: Node): void;
}

/**
 * Calls `changed` at once when a field may have changed (to drop earlier readings) and `idle` once per batch, later.
 */
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
    const places = new Map<Node, Set<Node>>();
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') touched ||= (target as Element).matches(FIELDS);
      else if (addedNodes.length > 0) {
        const added = places.get(target) ?? new Set();
        for (const node of addedNodes) if (node.nodeType === 1) added.add(node);
        places.set(target, added);
      }
    }
    for (const [parent, added] of places) touched = brings(parent, added, observe) || touched;
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
