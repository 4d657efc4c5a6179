// A mailbox item as it is stored: delivery address ‖ envelope. The first has a fixed length, so nothing stands between
// them.
import { concat } from '#bytes/bytes.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';

export function encodeItem(address: Uint8Array, envelope: Uint8Array): Uint8Array {
  return concat(address, envelope);
}

export function decodeItem(body: Uint8Array): { address: Uint8Array; envelope: Uint8Array } {
  return { address: body.slice(0, DELIVERY_ADDRESS_BYTES), envelope: body.slice(DELIVERY_ADDRESS_BYTES) };
}
