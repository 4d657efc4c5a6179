// A code or a link of a mail is offered only if To names the mask, and nobody else: what a site wrote to another of its
// customers opens that one's account. Held over the forms that To comes in, with the real parser; what programs may
// read in two ways names nobody.
import { expect, it } from 'vitest';
import { mailParser } from '#adapters/mail/postal-mime.ts';
import { codeOf } from './mail-summary.ts';

const MASK = 'quiet-otter@mask.example';

const offered = async (to: string): Promise<string | null> => {
  const mail = `From: a@shop.example\r\n${to}Subject: Your code\r\n\r\nYour code is 482193.\r\n`;
  return codeOf(await mailParser.parse(Uint8Array.from(Buffer.from(mail, 'latin1'))), MASK);
};

it.each([
  ['the address alone', `To: ${MASK}`],
  ['the address in brackets', `To: <${MASK}>`],
  ['a name before it', `To: Alex Whitfield <${MASK}>`],
  ['a name with dots', `To: A. J. Whitfield Jr. <${MASK}>`],
  ['a quoted name', `To: "Whitfield, Alex" <${MASK}>`],
  ['a quoted name that holds an address', `To: "b@evil.example" <${MASK}>`],
  ['a quoted name that holds brackets', `To: "Alex <b@evil.example>, " <${MASK}>`],
  ['an encoded name', `To: =?utf-8?q?Caf=C3=A9?= <${MASK}>`],
  ['an encoded name that holds an address', `To: =?utf-8?q?b=40evil.example=2C?= <${MASK}>`],
  ['a name of eight bits', `To: Caf\xc3\xa9 <${MASK}>`],
  ['itself as its name', `To: ${MASK} <${MASK}>`],
  ['a comment', `To: ${MASK} (Alex)`],
  ['comments within comments', `To: (one (two \\) three)) Alex (four) <${MASK}> (five)`],
  ['a comment that holds an address', `To: (b@evil.example) <${MASK}>`],
  ['a folded line', `To: Alex\r\n\t<${MASK}>`],
  ['a line folded before it', `To:\r\n ${MASK}`],
  ['capitals', 'TO: Quiet-Otter@MASK.Example'],
])('To names the mask by %s', async (_, to) => {
  expect(await offered(`${to}\r\n`)).toBe('482193');
});

it.each([
  ['no To', ''],
  ['an empty one', 'To:\r\n'],
  ['another address', 'To: b@evil.example\r\n'],
  ['a name below the mask’s domain', 'To: quiet-otter@sub.mask.example\r\n'],
  ['the mask’s name elsewhere', 'To: quiet-otter@mask.example.evil.example\r\n'],
  ['a second To', `To: b@evil.example\r\nTo: ${MASK}\r\n`],
  ['a second To after it', `To: ${MASK}\r\nTo: b@evil.example\r\n`],
  ['a second To in capitals', `To: ${MASK}\r\nTO: b@evil.example\r\n`],
  ['a second To with a blank before its colon', `To: b@evil.example\r\nTo : ${MASK}\r\n`],
  ['the same To twice', `To: ${MASK}\r\nTo: ${MASK}\r\n`],
  ['two recipients', `To: b@evil.example, ${MASK}\r\n`],
  ['two recipients, the mask first', `To: ${MASK}, b@evil.example\r\n`],
  ['two recipients apart by a semicolon', `To: b@evil.example; ${MASK}\r\n`],
  ['two recipients apart by a blank', `To: b@evil.example ${MASK}\r\n`],
  ['two in brackets', `To: <${MASK}> <b@evil.example>\r\n`],
  ['a customer’s name that is a list', `To: x <${MASK}>, y <b@evil.example>\r\n`],
  ['a customer’s name that is the mask', `To: ${MASK} <b@evil.example>\r\n`],
  ['a customer whose name is theirs, and the mask', `To: b@evil.example <b@evil.example>, ${MASK}\r\n`],
  ['the mask by its own name, and a customer', `To: ${MASK} <${MASK}>, b@evil.example\r\n`],
  ['a customer’s quoted name that is the mask', `To: "${MASK}" <b@evil.example>\r\n`],
  ['a customer’s quoted name that holds a list', `To: "<${MASK}>, " <b@evil.example>\r\n`],
  ['a quote in a customer’s name', `To: "x" <${MASK}>" <b@evil.example>\r\n`],
  ['a customer’s encoded name that is the mask', `To: =?utf-8?q?quiet-otter=40mask.example?= <b@evil.example>\r\n`],
  ['an encoded comma', `To: =?utf-8?q?quiet-otter=40mask.example=2C?= b@evil.example\r\n`],
  ['an encoded address alone', 'To: =?utf-8?q?quiet-otter=40mask.example?=\r\n'],
  ['an encoded address in brackets', 'To: <=?utf-8?q?quiet-otter=40mask.example?=>\r\n'],
  ['an encoded local part', 'To: =?utf-8?q?quiet-otter?=@mask.example\r\n'],
  ['a customer’s local part that is the mask', `To: "${MASK}"@evil.example\r\n`],
  ['a customer’s local part that closes a bracket', `To: "${MASK}>"@evil.example\r\n`],
  ['a customer’s local part that ends a list', `To: <"<${MASK}>,"@evil.example>\r\n`],
  ['a quoted local part', 'To: "quiet-otter"@mask.example\r\n'],
  ['a local part with an escape', 'To: "quiet\\-otter"@mask.example\r\n'],
  ['a group', `To: Customers: ${MASK};\r\n`],
  ['a group of two', `To: Customers: b@evil.example, ${MASK};\r\n`],
  ['a group before it', `To: Customers: b@evil.example;, ${MASK}\r\n`],
  ['an empty group before it', `To: undisclosed-recipients:; ${MASK}\r\n`],
  ['undisclosed recipients', 'To: Undisclosed recipients:;\r\n'],
  ['undisclosed recipients as a name', `To: Undisclosed recipients: <${MASK}>\r\n`],
  ['a comment that is the mask', `To: b@evil.example (${MASK})\r\n`],
  ['a comment around the mask in brackets', `To: (<${MASK}>) b@evil.example\r\n`],
  ['a comment inside the address', `To: quiet-otter(x)@mask.example\r\n`],
  ['a comment after the @', `To: quiet-otter@(x)mask.example\r\n`],
  ['a comment that does not end', `To: ${MASK} (<b@evil.example>\r\n`],
  ['a quote that does not end', `To: "x <${MASK}>\r\n`],
  ['a bracket that does not end', `To: <${MASK}\r\n`],
  ['a bracket that does not begin', `To: ${MASK}>\r\n`],
  ['a route', `To: <@evil.example:${MASK}>\r\n`],
  ['a route through the mask’s domain', 'To: <@mask.example,@x:quiet-otter@mask.example>\r\n'],
  ['blanks around the @', 'To: quiet-otter @ mask.example\r\n'],
  ['a blank inside the brackets', `To: < ${MASK} >\r\n`],
  ['a line folded inside the address', 'To: quiet-otter@mask.\r\n example\r\n'],
  ['a line folded by blanks alone', `To: b@evil.example,\r\n \r\n ${MASK}\r\n`],
  ['words after the brackets', `To: <${MASK}> b@evil.example\r\n`],
  ['two @', 'To: quiet-otter@evil.example@mask.example\r\n'],
  ['two @, the mask first', `To: ${MASK}@evil.example\r\n`],
  ['a dot at the end', `To: ${MASK}.\r\n`],
  ['a comma at the end', `To: ${MASK},\r\n`],
  ['a comma before it', `To: ,${MASK}\r\n`],
  ['an address scheme', `To: mailto:${MASK}\r\n`],
  ['a letter of eight bits in it', 'To: quiet-\xc3\xb6tter@mask.example\r\n'],
  ['letters of another script', 'To: quiet-otter@m\xd0\xb0sk.example\r\n'],
  ['a letter that is small only in some programs', 'To: quiet-otter@mas\xe2\x84\xaa.example\r\n'],
  ['a control character in it', 'To: quiet-otter\x01@mask.example\r\n'],
  ['a turned direction in it', 'To: quiet-otter\xe2\x80\x8f@mask.example\r\n'],
  ['a NUL', `To: ${MASK}\0\r\n`],
  ['a bare carriage return', `To: b@evil.example\rTo: ${MASK}\r\n`],
  ['a line that is no field before it', `garbage\r\nTo: ${MASK}\r\n`],
  ['another field that is like it', `To-Whom: ${MASK}\r\n`],
  ['the mask in Cc alone', `Cc: ${MASK}\r\n`],
  ['the mask as one who was sent it on', `To: b@evil.example\r\nResent-To: ${MASK}\r\nDelivered-To: ${MASK}\r\n`],
  ['a name of great length', `To: ${'x'.repeat(3000)} <${MASK}>\r\n`],
])('To does not name the mask by %s', async (_, to) => {
  expect(await offered(to)).toBeNull();
});
