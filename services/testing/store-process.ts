// A process of its own on a JetStream store, for tests that kill it or hold it up: appends one queue item for every
// line it reads, says so, and does nothing with them. `node store-process.ts <options as JSON, operatorKey in
// base64url>`.
import { createInterface } from 'node:readline';
import { decodeBase64url } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { type NatsStorageOptions, openNatsStorage } from '../storage/nats/nats.ts';

useProvider(await loadSodium());
const options = JSON.parse(process.argv[2] ?? '') as Omit<NatsStorageOptions, 'operatorKey'> & { operatorKey: string };
const storage = await openNatsStorage(
  { ...options, operatorKey: decodeBase64url(options.operatorKey) ?? new Uint8Array(0) },
  (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount)),
  () => {},
);
process.stdout.write('open\n');
for await (const line of createInterface({ input: process.stdin })) {
  const id = new Uint8Array([Number(line)]);
  const result = await storage
    .queue('q')
    .append({ id, group: 'a', body: id, acceptedAt: 0, rememberUntil: null })
    .catch(() => 'failed');
  process.stdout.write(`${result}\n`);
}
