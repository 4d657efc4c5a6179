// A site says what its icon is, and our own pages decode it: only a small picture is kept, by its own bytes, whatever
// it is called.
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
    ['a drawing with scripts', address(letters('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml')],
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

  test('is never shown if what was kept is none', () => {
    expect(iconUrl(new Uint8Array(0))).toBeNull();
    expect(iconUrl(letters('<svg/>'))).toBeNull();
  });
});
