// Looks and shapes put into a page by DOM calls: a page's policy may forbid markup from strings.
import { pictureOf } from '#logins/picture.ts';

export type Attributes = Record<string, string | number>;
export type Shape = readonly [string, Attributes];

/** The mark of Nucleus in a 24 × 24 box. */
export const LOGO: readonly Shape[] = [
  ['path', { d: 'M20.5 12a8.5 8.5 0 0 1-8.5 8.5M3.5 12A8.5 8.5 0 0 1 12 3.5', 'stroke-width': 2.2 }],
  ['circle', { cx: 12, cy: 12, r: 3.6, fill: 'currentColor', stroke: 'none' }],
];

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
