// Pictures that a mail itself carries, as addresses of their bytes: only raster pictures by their own bytes that say
// their size, and all of a mail together no more pixels than one picture may have. A few hundred bytes can unfold to
// gigabytes, as often as they stand there.
import { pictureType } from '#app/attachments/picture.ts';
import { pixelsOf, SHOWN_PIXELS, START_BYTES } from '#app/attachments/picture-size.ts';
import { decodeBase64url } from '#bytes/base64url.ts';

export interface Carried {
  readonly contentId: string;
  /** base64url. */
  readonly bytes: string;
}

const DATA = /^\s*data:image\/[a-z0-9.+-]{1,40};base64,([a-z0-9+/=\s]+)$/i;
const CID = /^\s*cid:(.{1,500}?)\s*$/is;

export class CarriedPictures {
  readonly #byId: ReadonlyMap<string, string>;
  readonly #known = new Map<string, string | null>();
  #pixelsLeft = SHOWN_PIXELS;

  constructor(carried: readonly Carried[]) {
    this.#byId = new Map(carried.map(({ contentId, bytes }) => [contentId, bytes]));
  }

  /** The replacement of a picture's source in the document; null: it is not in the mail, or is not shown. */
  sourceOf(source: string): string | null {
    const known = this.#known.get(source);
    if (known !== undefined) return known;
    const found = this.#look(source);
    this.#known.set(source, found);
    return found;
  }

  #look(source: string): string | null {
    const written = DATA.exec(source)?.[1]?.replace(/[\s=]/g, '').replaceAll('+', '-').replaceAll('/', '_');
    const named = CID.exec(source)?.[1];
    const encoded = written ?? (named === undefined ? undefined : this.#byId.get(decoded(named)));
    const bytes = encoded === undefined ? null : decodeBase64url(encoded);
    if (bytes === null || encoded === undefined) return null;
    const type = pictureType(bytes);
    const pixels = pixelsOf(bytes.subarray(0, START_BYTES));
    if (type === null || pixels === null || pixels > this.#pixelsLeft) return null;
    this.#pixelsLeft -= pixels;
    return `data:${type};base64,${encoded.replaceAll('-', '+').replaceAll('_', '/')}`;
  }
}

/** A Content-ID in an address may be percent-encoded (RFC 2392). */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
