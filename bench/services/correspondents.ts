// What senders would bring: deliveries of 4 KiB envelopes to mailboxes of one service, each with a delivery address of
// its own and sealed for its own. Made before anything is measured, since making one costs more than delivering it.
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { sealAddress } from '#protocol/address/address.ts';
import { nativeProvider } from '#services/crypto/native.ts';
import { entropy, Party } from '#services/testing/party.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import type { Delivery } from '#wire/transport.ts';

const AT_ONCE = 32;

/** @param tokens one for each, if the service wants one */
export async function createParties(
  origin: string,
  count: number,
  tokens: readonly Uint8Array[] = [],
): Promise<Party[]> {
  useProvider(nativeProvider(await loadSodium()));
  const parties: Party[] = [];
  while (parties.length < count) {
    const wanted = Math.min(AT_ONCE, count - parties.length);
    const paid = Array.from({ length: wanted }, (_, index) => tokens[parties.length + index]);
    parties.push(...(await Promise.all(paid.map((token) => Party.create(origin, Date.now(), token)))));
  }
  return parties;
}

/** One after the other to each party in turn. */
export function sealDeliveries(parties: readonly Party[], count: number): Delivery[] {
  return Array.from({ length: count }, (_, index) => {
    const party = parties[index % parties.length] as Party;
    const envelope = entropy(ENVELOPE_BYTES.small);
    const { name } = party.descriptor;
    return { address: sealAddress(party.address(), name, party.generation, envelope, entropy), envelope };
  });
}
