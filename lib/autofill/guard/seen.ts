// Whether a person sees a field that is about to be filled. A value that the site gets anyway (a mask, a name) asks for
// little; a secret goes only into a field that lies in the window and is painted there. Chromium (IntersectionObserver
// v2) is asked too: if it reports a field as hidden, the cause must be known here and harmless, as a button inside a
// password field is. Must only look.
import {
  around,
  hides,
  isDrawnPlainly,
  isFaint,
  isGenerated,
  shareMet,
  styleOf,
  tellsVisible,
  unmetOver,
} from './sight.ts';

/** Smaller fields hold nothing a person could check. */
const LEAST_WIDTH = 20;
const LEAST_HEIGHT = 12;
const LEAST_OPACITY = 0.6;
/** The browser's word comes within 100 ms and a frame; a frame may take long, so both are waited for. */
const PATIENCE_MS = 250;
const PATIENCE_FRAMES = 8;

/**
 * Whether a field that is filled beside the focused one is seen: not faded or clipped away, and nothing lies over all
 * of it. Elements fixed to the window (a banner, the page's head) do not count, since scrolling moves the field out
 * from under them; neither does a place outside the window.
 * @param ours what we have drawn ourselves
 */
export function isSeen(field: HTMLInputElement, ours: Element | null): boolean {
  if (isFaint(field, 0.3)) return false;
  const isCover = (stack: Element[]): boolean => {
    const hit = stack.find((element) => element !== ours);
    if (!hit || hit === field || isLabel(field, hit)) return false;
    for (let over: Element | null = hit; over; over = over.parentElement)
      if (/fixed|sticky/.test(styleOf(over).position)) return false;
    return true;
  };
  return shareMet(field, field.getBoundingClientRect(), [3, 1], isCover) < 1;
}

/** What lies over a field in a stack. */
const overIn = (stack: Element[], field: Element, ours: Element | null): Element[] =>
  stack.slice(0, Math.max(0, stack.indexOf(field))).filter((one) => one !== ours);

const isLabel = (field: HTMLInputElement, element: Element): boolean =>
  [...(field.labels ?? [])].some((label) => label.contains(element));

/**
 * Whether a field lies in the window, large enough, and no element that the pointer meets hides half of it.
 * @param forCode it takes a one-time code: then it may be transparent over boxes that the page has drawn for it
 */
export function isInView(field: HTMLInputElement, ours: Element | null, forCode = false): boolean {
  const mayBeClear = forCode && isOverDrawn(field);
  if (!field.isConnected || isFaint(field, LEAST_OPACITY, mayBeClear)) return false;
  const place = field.getBoundingClientRect();
  if (place.width < LEAST_WIDTH || place.height < LEAST_HEIGHT) return false;
  const bare = (stack: Element[]): boolean =>
    stack.includes(field) && overIn(stack, field, ours).every((one) => isLabel(field, one) || !hides(one, place));
  return shareMet(field, place, [7, 3], bare) > 0.6;
}

/** Whether elements that do not hold a field are seen under a part of it. */
const isOverDrawn = (field: HTMLInputElement): boolean =>
  shareMet(field, field.getBoundingClientRect(), [7, 3], (stack) =>
    stack.slice(stack.indexOf(field) + 1).some((one) => !one.contains(field) && !isFaint(one, LEAST_OPACITY)),
  ) > 0.2;

/**
 * Whether nothing that the pointer passes through hides half of a field. Looks at every element: asked before a fill
 * only.
 */
export function isBare(field: HTMLInputElement, ours: Element | null): boolean {
  return !unmetOver(field, field.getBoundingClientRect(), ours, 0.4);
}

/**
 * Whether what the browser counts against a field is known here: an effect that only fades or moves, or something small
 * beside its text.
 */
function isExplained(field: HTMLInputElement, ours: Element | null): boolean {
  if (!isDrawnPlainly(field)) return true;
  const place = field.getBoundingClientRect();
  let found = false;
  shareMet(field, place, [24, 5], (stack) => {
    found ||= overIn(stack, field, ours).length > 0 || !stack.includes(field);
    return true;
  });
  if (found) return true;
  const near = field.ownerDocument.querySelectorAll<HTMLElement>('*');
  return (
    [...near].some((one) => {
      if (one === ours || one === field || one.contains(field) || styleOf(one).pointerEvents !== 'none') return false;
      const { left, right, top, bottom } = one.getBoundingClientRect();
      return left < place.right && right > place.left && top < place.bottom && bottom > place.top;
    }) || around(field).some(isGenerated)
  );
}

/** The fields of some into which a secret may go, after the browser had its say. None while the page is hidden. */
export async function paintedOf(
  fields: readonly HTMLInputElement[],
  ours: Element | null,
): Promise<Set<HTMLInputElement>> {
  const judged = fields.filter((field) => isInView(field, ours));
  const view = judged[0]?.ownerDocument.defaultView as (Window & typeof globalThis) | null | undefined;
  if (!view || view.document.hidden) return new Set();
  if (!tellsVisible()) return new Set(judged.filter((field) => isBare(field, ours)));
  const visible = await visibleOf(view, judged);
  return new Set(
    judged.filter(
      (field) => visible.has(field) || (isInView(field, ours) && isBare(field, ours) && isExplained(field, ours)),
    ),
  );
}

/**
 * The fields that the browser itself reports as visible. It looks at a newly given field at once and seldom again, and
 * a cover that has just gone may still count; so it is given the fields anew until it has seen all, or the patience is
 * over.
 */
async function visibleOf(view: Window & typeof globalThis, fields: readonly Element[]): Promise<Set<Element>> {
  const startedAt = view.performance.now();
  for (let frames = 0; ; frames++) {
    const entries = await lookedAt(view, fields);
    const seen = new Set(entries.filter(({ isVisible }) => isVisible).map(({ target }) => target));
    const over = frames > PATIENCE_FRAMES && view.performance.now() - startedAt > PATIENCE_MS;
    if (seen.size === fields.length || over || view.document.hidden) return seen;
  }
}

type Entry = IntersectionObserverEntry & { readonly isVisible: boolean };

/** One look at each field; none if the page is hidden first. */
function lookedAt(view: Window & typeof globalThis, fields: readonly Element[]): Promise<readonly Entry[]> {
  return new Promise((resolve) => {
    const options: IntersectionObserverInit & { trackVisibility: boolean; delay: number } = {
      threshold: 0.6,
      trackVisibility: true,
      delay: 100,
    };
    const end = (entries: readonly IntersectionObserverEntry[]): void => {
      observer.disconnect();
      view.document.removeEventListener('visibilitychange', leave);
      resolve(entries as readonly Entry[]);
    };
    const leave = (): void => end([]);
    const observer = new view.IntersectionObserver(end, options);
    view.document.addEventListener('visibilitychange', leave);
    for (const field of fields) observer.observe(field);
  });
}
