// The MailParser port over postal-mime. A mail is a stranger's bytes: whatever they are, this ends in a mail that can be shown, of bounded
// size, and never throws. What exceeds the parser's limits is shown as it is, with what its header says. HTML is handed on as sent:
// whoever shows it sanitises it.
import PostalMime, { type Address, type Email } from 'postal-mime';
import type { MailParser, ParsedMail } from '#app/ports.ts';
import { linksInText, readHtml } from './html-text.ts';
import { body, fileName, line } from './text.ts';

// As the records have them (lib/app/records/message.ts), in UTF-8 bytes.
const SUBJECT_BYTES = 998;
const NAME_BYTES = 320;
const ADDRESS_BYTES = 320;
const FILE_NAME_BYTES = 255;
const MEDIA_TYPE_BYTES = 127;
const ATTACHMENTS = 64;

/** In UTF-16 units: what a person may read, and far below what a message between extension contexts may hold. */
const TEXT_CHARACTERS = 512 * 1024;
const HTML_CHARACTERS = 2 * 1024 * 1024;
/** A header longer than that is not read for the subject. */
const HEADER_BYTES = 256 * 1024;

/** Nesting beyond these is made to hurt: mails of people have five levels at most, and forwarded mails one or two. */
const LIMITS = { maxNestingDepth: 32, maxHeadersSize: HEADER_BYTES, maxRfc822NestingDepth: 3 } as const;
/** Lines that may begin a part. Each costs the parser a node, and a mail of two-byte boundaries holds half a million. */
const PARTS = 2_000;
/** The parser makes an object of every line, some 5 µs each. Two MiB in lines of 78 are 27 000; in empty lines they held the worker for 10 s. */
const LINES = 60_000;

export const mailParser: MailParser = {
  async parse(message) {
    try {
      if (countPossibleParts(message) <= PARTS && countLines(message) <= LINES) {
        const read = shown(await PostalMime.parse(message, LIMITS));
        if (!isBlank(read) || isBlankAfter(message, headerEnd(message))) return read;
      }
    } catch {
      // Beyond a limit: shown as it is, like a mail whose parts cannot be found.
    }
    return asItIs(message);
  },

  async attachment(message, index) {
    if (index >= ATTACHMENTS || countPossibleParts(message) > PARTS || countLines(message) > LINES) return null;
    try {
      const content = (await PostalMime.parse(message, LIMITS)).attachments[index]?.content;
      if (content === undefined) return null;
      return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    } catch {
      return null;
    }
  },
};

function shown(mail: Email): ParsedMail {
  const html = mail.html === undefined || mail.html.trim() === '' ? null : body(mail.html, HTML_CHARACTERS);
  const read = html === null ? null : readHtml(html);
  const hasText = mail.text !== undefined && mail.text.trim() !== '';
  const text = body(hasText ? (mail.text as string) : (read?.text ?? ''), TEXT_CHARACTERS);
  return {
    subject: line(mail.subject ?? '', SUBJECT_BYTES),
    from: sender(mail.from),
    text,
    html,
    links: read?.links ?? linksInText(text),
    attachments: mail.attachments.slice(0, ATTACHMENTS).map(({ filename, mimeType, content }) => ({
      name: fileName(filename, FILE_NAME_BYTES),
      mediaType: line(mimeType, MEDIA_TYPE_BYTES),
      byteCount: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
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

async function asItIs(message: Uint8Array): Promise<ParsedMail> {
  const raw = body(new TextDecoder('utf-8').decode(message.subarray(0, TEXT_CHARACTERS)), TEXT_CHARACTERS);
  const unread = { subject: '', from: { name: '', address: '' }, text: raw, html: null, links: [], attachments: [] };
  try {
    const header = message.subarray(0, headerEnd(message));
    const { subject, from } = shown(await PostalMime.parse(header, LIMITS));
    return { ...unread, subject, from };
  } catch {
    return unread;
  }
}

/** Where the header ends: at its empty line, or at the last line within the limit. */
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
