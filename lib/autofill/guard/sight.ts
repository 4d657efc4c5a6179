// What computed style does to a drawn element: an allow-list for everything around the menu, since any effect that is
// not named here as harmless may make it unreadable. Walks up through shadow roots and the frames around, which are of
// this origin (frame.ts). Firefox reports nothing else about visibility; Chromium does (IntersectionObserver v2), and
// must agree.
import { shadowOf } from '../page/shadow.ts';

const NONE = /^(none)?$/;
/** A move does not change the drawing; dialogs are centred so. */
const MOVE = /^(none|matrix\(1, 0, 0, 1, [-\d.e]+, [-\d.e]+\))?$/;
const MASKS = ['mask-image', 'mask-border-source', '-webkit-mask-image', '-webkit-mask-box-image-source'] as const;

/** What each property may be on anything around the menu; an empty text is of a browser that has no such property. */
const PLAIN: readonly (readonly [string, RegExp])[] = [
  ['opacity', /^1$/],
  ['visibility', /^visible$/],
  ['content-visibility', /^(visible|auto)?$/],
  ['filter', NONE],
  ['backdrop-filter', NONE],
  ...MASKS.map((name) => [name, NONE] as const),
  ['-webkit-box-reflect', NONE],
  ['mix-blend-mode', /^normal$/],
  ['clip-path', NONE],
  ['clip', /^(auto)?$/],
  ['transform', MOVE],
  ['rotate', NONE],
  ['scale', /^(none|1)?$/],
  ['offset-path', NONE],
  ['perspective', NONE],
  ['zoom', /^(1|normal)?$/],
];

/** Those of them that hide, cut or blend a field. */
const CUTS = PLAIN.filter(([name]) => /mask|blend|clip|^vis/.test(name));

type Root = Document | ShadowRoot;
/** Whether the browser itself reports visibility. */
export const tellsVisible = (): boolean => 'isVisible' in IntersectionObserverEntry.prototype;

export function everyRoot(root: Root): Root[] {
  const inner = [...root.querySelectorAll('*')].map(shadowOf);
  return [root, ...inner.flatMap((shadow) => (shadow ? everyRoot(shadow) : []))];
}

const above = (element: Element): Element | null => {
  const parent = element.assignedSlot ?? element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : parent?.nodeType === 1 ? (parent as Element) : null;
};

/** The element and what it is drawn in, innermost first, to the root of its document. */
export function around(element: Element): Element[] {
  const chain: Element[] = [];
  for (let node: Element | null = element; node; node = above(node)) chain.push(node);
  return chain;
}

/** The frame elements that hold a document, innermost first. */
export function framesAround(document: Document): Element[] {
  const frames: Element[] = [];
  for (let frame = document.defaultView?.frameElement; frame; frame = frame.ownerDocument.defaultView?.frameElement)
    frames.push(frame);
  return frames;
}

export const styleOf = (element: Element, pseudo?: string): CSSStyleDeclaration =>
  (element.ownerDocument.defaultView as Window).getComputedStyle(element, pseudo);

/** A browser goes on drawing an animation while the page keeps its thread busy, and so our looks away. */
const isAnimated = (element: Element): boolean =>
  element.getAnimations().some(({ playState }) => playState === 'running');

/** Whether an element lets everything in it be drawn as it is; or only larger or smaller than it is. */
function isPlain(element: Element, mayZoom: boolean): boolean {
  const style = styleOf(element);
  if (isAnimated(element)) return false;
  return PLAIN.every(([name, allowed]) => allowed.test(style.getPropertyValue(name)) || (mayZoom && name === 'zoom'));
}

/** By how much the page draws an element larger. */
export const zoomOf = (element: Element): number => (element as { currentCSSZoom?: number }).currentCSSZoom ?? 1;

/**
 * Whether nothing around an element, and around the frames it is in, changes how it is drawn.
 * @param unzooms the part of the element that holds all that is to be seen of it, if it undoes the page's own zoom
 */
export function isDrawnPlainly(element: Element, unzooms?: Element): boolean {
  // Before Chrome 128 nobody can say by how much.
  const mayZoom = unzooms !== undefined && 'currentCSSZoom' in unzooms && Math.abs(zoomOf(unzooms) - 1) < 0.01;
  return [element, ...framesAround(element.ownerDocument)].every((one) =>
    around(one).every((each) => isPlain(each, mayZoom && one === element)),
  );
}

/** Whether a page's style sheet draws something of its own before or after an element's content. */
export function isGenerated(element: Element): boolean {
  return ['::before', '::after'].some((pseudo) => !/^(none|normal)?$/.test(styleOf(element, pseudo).content));
}

/** Shadows; or all colours turned round, as a person's dark mode does: what differs still differs as much. */
const HARMLESS_FILTER = /^(none|(drop-shadow\((?:[^()]|\([^()]*\))*\) ?)+|invert\(1\)( hue-rotate\(180deg\))?)?$/;

/** Functions of a filter that change colours, and keep light apart from dark if each is there once. */
const COLOURS = [
  /^hue-rotate\(\S+$/,
  /^(grayscale|sepia|saturate)\([01](\.\d+)?\)$/,
  /^invert\((0\.9\d*|1)\)$/,
  /^(brightness|contrast)\((0\.[89]\d*|1(\.[01]\d*|\.2)?)\)$/,
];
const TWICE = /(\b\w+\().*\1/;
const keepsLight = (filter: string): boolean =>
  !TWICE.test(filter) && filter.split(' ').every((one) => COLOURS.some((each) => each.test(one)));

/** The filter of a whole page under which the person wants it filled all the same. */
let borne = '';

/**
 * Whether a filter over the whole page changes its colours, and no other one lies over it: the person's to bear.
 * @param bears the person has read so, and wants it filled: from now on it is not
 */
export function isTinted(document: Document, bears?: boolean): boolean {
  const filters = [document.body, ...framesAround(document)].flatMap(around).map((one) => styleOf(one).filter);
  const [filter = '', more] = filters.filter((one) => !HARMLESS_FILTER.test(one) && one !== borne);
  if (more || !keepsLight(filter)) return false;
  if (bears) borne = filter;
  return !bears;
}

/**
 * Whether a field's own effects, and those around it, leave it to be seen. A page's fields stand in cards with shadows
 * and within moves and modest scales; what makes them fade, cuts them or recolours them is not theirs to have while
 * something secret is filled.
 * @param mayBeClear the field itself may be transparent
 */
export function isFaint(field: Element, least: number, mayBeClear = false): boolean {
  let opacity = 1;
  let allowed = borne;
  for (const one of [field, ...framesAround(field.ownerDocument)].flatMap(around)) {
    const style = styleOf(one);
    if (!(mayBeClear && one === field)) opacity *= Number(style.opacity);
    if (opacity < least || CUTS.some(([name, plain]) => !plain.test(style.getPropertyValue(name)))) return true;
    if (HARMLESS_FILTER.test(style.filter)) continue;
    if (style.filter !== allowed) return true;
    // Once: each one more would change the colours further.
    allowed = '';
  }
  return false;
}

const meets = (a: DOMRect, b: DOMRect): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** Wider lines may hide a field; what outlines a field or a button is thinner. */
const THIN_PX = 4;
const CLEAR = /(?:^|[^-\w])(?:transparent|rgba\([^()]*, 0(\.0\d*)?\)|[a-z]+\([^()]*\/ 0(\.0\d*)?\))/;
const SIDES = ['top', 'right', 'bottom', 'left'] as const;

interface Shadow {
  readonly inset: boolean;
  readonly lengths: readonly [x: number, y: number, blur: number, spread: number];
}

/** The shadows of a computed style, of a box or of text, that are to be seen. */
function shadowsOf(computed: string): Shadow[] {
  if (NONE.test(computed)) return [];
  return computed
    .split(/,(?![^(]*\))/)
    .filter((one) => !CLEAR.test(one))
    .map((one) => {
      const [x = 0, y = 0, blur = 0, spread = 0] = [...one.matchAll(/(-?[\d.e+-]+)px/g)].map(([, px]) => Number(px));
      return { inset: one.includes('inset'), lengths: [x, y, blur, spread] };
    });
}

/** The width of an outline that is to be seen. */
const outlineOf = ({ outlineStyle, outlineWidth, outlineColor }: CSSStyleDeclaration): number =>
  outlineStyle === 'none' || CLEAR.test(outlineColor) ? 0 : Number.parseFloat(outlineWidth);

const isThick = ({ lengths }: Shadow): boolean => lengths.some((px) => Math.abs(px) > THIN_PX);

type Reach = readonly [by: number, x: number, y: number];

/** The width of a line that is to be seen and can hide something; else 0. */
function lineOf(style: CSSStyleDeclaration, kind: string, width: string, colour: string): number {
  const isDrawn = !/^(none|hidden)?$/.test(style.getPropertyValue(kind)) && !CLEAR.test(style.getPropertyValue(colour));
  const px = isDrawn ? Number.parseFloat(style.getPropertyValue(width)) : 0;
  return px > THIN_PX ? px : 0;
}

/**
 * The paint beside the letters of a text: its shadows, strokes, lines, and rules between columns. How far each reaches
 * beyond the element's box, and how far from it it lies.
 */
function besideText(element: Element, style: CSSStyleDeclaration): Reach[] {
  const reaches: Reach[] = [];
  const shadows = shadowsOf(style.textShadow).filter(isThick);
  const stroke = lineOf(style, '-webkit-text-stroke-width', '-webkit-text-stroke-width', '-webkit-text-stroke-color');
  // Both are inherited by elements that have no text.
  if ((shadows.length > 0 || stroke > 0) && [...element.childNodes].some(isText)) {
    reaches.push(...shadows.map(({ lengths: [x, y] }): Reach => [0, x, y]));
    if (stroke > 0) reaches.push([stroke / 2, 0, 0]);
  }
  const line = lineOf(style, 'text-decoration-line', 'text-decoration-thickness', 'text-decoration-color');
  const below = Math.abs(Number.parseFloat(style.textUnderlineOffset) || 0);
  if (line > 0 && element.textContent?.trim()) reaches.push([line + below, 0, 0]);
  for (const rule of ['column-rule', 'row-rule'])
    if (lineOf(style, `${rule}-style`, `${rule}-width`, `${rule}-color`) > 0) reaches.push([0, 0, 0]);
  return reaches;
}

/** What an element paints: its box with the outline, each shadow, and the paint beside its text. */
function paintedBoxes(element: Element, style: CSSStyleDeclaration): DOMRect[] {
  const { x, y, width, height } = element.getBoundingClientRect();
  const grown = (by: number, dx = 0, dy = 0): DOMRect =>
    new DOMRect(x + dx - by, y + dy - by, Math.max(0, width + 2 * by), Math.max(0, height + 2 * by));
  const line = outlineOf(style);
  return [
    grown(line && Math.max(0, line + Number.parseFloat(style.outlineOffset))),
    ...shadowsOf(style.boxShadow)
      .filter(({ inset }) => !inset)
      .map(({ lengths: [dx, dy, , spread] }) => grown(spread, dx, dy)),
    ...besideText(element, style).map((reach) => grown(...reach)),
  ];
}

const isText = ({ nodeType, nodeValue }: Node): boolean => nodeType === 3 && !!nodeValue?.trim();

/** Whether text of an element's own lies over much of a place. */
function writesOver(element: Element, place: DOMRect): boolean {
  let area = 0;
  for (const node of element.childNodes) {
    if (!isText(node)) continue;
    const range = element.ownerDocument.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) area += meets(line, place);
  }
  return area > 0.4 * place.width * place.height;
}

/** Whether lines, shadows or pictures around a box paint into it, or outside it. */
function edges(style: CSSStyleDeclaration): boolean {
  return (
    !NONE.test(style.borderImageSource) ||
    outlineOf(style) > THIN_PX ||
    shadowsOf(style.boxShadow).some(isThick) ||
    SIDES.some(
      (side) =>
        Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) > THIN_PX &&
        !CLEAR.test(style.getPropertyValue(`border-${side}-color`)),
    )
  );
}

/** Whether an element paints enough to hide a place under it. */
export function hides(element: Element, place: DOMRect): boolean {
  if (/^(img|picture|canvas|video|iframe|embed|object|svg|meter|progress)$/i.test(element.localName)) return true;
  return ['', '::before', '::after'].some((pseudo) => {
    const style = styleOf(element, pseudo || undefined);
    if (pseudo && /^(none|normal)?$/.test(style.content)) return false;
    const blurs = !NONE.test(style.getPropertyValue('backdrop-filter'));
    const paints = !CLEAR.test(style.backgroundColor) || style.backgroundImage !== 'none' || blurs || edges(style);
    const writes = !pseudo && (besideText(element, style).length > 0 || writesOver(element, place));
    return Number(style.opacity) > 0.05 && (paints || writes);
  });
}

/**
 * How high an element is stacked below an ancestor that it shares with another: its outermost z-index, or how it is
 * laid out.
 */
function height(element: Element, shared: Element): number {
  let at = -0.5;
  for (const one of around(element)) {
    if (one === shared) break;
    const { position, zIndex } = styleOf(one);
    if (position !== 'static') at = zIndex === 'auto' ? Math.max(at < 0 ? 0 : at, 0) : Number(zIndex);
  }
  return at;
}

/**
 * Elements that lie over a place of an element though the pointer does not meet them: browsers have no call for that,
 * so every element of the document is looked at. An element whose stacking order is not known here counts as lying over
 * it if it comes later.
 * @param place in the window of the element's document
 */
export function unmetOver(element: Element, place: DOMRect, ours: Element | null, share: number): boolean {
  const inside = new Set(around(element));
  const enough = place.width * place.height * share;
  let hidden = 0;
  for (const root of everyRoot(element.ownerDocument)) {
    for (const other of root.querySelectorAll('*')) {
      if (other === ours) continue;
      const style = styleOf(other);
      const isMet = style.pointerEvents !== 'none';
      // The pointer meets a box, but never the paint around it.
      const met = isMet ? meets(other.getBoundingClientRect(), place) : 0;
      const over = Math.max(...paintedBoxes(other, style).map((box) => meets(box, place))) - met;
      if (inside.has(other) ? isMet || !isGenerated(other) : over <= 0) continue;
      if (other.contains(element) && other !== element && !isGenerated(other)) continue;
      if (!other.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !hides(other, place)) continue;
      if (inside.has(other)) return true;
      const shared = around(other).find((one) => inside.has(one));
      const [mine, its] = shared ? [height(element, shared), height(other, shared)] : [0, 1];
      if (its > mine || (its === mine && element.compareDocumentPosition(other) & 4)) hidden += over;
      if (hidden >= enough && hidden > 0) return true;
    }
  }
  return false;
}

type Grid = readonly [across: number, down: number];

/** A grid of points in a place. */
const pointsIn = (place: DOMRect, [across, down]: Grid): [x: number, y: number][] =>
  Array.from({ length: across * down }, (_, at) => [
    place.x + (place.width * ((at % across) + 0.5)) / across,
    place.y + (place.height * (Math.floor(at / across) + 0.5)) / down,
  ]);

const rootOf = (element: Element): Root => element.getRootNode() as Root;

/** Of a grid of points in a place, the share at which `met` accepts what lies there, topmost first. */
export function shareMet(element: Element, place: DOMRect, grid: Grid, met: (stack: Element[]) => boolean): number {
  const points = pointsIn(place, grid);
  return points.filter((point) => met(rootOf(element).elementsFromPoint(...point))).length / points.length;
}

/** Whether an element is what the pointer meets at every point of a grid. */
export const isTop = (element: Element, place: DOMRect, grid: Grid): boolean =>
  pointsIn(place, grid).every((point) => rootOf(element).elementFromPoint(...point) === element);
