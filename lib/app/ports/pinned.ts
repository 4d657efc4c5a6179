// Services that a build begins with, `origin` or `origin#fingerprint`: with a fingerprint the very first key that a
// service shows is checked, and not only that it stays the same. A build whose list is malformed must not run as if
// nothing were pinned.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { webUrl } from '#bytes/web-url.ts';
import { serviceFingerprint } from '#protocol/service/descriptor.ts';

export interface DefaultService {
  readonly origin: string;
  /** As people compare it, without spaces: 32 hexadecimal digits; null: the first key is believed. */
  readonly fingerprint: string | null;
}

/** @throws Fault bug 'service-malformed' */
export function defaultService(written: string): DefaultService {
  const [origin = '', fingerprint = null, ...more] = written.split('#');
  const isOrigin = webUrl(origin)?.origin === origin;
  const isPin = fingerprint === null || /^[0-9a-f]{32}$/.test(fingerprint);
  if (!isOrigin || !isPin || more.length > 0)
    throw new Fault('bug', 'service-malformed', 'origin or origin#fingerprint wanted');
  return { origin, fingerprint };
}

/** Whether a key may be the first that is seen of a service. */
export function mayBeFirst(pinned: readonly DefaultService[], origin: string, key: Uint8Array): boolean {
  const pin = pinned.find((one) => one.origin === origin)?.fingerprint ?? null;
  return pin === null || pin === encodeHex(serviceFingerprint(key));
}
