// Whether an icon that is a drawing (SVG) is a plain one, by an allow-list: shapes, texts and gradients, balanced and
// few. An <img> runs no script of a drawing and fetches nothing for it; what is left out here are bytes that would keep
// our page busy (parts drawn again and again, rules of style, effects, movement) or that a browser reads otherwise.
import { decodeUtf8 } from '#bytes/utf8.ts';

const ELEMENTS =
  /^(svg|g|defs|title|desc|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|linearGradient|radialGradient|stop|clipPath)$/;
/** SVG 2 and its presentation attributes; those of an editor's own space draw nothing. */
const ATTRIBUTES = [
  /^(xmlns|version|id|class|role|tabindex|focusable|lang|viewBox|preserveAspectRatio|width|height|overflow|display)$/,
  /^(x|y|[xy][12]|c[xy]|f[xy]|d[xy]|r|fr|r[xy]|d|points|pathLength|transform|offset|visibility|color|opacity)$/,
  /^(fill|stroke|stop|clip|font|text|letter|word|paint|shape|color|vector|aria|data)-[a-z-]+$/,
  /^(fill|stroke|gradientUnits|gradientTransform|spreadMethod|clipPathUnits|href|enable-background|baseProfile)$/,
  /^\w+:[\w-]+$/,
];
const TAG = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const TEXT = /[^<]*/y;
/** What an editor writes before it. Another encoding would make other letters of the same bytes. */
const DECLARATION = /^\uFEFF?\s*(<\?xml version="1\.0"(\s+encoding="utf-8")?(\s+standalone="(yes|no)")?\s*\?>)?/i;
const REMARKS = /<!--[^-]*(?:-[^-]+)*-->/g;
/** Names for any character, which may spell what is refused; addresses; what costs time for few bytes. */
const REFUSED = /[&\\]|url\((?!\s*["']?#)|href\s*=\s*["'](?!#)|dash|inherit/i;
const ROOT = 'http://www.w3.org/2000/svg';
const SPACE = /\sxmlns\s*=\s*["']([^"']*)/;
const MAX_ELEMENTS = 512;
/** A cut of a cut is drawn once for each of both. */
const MAX_CUTS = 8;

export function isPlainDrawing(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes)?.replace(DECLARATION, '').replace(REMARKS, '').trim() ?? '';
  if (!text.startsWith('<svg') || REFUSED.test(text) || (text.match(/clip-path/gi)?.length ?? 0) > MAX_CUTS)
    return false;
  const open: string[] = [];
  let elements = 0;
  for (let at = 0; at < text.length; ) {
    TAG.lastIndex = at;
    const [tag, closes, name = '', attributes = '', ends] = TAG.exec(text) ?? [];
    if (tag === undefined || !ELEMENTS.test(name)) return false;
    if (closes) {
      if (open.pop() !== name || attributes !== '' || ends) return false;
    } else {
      elements += 1;
      if (elements > MAX_ELEMENTS || (elements === 1 && SPACE.exec(attributes)?.[1] !== ROOT)) return false;
      if (!isWellNamed(attributes, text)) return false;
      if (!ends) open.push(name);
    }
    TEXT.lastIndex = at + tag.length;
    const between = TEXT.exec(text)?.[0] ?? '';
    at = TEXT.lastIndex;
    if (open.length === 0) return at === text.length && between === '';
  }
  return false;
}

/** An attribute that is there twice, or in a space that is not declared, makes it no XML, and so no picture. */
function isWellNamed(attributes: string, text: string): boolean {
  const names = [...attributes.matchAll(/\s([\w:-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)].map(([, name = '']) => name);
  return (
    new Set(names).size === names.length &&
    names.every((name) => ATTRIBUTES.some((known) => known.test(name)) && isDeclared(name, text))
  );
}

const isDeclared = (name: string, text: string): boolean =>
  !name.includes(':') || /^xml(ns)?:/.test(name) || text.includes(`xmlns:${name.split(':')[0]}=`);
