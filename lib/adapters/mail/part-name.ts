// A name for a part of a mail that came without one, and an ending for a name without one: its kind, as systems know
// it.
import { latin1 } from './charset.ts';
import { decodeUnstructured, fieldIn } from './encoded-words.ts';

const CALLED: Readonly<Record<string, readonly [name: string, ending: string]>> = {
  'text/calendar': ['invitation', 'ics'],
  'application/ics': ['invitation', 'ics'],
  'text/vcard': ['contact', 'vcf'],
  'text/x-vcard': ['contact', 'vcf'],
  'text/directory': ['contact', 'vcf'],
  'message/rfc822': ['forwarded mail', 'eml'],
  'message/global': ['forwarded mail', 'eml'],
  'message/delivery-status': ['delivery report', 'txt'],
  'message/disposition-notification': ['receipt', 'txt'],
  'text/rfc822-headers': ['header', 'txt'],
  'text/plain': ['text', 'txt'],
  'text/html': ['page', 'html'],
  'text/csv': ['table', 'csv'],
  'application/pdf': ['document', 'pdf'],
  'application/zip': ['archive', 'zip'],
  'application/pkcs7-signature': ['signature', 'p7s'],
  'application/x-pkcs7-signature': ['signature', 'p7s'],
  'application/pgp-signature': ['signature', 'asc'],
  'application/ms-tnef': ['winmail', 'dat'],
  'image/png': ['picture', 'png'],
  'image/jpeg': ['picture', 'jpg'],
  'image/gif': ['picture', 'gif'],
  'image/webp': ['picture', 'webp'],
  'image/svg+xml': ['picture', 'svg'],
  'audio/mpeg': ['sound', 'mp3'],
  'video/mp4': ['film', 'mp4'],
};

/** A mail inside the mail is called by its subject. */
export function defaultName(mediaType: string, content: Uint8Array): string {
  const [name, ending] = CALLED[mediaType] ?? ['attachment', ''];
  const subject = ending === 'eml' ? subjectOf(content) : '';
  return withEnding(subject === '' ? name : subject, ending);
}

/** The name with the ending of its kind, if it has none and the kind is known. */
export function endedName(name: string, mediaType: string): string {
  return /\.[A-Za-z0-9]{1,10}$/.test(name) ? name : withEnding(name, CALLED[mediaType]?.[1] ?? '');
}

const withEnding = (name: string, ending: string): string => (ending === '' ? name : `${name}.${ending}`);

const SUBJECT_WITHIN_BYTES = 16 * 1024;

function subjectOf(content: Uint8Array): string {
  const [head = ''] = latin1(content.subarray(0, SUBJECT_WITHIN_BYTES)).split(/\r?\n\r?\n/);
  return decodeUnstructured(fieldIn(head, 'subject') ?? '', []).trim();
}
