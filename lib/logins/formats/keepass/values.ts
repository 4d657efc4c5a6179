// How KeePass writes bytes, times, yes and no: base64 with padding; times as ISO 8601 (KDBX 3.1 and the XML of most
// programs) or as base64 of the seconds since the year 1, eight bytes, little-endian (KDBX 4).

import { decodeBase64url, encodeBase64url, encodeHex } from '#bytes/base64url.ts';

/** Between the years 1 and 1970. */
const SECONDS_BEFORE_1970 = 62_135_596_800;
const LAST_MS = 253_402_300_799_000;

/** Null if it is no base64. White space is nothing; padding may lack. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const url = text
    .replace(/\s+/g, '')
    .replace(/={1,2}$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  return decodeBase64url(url);
}

export function base64Of(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text + '='.repeat(-text.length & 3);
}

/** As references name it: hexadecimal; empty if there is none, or one of zeros, which stands for none. */
export function uuidOf(text: string): string {
  const bytes = bytesOfBase64(text);
  return bytes?.length === 16 && bytes.some((byte) => byte !== 0) ? encodeHex(bytes) : '';
}

export function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

/** Null: it is no time between 1970 and 9999. */
export function keepassTimeOf(text: string): number | null {
  const at = text.includes(':') ? isoTime(text.trim()) : binaryTime(text);
  return at !== null && at >= 0 && at <= LAST_MS ? at : null;
}

function isoTime(text: string): number | null {
  const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? null : at;
}

function binaryTime(text: string): number | null {
  const bytes = bytesOfBase64(text);
  if (bytes?.length !== 8) return null;
  const seconds = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return (seconds - SECONDS_BEFORE_1970) * 1000;
}

export function wholeSecondsOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function binaryOf(at: number): string {
  let seconds = Math.floor(at / 1000) + SECONDS_BEFORE_1970;
  const bytes = new Uint8Array(8);
  for (let i = 0; i < 8; i++) {
    bytes[i] = seconds % 256;
    seconds = Math.floor(seconds / 256);
  }
  return base64Of(bytes);
}
