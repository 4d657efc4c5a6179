// Looks and shapes put into a page by DOM calls: a page's policy may forbid markup from strings.
import { pictureOf } from '#logins/picture.ts';

export type Attributes = Record<string, string | number>;
export type Shape = readonly [string, Attributes];

/** The mark of Nucleus in a 24 × 24 box. */
export const LOGO: readonly Shape[] = [
  ['path', { d: 'M20.5 12a8.5 8.5 0 0 1-8.5 8.5M3.5 12A8.5 8.5 0 0 1 12 3.5', 'stroke-width': 2.2 }],
  ['circle', { cx: 12, cy: 12, r: 3.6, fill: 'currentColor', stroke: 'none' }],
];

/** Outlines in a 24 × 24 box; ban, lock, mail and arrow after Lucide (ISC). */
export const ICONS = {
  ban: 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M5 5l14 14',
  lock: 'M4 11h16v10H4zM7 11V7a5 5 0 0 1 10 0v4',
  mail: 'M2 5h20v14H2zM22 7l-10 6.5L2 7',
  link: 'M15 3h6v6M10 14L21 3M18 13v8H3V6h8',
  close: 'M18 6L6 18M6 6l12 12',
  card: 'M2 5h20v14H2zM2 10h20',
  home: 'M3 11l9-8 9 8v10H3zM9 21v-8h6v8',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  search: 'M3 11a8 8 0 1 0 16 0a8 8 0 1 0-16 0M21 21l-4.3-4.3',
  key: 'M15.5 11.5a4 4 0 1 0-3-3L4 17v3h3l1-1v-2h2l2.5-2.5M16 8h.01',
  check: 'M4 12l5 5L20 6',
  again: 'M3 12a9 9 0 1 0 3-6.7L3 8M3 3v5h5',
  note: 'M12 8v5M12 16.5v.1M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0',
} as const;

export type Make = (name: string, className: string, attributes?: Attributes, text?: string) => HTMLElement;

/** What makes the elements that are drawn into a document. */
export const makerIn =
  (document: Document): Make =>
  (name, className, attributes = {}, text = '') => {
    const element = document.createElement(name);
    element.className = className;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.textContent = text;
    return element;
  };

/** Outlines in a 24 × 24 box. */
export function drawShapes(document: Document, size: number, shapes: readonly Shape[]): SVGElement {
  const draw = (name: string, attributes: Attributes): SVGElement => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  const svg = draw('svg', {
    width: size,
    height: size,
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  });
  for (const [name, attributes] of shapes) svg.append(draw(name, attributes));
  return svg;
}

/** The generated picture of an identity. */
export function drawPicture(document: Document, seed: string, size = 36): SVGElement {
  const { ground, arcs, core } = pictureOf(seed);
  const svg = drawShapes(document, size, [
    ['rect', { width: 40, height: 40, fill: ground, stroke: 'none' }],
    ...arcs.map(
      (arc): Shape => [
        'circle',
        {
          cx: 20,
          cy: 20,
          r: arc.radius,
          stroke: arc.colour,
          'stroke-width': arc.width,
          'stroke-dasharray': `${arc.length} 999`,
          transform: `rotate(${arc.rotation} 20 20)`,
        },
      ],
    ),
    ['circle', { cx: 20, cy: 20, r: core.radius, fill: core.colour, stroke: 'none' }],
  ]);
  svg.setAttribute('viewBox', '0 0 40 40');
  svg.setAttribute('class', 'av');
  return svg;
}

/**
 * A constructed sheet is no markup, so no page policy applies to it; Firefox does not take one from a content script.
 */
export function dress(shadow: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const style = shadow.ownerDocument.createElement('style');
    style.textContent = css;
    shadow.append(style);
  }
}
