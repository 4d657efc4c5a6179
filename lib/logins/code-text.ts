// The text of a mail as codes are looked for in it: digits of every script are those of ASCII, what cannot be seen is
// gone, dashes are one dash, and characters that stand in cells or blocks of their own are one word again.

/** A decimal digit of any script. Blocks of ten begin at …0 or …6 (Unicode, chapter 22.3). */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  const low = point & 15;
  const startsAtZero = /\p{Nd}/u.test(String.fromCodePoint(point - low)) && low < 10;
  return String(startsAtZero ? low : (low + 10) % 16);
}

/** One character a cell. Longer rows are none, and counting is none: pages, steps, stars. */
const CELLS = /(?<![\p{L}\p{Nd}])[A-Z\d](?:[\s|·•]{1,6}[A-Z\d]){3,8}(?![\p{L}\p{Nd}]|[ \t|]{1,6}[\p{L}\p{Nd}]\b)/gu;

function joined(cells: string): string {
  const characters = [...cells.replace(/[\s|·•]/g, '')];
  const steps = characters.slice(1).map((one, at) => one.charCodeAt(0) - (characters[at] as string).charCodeAt(0));
  const counts = [1, -1].some((by) => steps.filter((step) => step !== by).length < 2);
  return counts || !/\d/.test(cells) ? cells : characters.join('');
}

export function codeText(text: string): string {
  return text
    .replace(/\p{No}+/gu, ' ')
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Nd}/gu, (digit) => (digit < '\u0080' ? digit : asciiDigit(digit)))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(CELLS, joined);
}
