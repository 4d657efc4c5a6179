// Pictures in a page. One is shown only through an <img> and a blob: address, and only if its own bytes are those of a
// raster type (lib/app/attachments/picture.ts); everything else is a file, whatever its name. Pictures lose their
// metadata before they are sent.

import { type PictureType, pictureType, withoutMetadata } from '#app/attachments/picture.ts';
import { pixelsOf, SHOWN_PIXELS, START_BYTES } from '#app/attachments/picture-size.ts';
import { cleanFileName } from '#app/words/file-name.ts';
import { THUMBNAIL_BYTES } from '#wire/sizes.ts';

/** A file that is ready to be sent: a picture without its metadata, or anything else as it is. */
export interface Prepared {
  readonly kind: 'picture' | 'file';
  readonly name: string;
  readonly mediaType: string;
  readonly content: Blob;
  readonly width: number;
  readonly height: number;
  readonly thumbnail: Uint8Array;
}

/** Larger ones are files: to take metadata out, a picture is held in memory whole. */
const MOST_BYTES = 32 * 1024 ** 2;
/** Long sides of thumbnails, tried until one is small enough for a message. */
const THUMBNAIL_SIDES = [40, 32, 24, 16];

/**
 * The type by which a page may show it; null: it is shown as a file. Its sender may have made it to break a decoder.
 */
export async function shownAs(content: Blob, mostPixels = SHOWN_PIXELS): Promise<PictureType | null> {
  const start = await startOf(content);
  const pixels = pixelsOf(start);
  return pixels === null || pixels > mostPixels ? null : pictureType(start);
}

const startOf = async (content: Blob): Promise<Uint8Array> =>
  new Uint8Array(await content.slice(0, START_BYTES).arrayBuffer());

/** A picture that can be shown is bared and gets a thumbnail; everything else goes as it is. */
export async function prepare(file: File): Promise<Prepared> {
  const picture = file.size <= MOST_BYTES ? await bare(file).catch(() => null) : null;
  return picture ?? asFile(file);
}

function asFile(file: File): Prepared {
  return {
    kind: 'file',
    name: cleanFileName(file.name, 'file'),
    mediaType: file.type.slice(0, 255),
    content: file,
    width: 0,
    height: 0,
    thumbnail: new Uint8Array(0),
  };
}

async function bare(file: File): Promise<Prepared | null> {
  // My own picture is bared at any size: as a file it would keep its metadata.
  if (pictureType(await startOf(file)) === null) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const stripped = withoutMetadata(bytes);
  const bitmap = await createImageBitmap(new Blob([(stripped ?? bytes) as Uint8Array<ArrayBuffer>]));
  try {
    // AVIF, and files not built as their type demands: drawn anew, which keeps the visible pixels only.
    const content =
      stripped === null
        ? await drawn(bitmap, bitmap.width, bitmap.height, 0.92)
        : new Blob([stripped as Uint8Array<ArrayBuffer>]);
    const mediaType = pictureType(await startOf(content));
    if (mediaType === null) return null;
    const named = cleanFileName(file.name, 'picture');
    return {
      kind: 'picture',
      name: stripped === null ? `${named.replace(/\.[A-Za-z0-9]+$/, '')}.${mediaType.slice('image/'.length)}` : named,
      mediaType,
      content: new Blob([content], { type: mediaType }),
      width: Math.min(bitmap.width, 0xffff),
      height: Math.min(bitmap.height, 0xffff),
      thumbnail: await thumbnailOf(bitmap),
    };
  } finally {
    bitmap.close();
  }
}

async function thumbnailOf(bitmap: ImageBitmap): Promise<Uint8Array> {
  for (const side of THUMBNAIL_SIDES) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const small = await drawn(bitmap, Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale), 0.5);
    if (small.size <= THUMBNAIL_BYTES) return new Uint8Array(await small.arrayBuffer());
  }
  return new Uint8Array(0);
}

async function drawn(bitmap: ImageBitmap, width: number, height: number, quality: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const drawing = canvas.getContext('2d');
  if (drawing === null) throw new Error('nothing to draw on');
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/webp', quality });
}
