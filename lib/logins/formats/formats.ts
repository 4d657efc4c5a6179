// All formats that a file may be of. A new one is added to the list, with a sample to formats.test.ts: each sample must
// be of exactly one.
import { bitwardenFormat } from './bitwarden/bitwarden.ts';
import { CSV_FORMATS } from './csv/products.ts';
import { cxfFormat } from './cxf/cxf.ts';
import type { EntryFormat, EntrySource } from './format.ts';
import { keepassFormat } from './keepass/format.ts';
import { nucleusFormat } from './nucleus/nucleus.ts';
import { onePasswordFormat } from './onepassword/onepassword.ts';
import { otpauthListFormat } from './otpauth-list.ts';
import { protonFormat } from './proton/proton.ts';

export const FORMATS: readonly EntryFormat[] = [
  nucleusFormat,
  keepassFormat,
  bitwardenFormat,
  cxfFormat,
  onePasswordFormat,
  protonFormat,
  otpauthListFormat,
  ...CSV_FORMATS,
];

/** By content alone; null: nobody's. */
export function recogniseFormat(source: EntrySource): EntryFormat | null {
  return FORMATS.find((format) => format.recognises(source)) ?? null;
}
