// The places of a mail's links on its page. The frame that shows the mail has an origin of its own, which our page
// cannot look into; it measures a ruler instead, a second frame with the same document and size: scriptless, invisible,
// not pressable. The mail is shown at full size and scrolls with the page around it, so a measured place is the place
// pressed.

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface LinkPlace extends Size {
  readonly left: number;
  readonly top: number;
}

export interface LinkPlaces extends Size {
  /** In order of the document. `link`: its number in `SafeMail.links`; a link over two lines has two parts. */
  readonly links: readonly { readonly link: number; readonly parts: readonly [LinkPlace, ...LinkPlace[]] }[];
}

/** Longer mails scroll in their frame: browsers do not paint frames of any size. */
const MAX_HEIGHT = 60_000;
const MAX_WIDTH = 4_000;
/** Elements of one link that are looked at: its lines, its pictures. */
const MAX_PARTS = 40;
/** Less is no place to press. */
const LEAST_PX = 3;

/**
 * Gives the ruler the size that the mail needs, at least the room's, and finds its links.
 * @returns null if that has no end (parts as tall as the window), or the mail is too large
 */
export function placesIn(ruler: HTMLIFrameElement, room: Size): LinkPlaces | null {
  const page = ruler.contentDocument;
  if (page === null || room.width <= 0 || room.height <= 0) return null;
  const root = page.documentElement;
  let size = room;
  resize(ruler, size);
  // Parts sized by the window's height may grow once with it.
  for (let tries = 0; tries < 3 && overflows(root, size); tries++) {
    size = { width: Math.max(size.width, root.scrollWidth), height: Math.max(size.height, root.scrollHeight) };
    if (size.height > MAX_HEIGHT || size.width > MAX_WIDTH) return null;
    resize(ruler, size);
  }
  if (overflows(root, size)) return null;
  const links: LinkPlaces['links'][number][] = [];
  for (const anchor of page.querySelectorAll<HTMLElement>('a[data-nucleus-link]')) {
    const [first, ...more] = partsOf(anchor);
    if (first !== undefined) links.push({ link: Number(anchor.dataset.nucleusLink), parts: [first, ...more] });
  }
  return { ...size, links };
}

function resize(ruler: HTMLIFrameElement, { width, height }: Size): void {
  ruler.style.width = `${width}px`;
  ruler.style.height = `${height}px`;
}

const overflows = (root: Element, { width, height }: Size): boolean =>
  root.scrollWidth > width || root.scrollHeight > height;

/**
 * The visible parts of a link: the lines of its words and the pictures in it, as far as they are not cut off or
 * covered.
 */
function partsOf(anchor: HTMLElement): LinkPlace[] {
  const clip = clipOf(anchor);
  if (clip === null || !anchor.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
  const elements = [anchor, ...anchor.querySelectorAll('*')].slice(0, MAX_PARTS);
  const parts: LinkPlace[] = [];
  for (const rectangle of elements.flatMap((element) => [...element.getClientRects()])) {
    const part = overlap(rectangle, clip);
    if (part.width < LEAST_PX || part.height < LEAST_PX || parts.some((other) => within(part, other))) continue;
    if (isReached(anchor, part)) parts.push(part);
  }
  return parts.filter((part, at) => !parts.some((other, there) => there > at && within(part, other)));
}

/**
 * The part of the page that the elements around leave visible; null inside one that scrolls by itself, so that the
 * place is not known.
 */
function clipOf(anchor: HTMLElement): LinkPlace | null {
  const page = anchor.ownerDocument;
  let clip: LinkPlace = {
    left: 0,
    top: 0,
    width: page.documentElement.clientWidth,
    height: page.documentElement.clientHeight,
  };
  for (let around = anchor.parentElement; around !== null && around !== page.body; around = around.parentElement) {
    const { overflowX, overflowY, display } = getComputedStyle(around);
    if ((overflowX === 'visible' && overflowY === 'visible') || display === 'inline' || display === 'contents')
      continue;
    const scrolls = around.scrollHeight > around.clientHeight || around.scrollWidth > around.clientWidth;
    if (scrolls && /auto|scroll/.test(`${overflowX} ${overflowY}`)) return null;
    clip = overlap(around.getBoundingClientRect(), clip);
  }
  return clip;
}

function overlap(one: LinkPlace, other: LinkPlace): LinkPlace {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const width = Math.min(one.left + one.width, other.left + other.width) - left;
  const height = Math.min(one.top + one.height, other.top + other.height) - top;
  return { left, top, width: Math.max(0, width), height: Math.max(0, height) };
}

const within = (inner: LinkPlace, outer: LinkPlace): boolean =>
  inner.left >= outer.left &&
  inner.top >= outer.top &&
  inner.left + inner.width <= outer.left + outer.width &&
  inner.top + inner.height <= outer.top + outer.height;

function isReached(anchor: HTMLElement, { left, top, width, height }: LinkPlace): boolean {
  const there = anchor.ownerDocument.elementFromPoint(left + width / 2, top + height / 2);
  return there !== null && anchor.contains(there);
}
