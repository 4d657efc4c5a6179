// A page decodes a correspondent's file only if its bytes say that it is a picture, and one that fits.
import { expect, test } from 'vitest';
import { THUMBNAIL_PIXELS } from '#app/attachments/picture-size.ts';
import { shownAs } from './picture.ts';

/** A lossless WebP says its size in its 22nd to 25th byte. */
function webp(side: number): Blob {
  const size = (side - 1) | ((side - 1) << 14);
  const bytes = [0x2f, size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff, (size >> 24) & 0xff];
  return new Blob(['RIFF', new Uint8Array([18, 0, 0, 0]), 'WEBPVP8L', new Uint8Array([5, 0, 0, 0, ...bytes, 0])]);
}

test('a picture that fits is shown by the type of its bytes', async () => {
  expect(await shownAs(webp(4000))).toBe('image/webp');
  expect(await shownAs(webp(40), THUMBNAIL_PIXELS)).toBe('image/webp');
});

test('one that would fill the memory is a file, and none if it stands for a small one', async () => {
  expect(await shownAs(webp(16_384))).toBeNull();
  expect(await shownAs(webp(4000), THUMBNAIL_PIXELS)).toBeNull();
});

test('anything but a picture is a file', async () => {
  expect(await shownAs(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']))).toBeNull();
});
