// Values of formats as JSON, for golden vectors: byte strings as {"hex": "…"}, everything else as it is.
import { decodeHex, encodeHex } from '#bytes/base64url.ts';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export function valueToJson(value: unknown): Json {
  if (value instanceof Uint8Array) return { hex: encodeHex(value) };
  if (Array.isArray(value)) return value.map(valueToJson);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, valueToJson(field)]));
}

export function valueFromJson(json: Json): unknown {
  if (Array.isArray(json)) return json.map(valueFromJson);
  if (typeof json !== 'object' || json === null) return json;
  if (typeof json.hex === 'string') return decodeHex(json.hex);
  return Object.fromEntries(Object.entries(json).map(([name, field]) => [name, valueFromJson(field)]));
}
