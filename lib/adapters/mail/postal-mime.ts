// The MailParser port over postal-mime. A mail is a stranger's bytes: any bytes end in a mail that can be shown, of
// bounded size; this never throws. A mail past the parser's limits is shown as it is, with what its header says. HTML
// is handed on as sent: the view that shows it sanitises it.
import type { Address } from 'postal-mime';
import type { MailParser, ParsedMail } from '#app/ports/ports.ts';
import { headerFields } from '#bytes/mail-header.ts';
import { oneMailbox } from '#bytes/mailbox.ts';
import { findCode } from '#logins/code.ts';
import { charsetsOfLanguage, latin1 } from './charset.ts';
import { charsetsOfWords, decodeUnstructured, fieldIn } from './encoded-words.ts';
import { type Link, linksInText, MAX_LINKS, readHtml } from './html-text.ts';
import { type File, partsOf } from './parts.ts';
import { body, fileName, line } from './text.ts';

// As the records have them (lib/app/records/message.ts), in UTF-8 bytes.
const SUBJECT_BYTES = 998;
const NAME_BYTES = 320;
const ADDRESS_BYTES = 320;
const FILE_NAME_BYTES = 255;
const MEDIA_TYPE_BYTES = 127;
const ATTACHMENTS = 64;
/** Mails inside the mail of which the words are shown. */
const FORWARDED = 3;

/** In UTF-16 units: enough to read, and far below the limit of a message between extension contexts. */
const TEXT_CHARACTERS = 512 * 1024;
const HTML_CHARACTERS = 2 * 1024 * 1024;
/** A header longer than that is not read for the subject. */
const HEADER_BYTES = 256 * 1024;

/** Nesting beyond these is made to hurt: mails of people have five levels at most. */
const LIMITS = { maxNestingDepth: 32, maxHeadersSize: HEADER_BYTES } as const;
/**
 * Lines that may begin a part. Each costs the parser a node, and a mail of two-byte boundaries holds half a million.
 */
const PARTS = 2_000;
/**
 * The parser makes an object of every line, some 5 µs each. Two MiB in lines of 78 are 27 000; in empty lines they held
 * the worker for 10 s.
 */
const LINES = 60_000;
/** A text that says less than its HTML by more than that is not the whole. */
const STUB_LETTERS = 100;

export const mailParser: MailParser = {
  async parse(message) {
    try {
      if (isReadable(message)) {
        const read = await shown(message);
        if (!isBlank(read) || isBlankAfter(message, headerEnd(message))) return read;
      }
    } catch {
      // Beyond a limit: shown as it is, like a mail whose parts cannot be found.
    }
    return asItIs(message);
  },

  async attachment(message, index) {
    if (index >= ATTACHMENTS || !isReadable(message)) return null;
    try {
      return (await partsOf(message, LIMITS, [])).files[index]?.content ?? null;
    } catch {
      return null;
    }
  },
};

const isReadable = (message: Uint8Array): boolean =>
  countPossibleParts(message) <= PARTS && countLines(message) <= LINES;

async function shown(message: Uint8Array): Promise<ParsedMail> {
  const header = latin1(message.subarray(0, headerEnd(message)));
  const hints = [...charsetsOfWords(header), ...charsetsOfLanguage(fieldIn(header, 'content-language') ?? '')];
  const parts = await partsOf(message, LIMITS, hints);
  const html = parts.html === '' ? null : body(parts.html, HTML_CHARACTERS);
  const read = html === null ? null : readHtml(html);
  const plain = body(parts.plain, TEXT_CHARACTERS);
  const bodies = [plain, body(read?.text ?? '', TEXT_CHARACTERS)].filter((text) => text.trim() !== '');
  const forwarded = await wordsWithin(parts.files);
  return {
    subject: line(
      decodeUnstructured(fieldIn(header, 'subject') ?? '', [...charsetOf(header), ...hints]),
      SUBJECT_BYTES,
    ),
    from: sender(parts.from),
    to: recipient(message),
    text: body([richer(bodies), ...forwarded].filter((text) => text !== '').join('\n\n'), TEXT_CHARACTERS),
    bodies,
    html,
    links: merged(read?.links ?? [], linksInText(plain)),
    attachments: parts.files.slice(0, ATTACHMENTS).map(({ name, mediaType, content }) => ({
      name: fileName(name, FILE_NAME_BYTES),
      mediaType: line(mediaType, MEDIA_TYPE_BYTES),
      byteCount: content.byteLength,
    })),
    related: parts.files
      .slice(0, ATTACHMENTS)
      .flatMap(({ contentId, content }) => (contentId === null || contentId === '' ? [] : [{ contentId, content }])),
  };
}

/** The charset that the header names for the text, for unencoded bytes of the header itself. */
const charsetOf = (header: string): string[] => {
  const named = /charset\s*=\s*"?([\w.:-]{2,40})/i.exec(fieldIn(header, 'content-type') ?? '')?.[1];
  return named === undefined ? [] : [named];
};

/**
 * Of the two forms the text, unless that is a stub: it lacks the code that the other has, or says less than half as
 * much and little.
 */
function richer([plain = '', rich = '']: readonly string[]): string {
  if (rich === '') return plain;
  const hasCode = (text: string): boolean => findCode({ subject: '', text, links: [] }) !== null;
  const words = (text: string): number => text.replace(/https?:\S+/g, '').match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (hasCode(plain)) return plain;
  return hasCode(rich) || words(rich) > 2 * words(plain) + STUB_LETTERS ? rich : plain;
}

function merged(first: readonly Link[], then: readonly Link[]): Link[] {
  const known = new Set(first.map(({ url }) => url));
  return [...first, ...then.filter(({ url }) => !known.has(url))].slice(0, MAX_LINKS);
}

/** Mails inside the mail are shown as quotations: this mail only passes them on. */
async function wordsWithin(files: readonly File[]): Promise<string[]> {
  const within = files.filter(({ mediaType }) => mediaType === 'message/rfc822').slice(0, FORWARDED);
  const read = await Promise.all(within.map(({ content }) => quotation(content).catch(() => '')));
  return read.filter((text) => text !== '');
}

async function quotation(message: Uint8Array): Promise<string> {
  const header = latin1(message.subarray(0, headerEnd(message)));
  const parts = await partsOf(message, LIMITS, charsetsOfWords(header));
  const { name, address } = sender(parts.from);
  const subject = line(decodeUnstructured(fieldIn(header, 'subject') ?? '', charsetOf(header)), SUBJECT_BYTES);
  const text =
    parts.plain === '' ? readHtml(body(parts.html, HTML_CHARACTERS)).text : body(parts.plain, TEXT_CHARACTERS);
  const lines = [
    `From: ${name === '' ? address : `${name} <${address}>`}`,
    `Subject: ${subject}`,
    '',
    ...text.trim().split('\n'),
  ];
  return lines.map((one) => `> ${one}`.trimEnd()).join('\n');
}

const isBlank = ({ text, html, attachments }: ParsedMail): boolean =>
  text.trim() === '' && html === null && attachments.length === 0;

/** Nothing but white space, and hyphens as of a boundary. */
const isBlankAfter = (message: Uint8Array, start: number): boolean =>
  message.subarray(start).every((byte) => byte <= 0x20 || byte === 0x2d);

/** The first author. Of a group its first member, since a group has no address. */
function sender(from: Address | undefined): ParsedMail['from'] {
  const mailbox = from?.group === undefined ? from : (from.group[0] ?? { name: from.name, address: '' });
  return { name: line(mailbox?.name ?? '', NAME_BYTES), address: line(mailbox?.address ?? '', ADDRESS_BYTES) };
}

/** By another reader than the rest, since a code is offered by it: strict where the parser's is kind. */
function recipient(message: Uint8Array): string | null {
  const field = headerFields(message)?.find(({ name }) => name === 'to');
  const mailbox = field === undefined ? null : oneMailbox(field.value);
  return mailbox === null ? null : smallAscii(`${mailbox.local}@${mailbox.domain}`);
}

/** Letters of ASCII alone: the sign for kelvin is a k in small, too. */
const smallAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

async function asItIs(message: Uint8Array): Promise<ParsedMail> {
  const raw = body(new TextDecoder('utf-8').decode(message.subarray(0, TEXT_CHARACTERS)), TEXT_CHARACTERS);
  const nobody = { name: '', address: '' };
  const unread = {
    subject: '',
    from: nobody,
    to: null,
    text: raw,
    bodies: [raw],
    html: null,
    links: [],
    attachments: [],
    related: [],
  };
  try {
    const { subject, from, to } = await shown(message.subarray(0, headerEnd(message)));
    return { ...unread, subject, from, to };
  } catch {
    return unread;
  }
}

/** Offset of the header's end: its empty line, or the last line within the limit. */
function headerEnd(message: Uint8Array): number {
  let end = 0;
  let lineStart = 0;
  for (let at = 0; at < message.length && at < HEADER_BYTES - 1024; at++) {
    if (message[at] !== 0x0a) continue;
    const length = at - lineStart;
    if (length === 0 || (length === 1 && message[lineStart] === 0x0d)) return lineStart;
    end = lineStart = at + 1;
  }
  return end;
}

/** Lines that begin with two hyphens, as a boundary does. */
function countPossibleParts(message: Uint8Array): number {
  let count = 0;
  for (let at = 0; at + 2 < message.length; at++) {
    if (message[at] === 0x2d && message[at + 1] === 0x2d && (at === 0 || message[at - 1] === 0x0a)) count++;
  }
  return count;
}

function countLines(message: Uint8Array): number {
  let count = 0;
  for (const byte of message) if (byte === 0x0a) count++;
  return count;
}
