// Icons of sites. A site says itself what its icon is, so it is looked at before it is kept: a picture of few bytes and
// few pixels, by its own bytes, or a plain drawing. Nothing is ever fetched for it: the browser has it already, for its
// tab.
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { pictureType, u16At, u32At } from '../attachments/picture.ts';
import { pixelsOf } from '../attachments/picture-size.ts';
import type { AppContext } from '../ports/ports.ts';
import { relationship } from '../records/relationship.ts';
import { MAX_ICON_BYTES, siteIcon } from '../records/site-icon.ts';
import type { Store } from '../store/store.ts';
import { transact } from '../store/transaction.ts';
import { isPlainDrawing } from './plain-drawing.ts';

/** What a page decodes for a corner of a row. */
const MAX_PIXELS = 512 * 512;
const MAX_IMAGES = 16;
/** Base64 and what stands before it. */
const MAX_URL_LENGTH = Math.ceil(MAX_ICON_BYTES / 3) * 4 + 64;
const DATA_URL = /^data:image\/(?:png|jpeg|webp|svg\+xml|x-icon|vnd\.microsoft\.icon);base64,([A-Za-z0-9+/]+)={0,2}$/;

type IconType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/x-icon' | 'image/svg+xml';

/** By its own bytes; null: nothing that is shown as an icon. */
export function iconType(bytes: Uint8Array): IconType | null {
  if (bytes.length > MAX_ICON_BYTES) return null;
  if (isIco(bytes)) return 'image/x-icon';
  if (isPlainDrawing(bytes)) return 'image/svg+xml';
  const type = pictureType(bytes);
  if (type !== 'image/png' && type !== 'image/jpeg' && type !== 'image/webp') return null;
  const pixels = pixelsOf(bytes);
  return pixels !== null && pixels <= MAX_PIXELS ? type : null;
}

/** The picture in a `data:` address of a tab's icon; null: none that is kept. */
export function iconIn(url: string): Uint8Array | null {
  if (url.length > MAX_URL_LENGTH) return null;
  const [, base64] = DATA_URL.exec(url) ?? [];
  if (base64 === undefined) return null;
  const bytes = decodeBase64url(base64.replaceAll('+', '-').replaceAll('/', '_'));
  return bytes !== null && iconType(bytes) !== null ? bytes : null;
}

/** An address for an <img>; null if it is no icon. */
export function iconUrl(bytes: Uint8Array): string | null {
  const type = iconType(bytes);
  const base64 = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return type === null ? null : `data:${type};base64,${base64}`;
}

/**
 * An ICO is a list of pictures, each a PNG or a bitmap without its file header. Each is as small as the list says: all
 * are looked at.
 */
function isIco(bytes: Uint8Array): boolean {
  try {
    const little = (at: number): number => u16At(bytes.slice(at, at + 2).reverse(), 0);
    if (bytes.length < 22 || little(0) !== 0 || little(2) !== 1) return false;
    const count = little(4);
    if (count < 1 || count > MAX_IMAGES) return false;
    for (let entry = 6; entry < 6 + 16 * count; entry += 16) {
      const [length, from] = [u32At(bytes, entry + 8, true), u32At(bytes, entry + 12, true)];
      if (from < 6 + 16 * count || from + length > bytes.length) return false;
      if (!isSmallImage(bytes.subarray(from, from + length))) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const BITMAP_HEADER_BYTES = 40;
const MAX_EDGE = 256;

function isSmallImage(image: Uint8Array): boolean {
  if (pictureType(image) === 'image/png') return (pixelsOf(image) ?? Infinity) <= MAX_EDGE * MAX_EDGE;
  // Twice as high as it is shown: the mask lies below the colours.
  return (
    u32At(image, 0, true) === BITMAP_HEADER_BYTES &&
    u32At(image, 4, true) <= MAX_EDGE &&
    u32At(image, 8, true) <= 2 * MAX_EDGE
  );
}

/**
 * An identity was used in a tab. The icon already kept stays if this tab has none to give.
 * @param url of the icon, as the browser says it
 */
export async function noteSiteIcon(app: Pick<AppContext, 'store'>, id: string, url: string): Promise<void> {
  const picture = iconIn(url);
  if (picture === null) return;
  await transact(app.store, [siteIcon(id), relationship(id)], (transaction) => {
    const before = transaction.get(siteIcon(id));
    if (transaction.get(relationship(id)) === null || (before !== null && equal(before.picture, picture))) return;
    transaction.put(siteIcon(id), { picture });
  });
}

/** Address for an <img>; null: none is kept. */
export async function showSiteIcon(store: Store, id: string): Promise<string | null> {
  const [known] = await store.read([siteIcon(id)]);
  return known === null ? null : iconUrl(known.picture);
}
