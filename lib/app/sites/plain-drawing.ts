// Whether an icon that is a drawing (SVG) is a plain one, by an allow-list: shapes, texts and gradients, balanced and
// few. An <img> runs no script of a drawing and fetches nothing for it; what is left out here are bytes that would keep
// our page busy: parts that are drawn again and again, effects, fine dashes, movement.
import { decodeUtf8 } from '#bytes/utf8.ts';

const ELEMENTS =
  /^(svg|g|defs|title|desc|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|linearGradient|radialGradient|stop|clipPath|style)$/;
const TAG = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const TEXT = /[^<]*/y;
/** What an editor writes before the drawing, and remarks. */
const BESIDE = /^\uFEFF?\s*<\?xml [^<>]*\?>|<!DOCTYPE svg[^<>[]*>|<!--[^-]*(?:-[^-]+)*-->/g;
/** Names for any character, which may spell what is refused; addresses; what costs time for few bytes. */
const REFUSED = /[&\\]|@(?!media\b)|url\((?!\s*["']?#)|href\s*=\s*["'](?!#)|filter|dash|anim|mask|inherit|\son\w+\s*=/i;
const ROOT = 'http://www.w3.org/2000/svg';
const SPACE = /\sxmlns\s*=\s*["']([^"']*)/;
const MAX_ELEMENTS = 512;
/** A cut of a cut is drawn once for each of both. */
const MAX_CUTS = 8;

export function isPlainDrawing(bytes: Uint8Array): boolean {
  const text = decodeUtf8(bytes)?.replace(BESIDE, '').trim() ?? '';
  if (!text.startsWith('<svg') || REFUSED.test(text) || text.split('clip-path').length > MAX_CUTS + 1) return false;
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
    // One rule would cut many elements, and cuts within cuts.
    if (name === 'style' && /clip/i.test(between)) return false;
    if (open.length === 0) return at === text.length && between === '';
  }
  return false;
}

/** An attribute that is there twice, or in a space that is not declared, makes it no XML, and so no picture. */
function isWellNamed(attributes: string, text: string): boolean {
  const names = [...attributes.matchAll(/\s([\w:-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)].map(([, name = '']) => name);
  return (
    new Set(names).size === names.length &&
    names.every(
      (name) => !name.includes(':') || /^xml(ns)?:/.test(name) || text.includes(`xmlns:${name.split(':')[0]}=`),
    )
  );
}
