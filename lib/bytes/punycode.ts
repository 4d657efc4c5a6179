// Host names as people read them: the labels that begin with `xn--`, decoded (RFC 3492, section 6.2). Only for looking
// at and comparing: links are opened and kept as the ASCII of web-url.ts.

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const MAX_LABEL = 63;

function adapted(delta: number, points: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

const digitOf = (letter: string): number => 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(letter);

/** Null: it decodes to nothing. */
function decoded(text: string): string | null {
  const end = text.lastIndexOf('-');
  const points = [...text.slice(0, Math.max(0, end))].map((letter) => letter.charCodeAt(0));
  let [n, i, bias] = [128, 0, 72];
  for (let at = end < 0 ? 0 : end + 1; at < text.length; ) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = digitOf(text[at++] ?? '');
      if (digit < 0) return null;
      i += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = points.length + 1;
    bias = adapted(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff || (n >= 0xd800 && n < 0xe000)) return null;
    points.splice(i++, 0, n);
  }
  return points.length === 0 ? null : String.fromCodePoint(...points);
}

/** A label that is longer than a host may have, or decodes to nothing, stays as it is. */
export const unicodeHost = (host: string): string =>
  host
    .split('.')
    .map((label) =>
      label.startsWith('xn--') && label.length <= MAX_LABEL ? (decoded(label.slice(4)) ?? label) : label,
    )
    .join('.');
