// Codes in pictures, read in a real page: only a browser decodes pictures.

import encodeQR from 'qr';
import { expect, it } from 'vitest';
import { readPicture } from './qr-read.ts';

const LINK = `https://service.example/invitation#${'AbCd_-09'.repeat(20)}`;

/** A picture of a code: turned, of this size in so large a picture, on a ground that is not white. */
async function pictureOf(
  text: string,
  { side = 700, modulePx = 6, turned = 0, type = 'image/png' } = {},
): Promise<Blob> {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 });
  const canvas = new OffscreenCanvas(side, side);
  const drawing = canvas.getContext('2d');
  if (drawing === null) throw new Error('nothing to draw on');
  drawing.fillStyle = '#b9c4b0';
  drawing.fillRect(0, 0, side, side);
  drawing.translate(side / 2, side / 2);
  drawing.rotate(turned);
  drawing.translate((-rows.length * modulePx) / 2, (-rows.length * modulePx) / 2);
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      drawing.fillStyle = dark ? '#222' : '#eee';
      drawing.fillRect(x * modulePx, y * modulePx, modulePx, modulePx);
    });
  });
  return canvas.convertToBlob({ type, quality: 0.8 });
}

it('reads the code of a screenshot, of a photograph, and a small one in a large picture', async () => {
  expect(await readPicture(await pictureOf(LINK))).toEqual({ ok: true, texts: [LINK] });
  const photograph = await pictureOf(LINK, { side: 3000, modulePx: 25, turned: 0.3, type: 'image/jpeg' });
  expect(await readPicture(photograph)).toEqual({ ok: true, texts: [LINK] });
  expect(await readPicture(await pictureOf(LINK, { side: 2200, modulePx: 4 }))).toEqual({ ok: true, texts: [LINK] });
});

it('reads every code of a picture, also beside one that cannot be read', async () => {
  const texts = ['alex', 'blair', 'cora'].map((name) => `otpauth://totp/${name}?secret=GEZDGNBVGY3TQOJQ`);
  const sheet = new OffscreenCanvas(1000, 1000);
  const drawing = sheet.getContext('2d');
  drawing?.fillRect(0, 0, 0, 0);
  for (const [at, text] of [...texts, 'torn'].entries()) {
    const one = await createImageBitmap(await pictureOf(text, { side: 480, modulePx: 10 }));
    const [x, y] = [(at % 2) * 500, Math.floor(at / 2) * 500];
    drawing?.drawImage(one, x, y);
    // A hand over its middle.
    if (text === 'torn') drawing?.fillRect(x + 190, y + 190, 100, 100);
  }
  const seen = await readPicture(await sheet.convertToBlob());
  expect(seen.ok && [...seen.texts].sort()).toEqual(texts);
});

it('says so if there is no code, no picture, or one too large to be opened', async () => {
  const blank = new OffscreenCanvas(400, 300);
  blank.getContext('2d')?.fillRect(20, 20, 90, 90);
  expect(await readPicture(await blank.convertToBlob())).toEqual({ ok: false, reason: 'no-code' });
  const none = { ok: false, reason: 'no-picture' };
  expect(await readPicture(new Blob([`nucleus-invitation:${'A'.repeat(500)}`]))).toEqual(none);
  expect(await readPicture(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'], { type: 'image/svg+xml' }))).toEqual(
    none,
  );
  const bomb = new Uint8Array(33);
  bomb.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bomb.buffer).setUint32(16, 30_000);
  new DataView(bomb.buffer).setUint32(20, 30_000);
  expect(await readPicture(new Blob([bomb], { type: 'image/png' }))).toEqual(none);
  const truncated = (await pictureOf(LINK)).slice(0, 400);
  expect((await readPicture(truncated)).ok).toBe(false);
});
