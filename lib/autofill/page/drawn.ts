// How a field is drawn: whether a person can see it and type into it, whether typed text is masked, and whether it is
// there for robots, which fill every field.

export interface Drawn {
  /** Rendered, and large enough to be typed into. */
  readonly visible: boolean;
  /** Transparent over something that is drawn in its place, as fields for codes are. */
  readonly clear: boolean;
  /** Typed text is shown as dots, whatever the field's type. */
  readonly masked: boolean;
  /** No wider than a character or two. */
  readonly narrow: boolean;
  /**
   * Kept from people by other means than its place: hidden from screen readers and from the Tab key, so not meant for a
   * person.
   */
  readonly decoy: boolean;
}

const NARROW = 76;
/** How many ancestors are searched for one that hides the field. */
const DEPTH = 6;
const DOTS = /text-?security|dots-?font|password/i;
/** Clippings that leave nothing visible. */
const CLIPPED = /^(inset\((50|100)%|circle\(0)|^rect\((0|1)px, ?(0|1)px, ?(0|1)px, ?(0|1)px\)/;

/** Findings about the surroundings of fields in one reading: most fields share them. */
export type Surroundings = Map<Element, boolean>;

/** Whether an element around a field hides it whole, as texts for screen readers are hidden. */
function isClippedBy(node: Element | null, known: Surroundings, depth = 0): boolean {
  if (!node || depth === DEPTH || node.localName === 'body' || node.localName === 'form') return false;
  const before = known.get(node);
  if (before !== undefined) return before;
  const { clipPath, clip, overflow, display } = getComputedStyle(node);
  // Boxes that are none, and texts, have no size of their own.
  const isSmall =
    overflow !== 'visible' && !/^(contents|inline)$/.test(display) && (node.clientWidth < 2 || node.clientHeight < 2);
  const clipped = CLIPPED.test(clipPath) || CLIPPED.test(clip) || isSmall;
  const result = clipped || isClippedBy(node.parentElement, known, depth + 1);
  known.set(node, result);
  return result;
}

/** Takes up room, on the page and not parked outside of it as fields for robots are. */
function hasRoom({ width, height, right, bottom }: DOMRect): boolean {
  return width >= 9 && height >= 6 && right + scrollX > 0 && bottom + scrollY > 0;
}

/**
 * A transparent field may take a code if it says so, or if the person is typing into it; never anything else
 * (forms.ts).
 */
function mayBeClear(field: HTMLInputElement): boolean {
  if (field.localName !== 'input' || field.type === 'password') return false;
  const { autocomplete, maxLength, inputMode } = field;
  return (
    /one-time/.test(autocomplete) ||
    (maxLength > 3 && maxLength < 9) ||
    inputMode === 'numeric' ||
    field.matches(':focus')
  );
}

function isMasked(style: CSSStyleDeclaration): boolean {
  return !/^(none)?$/.test(style.getPropertyValue('-webkit-text-security')) || DOTS.test(style.fontFamily);
}

export function drawnAs(field: Element, known: Surroundings): Drawn {
  const input = field as HTMLInputElement;
  const box = field.getBoundingClientRect();
  const style = getComputedStyle(field);
  const isThere =
    hasRoom(box) &&
    field.checkVisibility({ visibilityProperty: true }) &&
    !CLIPPED.test(style.clipPath) &&
    !CLIPPED.test(style.clip) &&
    !isClippedBy(field.parentElement, known);
  const opaque = isThere && field.checkVisibility({ opacityProperty: true });
  const clear = isThere && !opaque && mayBeClear(input);
  const unreachable = input.tabIndex < 0 && field.closest('[aria-hidden=true]') !== null;
  return {
    visible: opaque || clear,
    clear,
    masked: isThere && /^(text|tel)$/.test(input.type) && isMasked(style),
    narrow: box.width <= NARROW,
    decoy: unreachable || field.getAttribute('aria-hidden') === 'true',
  };
}
