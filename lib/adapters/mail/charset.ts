// Bytes of a mail as text, even if the charset is missing, empty, unknown or wrong. Proof in the bytes comes first
// (escape sequences of ISO-2022-JP, valid UTF-8), then the declared charset, then those of the languages that the mail
// names. Never throws.

export interface DeclaredCharset {
  /** `charset` as it was written, if it was. */
  readonly label: string | undefined;
  /** The text is HTML, which may declare its own. */
  readonly html?: boolean;
  /** Charsets that the mail uses elsewhere, the likeliest first. */
  readonly hints?: readonly string[];
}

/** Labels that say no more than "bytes": many programs write them over anything. */
const NO_CLAIM = /^(us-ascii|ascii|ansi_x3\.4-1968|7bit|8bit|binary|default|unknown(-8bit)?|x-unknown|none|null)?$/;

/** Names that mails use and the Encoding Standard does not know. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  'windows-936': 'gbk',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  'windows-950': 'big5',
  cp874: 'windows-874',
  eucjp: 'euc-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  utf8mb4: 'utf-8',
};

/** Of languages in which charsets other than UTF-8 and Windows-1252 are still met. */
const OF_LANGUAGE: Readonly<Record<string, readonly string[]>> = {
  ja: ['shift_jis', 'euc-jp'],
  zh: ['gb18030', 'big5'],
  ko: ['euc-kr'],
  ru: ['windows-1251', 'koi8-r'],
  bg: ['windows-1251'],
  uk: ['windows-1251', 'koi8-u'],
  el: ['iso-8859-7'],
  tr: ['windows-1254'],
  he: ['windows-1255'],
  ar: ['windows-1256'],
  th: ['windows-874'],
  vi: ['windows-1258'],
  ...Object.fromEntries(['pl', 'cs', 'sk', 'hu', 'ro', 'hr', 'sl'].map((language) => [language, ['windows-1250']])),
  ...Object.fromEntries(['lt', 'lv', 'et'].map((language) => [language, ['windows-1257']])),
};

/** ESC $ @, ESC $ B, ESC ( J, ESC ( I: of a text of seven bits nothing else is meant (RFC 1468). */
const ESCAPE = 0x1b;
const ESCAPES = ['\x1b$@', '\x1b$B', '\x1b(J', '\x1b(I'];
/** Letters beyond ASCII. */
const WHOLE = /[\u0080-\ufffc]/g;
const HEAD_BYTES = 4096;

export function decodeText(bytes: Uint8Array, { label, html = false, hints = [] }: DeclaredCharset): string {
  const said =
    label
      ?.trim()
      .replace(/^["']|["']$/g, '')
      .toLowerCase() ?? '';
  const decoder = NO_CLAIM.test(said) ? null : decoderOf(said);
  if (decoder !== null && decoder.encoding !== 'utf-8') return decoder.decode(bytes);
  if (isEscaped(bytes)) return new TextDecoder('iso-2022-jp').decode(bytes);
  const utf8 = UTF_8.decode(bytes);
  // A damaged letter among many whole ones is damage; few whole ones are so by chance, and it is no UTF-8.
  if (damage(utf8) === 0 || (utf8.match(WHOLE)?.length ?? 0) > damage(utf8)) return utf8;
  const head = html ? latin1(bytes.subarray(0, HEAD_BYTES)) : '';
  const declared = html ? [declaredIn(head)] : [];
  const language = html ? /<html[^>]{0,200}\slang=["']?([a-z]{2})/i.exec(head)?.[1]?.toLowerCase() : undefined;
  const candidates = [...declared, ...hints, ...(language === undefined ? [] : (OF_LANGUAGE[language] ?? []))];
  const texts = candidates.flatMap((name) => {
    const found = name === undefined || NO_CLAIM.test(name) ? null : decoderOf(name);
    return found === null || found.encoding === 'utf-8' ? [] : [found.decode(bytes)];
  });
  const best = texts.sort((a, b) => damage(a) - damage(b))[0];
  // Windows-1252 reads anything, so it decides when no other charset is named.
  return best ?? new TextDecoder('windows-1252').decode(bytes);
}

/** Charsets for a language tag, as in Content-Language. */
export const charsetsOfLanguage = (tag: string): readonly string[] =>
  OF_LANGUAGE[tag.trim().slice(0, 2).toLowerCase()] ?? [];

function isEscaped(bytes: Uint8Array): boolean {
  if (!bytes.includes(ESCAPE) || !bytes.every((byte) => byte < 0x80)) return false;
  const text = latin1(bytes);
  return ESCAPES.some((sequence) => text.includes(sequence));
}

const UTF_8 = new TextDecoder('utf-8');

function decoderOf(label: string): TextDecoder | null {
  const plain = label.toLowerCase().replace(/^x-/, '');
  for (const name of [label, ALIASES[plain], plain]) {
    if (name === undefined) continue;
    try {
      return new TextDecoder(name);
    } catch {
      // Not a label of the Encoding Standard: the next.
    }
  }
  return null;
}

const declaredIn = (head: string): string | undefined =>
  /<meta[^>]{0,200}charset\s*=\s*["']?([\w:.-]{2,40})/i.exec(head)?.[1];

/** One character per byte. Not TextDecoder's Latin-1, which is Windows-1252. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const damage = (text: string): number => text.split('\ufffd').length - 1;
