// What runs in an opening thread: it is told the secrets of the generations in use, opens and judges what it is given,
// and keeps nothing. Secrets that are replaced are overwritten.
import { parentPort } from 'node:worker_threads';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import type { GenerationSecrets } from '#protocol/address/address.ts';
import type { ServiceName } from '#wire/service.ts';
import { nativeProvider } from '../crypto/native.ts';
import { type OpeningKeys, openPacked, verifyPacked } from './opening.ts';

export type ToThread =
  | { readonly kind: 'keys'; readonly service: ServiceName; readonly secrets: ReadonlyMap<number, GenerationSecrets> }
  | { readonly kind: 'open' | 'verify'; readonly packed: Uint8Array };
/** To each question, in order. Null: a fault of ours. */
export type FromThread = Uint8Array | null;

let keys: OpeningKeys | null = null;
let held: ReadonlyMap<number, GenerationSecrets> = new Map();

useProvider(nativeProvider(await loadSodium()));
parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'keys') return replaceKeys(message.service, message.secrets);
  const answer = answerTo(message.kind, message.packed);
  parentPort?.postMessage(answer, answer === null ? [] : [answer.buffer as ArrayBuffer]);
});

function replaceKeys(service: ServiceName, secrets: ReadonlyMap<number, GenerationSecrets>): void {
  for (const { inner, outer } of held.values()) {
    inner.fill(0);
    outer?.fill(0);
  }
  held = secrets;
  keys = { service, secretsOf: (generation) => secrets.get(generation) };
}

function answerTo(kind: 'open' | 'verify', packed: Uint8Array): FromThread {
  if (keys === null) return null;
  try {
    return kind === 'open' ? openPacked(keys, packed) : verifyPacked(keys, packed);
  } catch {
    // The error may quote the bytes that it read: the caller makes a fault of it.
    return null;
  }
}
