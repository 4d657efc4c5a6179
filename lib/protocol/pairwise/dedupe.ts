// Ids by which a sending service knows a submission: the same id again is accepted and does nothing
// (docs/protocol/services.md). A person's message has a random one. An automatic message has one that every device of
// its author derives alike, so that of several devices that owe the same message at the same place of the ratchet, one
// is heard. Without the seed both look random.
import { ascii, concat, u32Bytes } from '#bytes/bytes.ts';
import { hmacSha256, sha256 } from '#crypto/hash.ts';
import { ITEM, type Item } from '#wire/message.ts';
import { ID_BYTES } from '#wire/sizes.ts';
import type { RatchetState } from './ratchet-state.ts';

const AUTOMATIC = ascii('nucleus/dedupe/1');
const NEXT = ascii('nucleus/dedupe-next/1');

/**
 * HMAC(relationship seed, label ‖ DHs public key ‖ Ns ‖ H(what))[0..16], before the ratchet advances. `what` is, of
 * each item, its code, and of a receipt its payload too: keys and addresses are fresh on every device, and what they
 * are for is alike.
 */
export function automaticDedupe(
  relationshipSeed: Uint8Array,
  { dhPublic, sending }: RatchetState,
  items: readonly Item[],
): Uint8Array {
  const what = sha256(concat(...items.map(kindOf)));
  return hmacSha256(relationshipSeed, concat(AUTOMATIC, dhPublic, u32Bytes(sending.number), what)).slice(0, ID_BYTES);
}

/**
 * The id of the same envelope at its next address: another submission, to be told apart from the first by the service,
 * and by it alone.
 */
export function nextDedupe(dedupe: Uint8Array): Uint8Array {
  return sha256(concat(NEXT, dedupe)).slice(0, ID_BYTES);
}

function kindOf(item: Item): Uint8Array {
  const code = item.kind === 'unknown' ? item.value.code : ITEM[item.kind].code;
  const payload = item.kind === 'receipt' ? ITEM.receipt.format.encode(item.value) : new Uint8Array(0);
  return concat(u32Bytes(code), u32Bytes(payload.length), payload);
}
