// QR codes read from pixels: of a camera's image, and of a picture file. Loaded when the first one is read.

import decodeQR from 'qr/decode.js';
import { shownAs } from '../ui/picture.ts';

/** A larger file is no picture of a code. */
const MOST_BYTES = 32 * 1024 ** 2;
/**
 * Long sides at which a picture is looked at. A photograph shows its code best when small; a screenshot with a small
 * code in it, whole.
 */
const SIDES = [1000, 2400] as const;
/** What one look may take beyond the necessary: a picture is looked at once, a camera's image thirty times a second. */
const PICTURE_MS = 600;

/** A canvas that is used again for each image. */
export class CodeReader {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #drawing = this.#canvas.getContext('2d', { willReadFrequently: true });

  /** The text of a code in the image; null: none is seen. @param side of the image as it is looked at, at most */
  read(
    image: ImageBitmap | HTMLVideoElement,
    size: { width: number; height: number },
    side: number,
    timeLimit = 30,
  ): string | null {
    const scale = Math.min(1, side / Math.max(size.width, size.height));
    const width = Math.round(size.width * scale);
    const height = Math.round(size.height * scale);
    if (this.#drawing === null || width < 1 || height < 1) return null;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#drawing.drawImage(image, 0, 0, width, height);
    try {
      return decodeQR(this.#drawing.getImageData(0, 0, width, height), { timeLimit });
    } catch {
      // No code, or none that can be read: the library says so by throwing.
      return null;
    }
  }
}

/** The text of a code in a picture. `no-picture`: it is something else, or larger than any picture that is shown. */
export async function readPicture(
  file: Blob,
): Promise<{ ok: true; text: string } | { ok: false; reason: 'no-picture' | 'no-code' }> {
  if (file.size > MOST_BYTES || (await shownAs(file)) === null) return { ok: false, reason: 'no-picture' };
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return { ok: false, reason: 'no-picture' };
  try {
    const reader = new CodeReader();
    for (const side of SIDES) {
      const text = reader.read(picture, picture, side, PICTURE_MS);
      if (text !== null) return { ok: true, text };
    }
    return { ok: false, reason: 'no-code' };
  } finally {
    picture.close();
  }
}
