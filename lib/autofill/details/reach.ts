// Whether a person can get to see a field of a card or an address that is filled beside the one they chose at. Pages
// have put such fields beside the window, into boxes without room, or far below, to be given more than was shown. Must
// only look.
import { isSeen } from '../guard/seen.ts';
import { styleOf } from '../guard/sight.ts';

/** This much of a field must lie where it can be scrolled to. */
const LEAST_SHARE = 0.6;

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

function shareIn(place: DOMRect, box: Box): number {
  const width = Math.min(place.right, box.right) - Math.max(place.left, box.left);
  const height = Math.min(place.bottom, box.bottom) - Math.max(place.top, box.top);
  return (Math.max(0, width) * Math.max(0, height)) / (place.width * place.height || 1);
}

const above = (node: Element): Element | null =>
  node.assignedSlot ?? node.parentElement ?? ((node.getRootNode() as ShadowRoot).host as Element | undefined) ?? null;

/** What an element that cuts off lets be seen of itself; a list that the person can scroll lets all be seen. */
function cuts(node: Element): Box | null {
  const { overflowX, overflowY } = styleOf(node);
  const hides = /hidden|clip/;
  if (!hides.test(overflowX) && !hides.test(overflowY)) return null;
  const box = node.getBoundingClientRect();
  return {
    left: hides.test(overflowX) ? box.left : Number.NEGATIVE_INFINITY,
    right: hides.test(overflowX) ? box.right : Number.POSITIVE_INFINITY,
    top: hides.test(overflowY) ? box.top : Number.NEGATIVE_INFINITY,
    bottom: hides.test(overflowY) ? box.bottom : Number.POSITIVE_INFINITY,
  };
}

/** As far as the page itself can be scrolled; to its sides nobody looks for fields. */
function pageOf(view: Window): Box {
  const { documentElement: root, body } = view.document;
  const isStill = [root, body].some((node) => node && /hidden|clip/.test(styleOf(node).overflowY));
  const height = Math.max(root.scrollHeight, body?.scrollHeight ?? 0);
  const top = isStill ? 0 : -view.scrollY;
  return { left: 0, right: view.innerWidth, top, bottom: isStill ? view.innerHeight : top + height };
}

export function isReachable(field: HTMLElement, ours: Element | null): boolean {
  const view = field.ownerDocument.defaultView;
  if (!view || !isSeen(field as HTMLInputElement, ours)) return false;
  const place = field.getBoundingClientRect();
  if (shareIn(place, pageOf(view)) < LEAST_SHARE) return false;
  for (let node = above(field); node && node.localName !== 'body'; node = above(node)) {
    const box = cuts(node);
    if (box && shareIn(place, box) < LEAST_SHARE) return false;
  }
  return true;
}

/**
 * Those that stand together with the one that was chosen at: none is further than a window from the next, so that
 * nothing is filled far below what is before the person.
 */
export function together<T extends { readonly field: HTMLElement }>(targets: readonly T[], chosen: Element): T[] {
  const most = chosen.ownerDocument.defaultView?.innerHeight ?? 0;
  const placed = targets.map((target) => ({ target, box: target.field.getBoundingClientRect() }));
  placed.sort((a, b) => a.box.top - b.box.top);
  const at = placed.findIndex(({ target }) => target.field === chosen);
  if (at < 0) return [];
  let from = at;
  let until = at;
  const gap = (upper: number, lower: number): number =>
    (placed[lower]?.box.top ?? 0) - (placed[upper]?.box.bottom ?? 0);
  while (from > 0 && gap(from - 1, from) <= most) from--;
  while (until < placed.length - 1 && gap(until, until + 1) <= most) until++;
  const kept = new Set(placed.slice(from, until + 1).map(({ target }) => target));
  return targets.filter((target) => kept.has(target));
}
