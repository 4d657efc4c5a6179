// A site says what its icon is, and our own pages decode it: only a small picture or a plain drawing is kept, by its
// own bytes, whatever it is called.
import { describe, expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { MAX_ICON_BYTES } from '../records/site-icon.ts';
import { iconIn, iconUrl } from './site-icon.ts';

const little = (value: number, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 0xff);
const big = (value: number): Uint8Array => little(value, 4).reverse();
const letters = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const png = (width: number, height = width, more = 0): Uint8Array =>
  concat(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...[big(13), letters('IHDR'), big(width), big(height)],
    new Uint8Array(9 + more),
  );
const bitmap = (width: number, height = width): Uint8Array =>
  concat(little(40, 4), little(width, 4), little(2 * height, 4), new Uint8Array(28 + 16));
const ico = (...images: Uint8Array[]): Uint8Array => {
  const directory = 6 + 16 * images.length;
  const entries = images.map((image, at) =>
    concat(
      new Uint8Array(8),
      little(image.length, 4),
      little(directory + images.slice(0, at).reduce((sum, { length }) => sum + length, 0), 4),
    ),
  );
  return concat(little(0, 2), little(1, 2), little(images.length, 2), ...entries, ...images);
};
const address = (bytes: Uint8Array, type: string): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

const XMLNS = 'xmlns="http://www.w3.org/2000/svg"';
const svg = (content: string, attributes = ''): Uint8Array => letters(`<svg ${XMLNS} ${attributes}>${content}</svg>`);
const LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"';

describe('an icon', () => {
  test.each([
    ['PNG', png(32), 'image/png', 'image/png'],
    ['PNG that is called otherwise', png(32), 'image/x-icon', 'image/png'],
    ['ICO of bitmaps', ico(bitmap(16), bitmap(32), bitmap(48)), 'image/x-icon', 'image/x-icon'],
    ['ICO of a PNG', ico(png(256)), 'image/vnd.microsoft.icon', 'image/x-icon'],
    ['ICO as large as is kept', ico(concat(bitmap(48), new Uint8Array(16_000))), 'image/x-icon', 'image/x-icon'],
  ])('is kept: %s', (_, bytes, said, type) => {
    expect(iconIn(address(bytes, said))).toEqual(bytes);
    expect(iconUrl(bytes)).toBe(address(bytes, type).replace(/=+$/, ''));
  });

  test.each([
    ['a page', address(letters('<script>1</script>'), 'text/html')],
    ['a page that is called a picture', address(letters('<script>1</script>'), 'image/png')],
    ['a moving picture', address(letters('GIF89a......'), 'image/gif')],
    ['an address elsewhere', 'https://shop.example/favicon.ico'],
    ['nothing', 'data:image/png;base64,'],
    ['what is not base64', 'data:image/png;base64,%89PNG'],
    ['what is in the clear', 'data:image/png,PNG'],
    ['a longer address', address(png(32, 32, MAX_ICON_BYTES), 'image/png')],
    ['an endless address', `data:image/png;base64,${'A'.repeat(10_000_000)}`],
    ['few bytes that are many pixels', address(png(30_000), 'image/png')],
    ['many pixels in an ICO', address(ico(bitmap(16), png(30_000)), 'image/x-icon')],
    ['a great bitmap in an ICO', address(ico(bitmap(16), bitmap(30_000)), 'image/x-icon')],
    ['an ICO of nothing', address(ico(), 'image/x-icon')],
    ['an ICO that points beyond its end', address(ico(bitmap(16)).slice(0, -1), 'image/x-icon')],
    [
      'an ICO that points at itself',
      address(concat(ico(bitmap(16)).fill(0, 18, 22), new Uint8Array(9)), 'image/x-icon'),
    ],
    [
      'an ICO of more pictures than any has',
      address(ico(...Array.from({ length: 17 }, () => bitmap(16))), 'image/x-icon'),
    ],
  ])('is not: %s', (_, url) => {
    expect(iconIn(url)).toBeNull();
  });

  test.each([
    ['shapes', svg('<path d="M0 0h9z"/><g fill="#fff"><circle r="4"/></g>', 'viewBox="0 0 16 16"')],
    [
      'what an editor writes around it',
      concat(letters('<?xml version="1.0" encoding="UTF-8"?>\n<!-- A-B -->\n'), svg('<path/>')),
    ],
    ['gradients', svg(`<linearGradient id="a" xlink:href="#b"/><rect fill="url(#a)"/>`, LINKS)],
    ['a cut', svg('<g clip-path="url(#a)"/><clipPath id="a"><path/></clipPath>')],
    ['a letter', svg('<text y=".9em">N</text>')],
  ])('is kept, a drawing: %s', (_, bytes) => {
    expect(iconIn(address(bytes, 'image/svg+xml'))).toEqual(bytes);
    expect(iconUrl(bytes)).toMatch(/^data:image\/svg\+xml;base64,/);
  });

  test.each([
    ['with a script', svg('<script>1</script>')],
    ['with a handler', svg('', 'onload="1"')],
    ['with a page in it', svg('<foreignObject/>')],
    ['with a picture in it', svg('<image href="data:image/png;base64,AA"/>')],
    ['with an address elsewhere', svg('<path fill="url(https://shop.example/a)"/>')],
    ['that draws parts of it again', svg('<g id="a"/><use href="#a"/>')],
    ['with rules of style', svg('<style>path{fill:red}</style><path/>')],
    ['with style of its own', svg('<path style="fill:red"/>')],
    ['with an attribute nobody knows', svg('<path onhover="1"/>')],
    ['of a kind that it names itself', letters(`<!DOCTYPE svg><svg ${XMLNS}/>`)],
    ['in letters of another kind', letters(`<?xml version="1.0" encoding="latin1"?><svg ${XMLNS}/>`)],
    ['with words of its own', letters(`<!DOCTYPE svg [<!ENTITY a "aa">]><svg ${XMLNS}/>`)],
    ['that spells otherwise', svg('<path fill="r&#101;d"/>')],
    ['with effects', svg('<path filter="url(#a)"/>')],
    ['with fine dashes', svg('<path stroke-dasharray="0.0001"/>')],
    ['that moves', svg('<path><animate attributeName="d"/></path>')],
    ['whose parts take what is around them', svg('<g clip-path="inherit"/>')],
    ['with too many cuts', svg('<g clip-path="url(#a)"/>'.repeat(9))],
    ['with too many parts', svg('<g/>'.repeat(513))],
    ['that does not end', letters(`<svg ${XMLNS}><g></svg>`)],
    ['whose parts cross', svg('<g><text></g></text>')],
    ['with more behind it', concat(svg(''), svg(''))],
    ['with an attribute twice', svg('<path d="" d=""/>')],
    ['with a name out of nowhere', svg('<linearGradient xlink:href="#b"/>')],
    ['that is no picture by itself', letters('<svg><path/></svg>')],
  ])('is not, a drawing: %s', (_, bytes) => {
    expect(iconIn(address(bytes, 'image/svg+xml'))).toBeNull();
    expect(iconUrl(bytes)).toBeNull();
  });

  test('is never shown if what was kept is none', () => {
    expect(iconUrl(new Uint8Array(0))).toBeNull();
    expect(iconUrl(letters('<svg/>'))).toBeNull();
  });
});
