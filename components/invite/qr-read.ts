// QR codes read from pixels: of a camera's image, and of a picture file. Loaded when the first one is read.

import decodeQR, { type FinderPoints } from 'qr/decode.js';
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

/** Codes looked for in one picture: more than a screen shows so that they can be read. */
const MOST_CODES = 12;

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
    return this.readAll(image, size, side, { timeLimit, most: 1 })[0] ?? null;
  }

  /** The texts of all codes in the image: each is painted over once it was looked at. */
  readAll(
    image: ImageBitmap | HTMLVideoElement,
    size: { width: number; height: number },
    side: number,
    { timeLimit, most }: { timeLimit: number; most: number },
  ): string[] {
    const scale = Math.min(1, side / Math.max(size.width, size.height));
    const width = Math.round(size.width * scale);
    const height = Math.round(size.height * scale);
    const drawing = this.#drawing;
    if (drawing === null || width < 1 || height < 1) return [];
    this.#canvas.width = width;
    this.#canvas.height = height;
    drawing.drawImage(image, 0, 0, width, height);
    const texts = new Set<string>();
    for (let looks = 0; looks < most; looks++) {
      let at: FinderPoints['boundingBox'] | null = null;
      const pointsOnDetect = ({ boundingBox }: FinderPoints): void => {
        at = boundingBox;
      };
      try {
        texts.add(decodeQR(drawing.getImageData(0, 0, width, height), { timeLimit, pointsOnDetect }));
      } catch {
        // No code, or one that cannot be read: the library says so by throwing.
      }
      const seen = at as FinderPoints['boundingBox'] | null;
      if (seen === null) break;
      drawing.fillStyle = '#fff';
      drawing.fillRect(seen.x, seen.y, seen.width, seen.height);
    }
    return [...texts];
  }
}

/**
 * The texts of the codes in a picture. `no-picture`: it is something else, or larger than any picture that is shown.
 */
export async function readPicture(
  file: Blob,
): Promise<{ ok: true; texts: readonly string[] } | { ok: false; reason: 'no-picture' | 'no-code' }> {
  if (file.size > MOST_BYTES || (await shownAs(file)) === null) return { ok: false, reason: 'no-picture' };
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return { ok: false, reason: 'no-picture' };
  try {
    const reader = new CodeReader();
    for (const side of SIDES) {
      const texts = reader.readAll(picture, picture, side, { timeLimit: PICTURE_MS, most: MOST_CODES });
      if (texts.length > 0) return { ok: true, texts };
    }
    return { ok: false, reason: 'no-code' };
  } finally {
    picture.close();
  }
}
