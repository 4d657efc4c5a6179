// The place of the bar: at an edge of the window, over no field or button of the page if there is such a place, never
// over what the person is using.

export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 12;
/** Points that are looked at: across and down. */
const [ACROSS, DOWN] = [9, 5];
const IN_USE = 1000;
const USED =
  'a[href],button,input,select,textarea,summary,label,video,iframe,[role=button],[role=link],[role=tab],[role=menuitem],[contenteditable],[onclick]';

/** The corners, in the order in which they are tried; where the browser itself asks comes first. */
export function cornersFor(window: Window, width: number, height: number): Spot[] {
  const { innerWidth, innerHeight, document } = window;
  const seen = Math.min(innerWidth, document.documentElement.clientWidth || innerWidth);
  // In the middle of a window that has no room for more.
  const margin = Math.min(MARGIN, Math.max(0, (seen - width) / 2));
  const ends = [Math.max(0, seen - width - margin), margin];
  if (getComputedStyle(document.documentElement).direction === 'rtl') ends.reverse();
  const heights = [MARGIN, Math.max(0, innerHeight - height - MARGIN)];
  const all = heights.flatMap((top) =>
    ends.map((left) => ({ left: Math.round(left), top: Math.round(top), width, height })),
  );
  // In a narrow window two of them are the same.
  return all.filter((one, at) => all.findIndex((other) => other.left === one.left && other.top === one.top) === at);
}

const meets = (a: Spot, b: Spot): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

/** How much of the page one would cover; 0: nothing that is pressed or typed into. */
export function inTheWay(document: Document, box: Spot, active: Element | null, ours: Element): number {
  if (active && active !== document.body && active !== ours && meets(active.getBoundingClientRect(), box))
    return IN_USE;
  const covered = new Set<Element>();
  for (let column = 0; column < ACROSS; column++) {
    for (let row = 0; row < DOWN; row++) {
      const x = box.left + (box.width * column) / (ACROSS - 1);
      const y = box.top + (box.height * row) / (DOWN - 1);
      const hit = document.elementsFromPoint(x, y).find((element) => element !== ours);
      const used = hit?.closest(USED);
      if (used) covered.add(used);
    }
  }
  let weight = 0;
  for (const element of covered) weight += element.matches('input,select,textarea,[contenteditable]') ? 4 : 1;
  return weight;
}

/** The first of the places over which the least lies. */
export function freest(boxes: readonly Spot[], weigh: (box: Spot) => number): number {
  const weights = boxes.map(weigh);
  return weights.indexOf(Math.min(...weights));
}
