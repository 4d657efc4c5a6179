// Common to kinds with a blob: where its bytes are, and which of them are fetched unasked.
import { hostedBytes } from '#wire/blob.ts';
import type { BlobState, Transfer } from '../records/attachment.ts';
import type { Content } from './item.ts';

type Reference = Transfer['reference'];
/** Every kind whose bytes lie at a host. */
export type BlobContent = Extract<Content, { value: { reference: Reference; state: BlobState } }>;

/** Pictures up to here are fetched when they come; everything else when the person asks. */
export const AUTOMATIC_BYTES = 4 * 1024 ** 2;
/** The text shown in place of an item by programs that do not know it. */
export const FALLBACK_BYTES = 80;

export function hasBlob(content: Content): content is BlobContent {
  return typeof content.value === 'object' && 'reference' in content.value && 'state' in content.value;
}

/** The state of the blob in a message that has come: a reference that cannot be one is damaged from the start. */
export function stateOf(
  byteCount: number,
  reference: Reference,
  automatic: boolean,
): 'hosted' | 'fetching' | 'damaged' {
  if (byteCount === 0 || byteCount > 2 ** 30 || hostedBytes(byteCount) !== reference.byteCount) return 'damaged';
  return automatic ? 'fetching' : 'hosted';
}

/** The same content with its blob elsewhere, or known better. */
export function withBlob<C extends BlobContent>(
  content: C,
  change: { readonly reference?: Reference; readonly state?: BlobState },
): C {
  return { ...content, value: { ...content.value, ...change } };
}
