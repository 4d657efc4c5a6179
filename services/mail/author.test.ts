// The author of a mail: the one mailbox of the one From field, and in every doubt none.
import { describe, expect, it } from 'vitest';
import { headerFields } from '#bytes/mail-header.ts';
import { authorDomain } from './author.ts';

const authorOf = (head: string): string | null => {
  const fields = headerFields(Buffer.from(`${head}\r\nSubject: x\r\n\r\nhello\r\n`, 'latin1'));
  return fields === null ? null : authorDomain(fields);
};

describe('an author', () => {
  it.each([
    ['an address alone', 'From: a@shop.example', 'shop.example'],
    ['in brackets', 'From: <a@shop.example>', 'shop.example'],
    ['with a name', 'From: Corner Shop <a@shop.example>', 'shop.example'],
    ['with a quoted name', 'From: "Shop, The <b@other.example>" <a@shop.example>', 'shop.example'],
    ['with dots in the name', 'From: J. R. Shop Inc. <a@shop.example>', 'shop.example'],
    ['with an encoded name', 'From: =?utf-8?q?Caf=C3=A9?= <a@shop.example>', 'shop.example'],
    ['whose encoded name holds an address', 'From: =?utf-8?q?b=40other.example?= <a@shop.example>', 'shop.example'],
    ['with a name of eight bits', 'From: Caf\xc3\xa9 <a@shop.example>', 'shop.example'],
    ['with a comment', 'From: a@shop.example (Corner Shop)', 'shop.example'],
    ['with nested comments', 'From: (one (two \\) three)) Shop (four) <a@shop.example> (five)', 'shop.example'],
    ['whose comment holds an address', 'From: (b@other.example) <a@shop.example>', 'shop.example'],
    ['folded', 'From: Corner Shop\r\n\t<a@shop.example>', 'shop.example'],
    ['with a quoted local part', 'From: "a b"@shop.example', 'shop.example'],
    ['with a local part like an encoded word', 'From: =?x?q?y?=@shop.example', 'shop.example'],
    ['in capitals', 'FROM: A@SHOP.Example', 'shop.example'],
    ['of an international name', 'From: a@m\xc3\xbcnchen.example', 'xn--mnchen-3ya.example'],
    ['of one label', 'From: a@localhost', 'localhost'],
  ])('%s', (_, head, domain) => {
    expect(authorOf(head)).toBe(domain);
  });

  it.each([
    ['no From', 'To: a@shop.example'],
    ['an empty one', 'From:'],
    ['two of them', 'From: a@shop.example\r\nFrom: a@shop.example'],
    ['two of them, one in capitals', 'From: a@shop.example\r\nFROM: b@other.example'],
    ['two of them, one with a blank before the colon', 'From: a@shop.example\r\nFrom : b@other.example'],
    ['two mailboxes', 'From: a@shop.example, b@other.example'],
    ['two mailboxes of one domain', 'From: a@shop.example, b@shop.example'],
    ['a comma at the end', 'From: a@shop.example,'],
    ['a group', 'From: Team: a@shop.example;'],
    ['an empty group', 'From: undisclosed recipients:;'],
    ['a route', 'From: <@other.example:a@shop.example>'],
    ['an address literal', 'From: a@[192.0.2.1]'],
    ['two @', 'From: a@other.example@shop.example'],
    ['two pairs of brackets', 'From: <a@shop.example> <b@other.example>'],
    ['words after the brackets', 'From: <a@shop.example> b@other.example'],
    ['an address as a name without quotes', 'From: b@other.example <a@shop.example>'],
    ['a comment inside the address', 'From: <a(x)@shop.example>'],
    ['a blank inside the address', 'From: <a@ shop.example>'],
    ['a quote that does not end', 'From: "Shop <a@shop.example>'],
    ['a comment that does not end', 'From: (Shop <a@shop.example>'],
    ['a domain that ends in a dot', 'From: a@shop.example.'],
    ['a domain with an empty label', 'From: a@shop..example'],
    ['no local part', 'From: @shop.example'],
    ['no domain', 'From: a@'],
    ['a percent that hides a dot', 'From: a@shop%2eexample'],
    ['a header with bare carriage returns', 'From: a@shop.example\rFrom: b@other.example'],
    ['a header with a line of blanks', 'From: a@shop.example\r\n \r\nFrom: b@other.example'],
    ['a header with a line that is no field', 'garbage\r\nFrom: a@shop.example'],
    ['a header folded before its first field', ' x\r\nFrom: a@shop.example'],
    ['a line folded with another white space', 'X: y\r\n\x0bz\r\nFrom: a@shop.example'],
    ['a NUL', 'From: a@shop.example\0'],
    ['a name of great length', `From: ${'x'.repeat(3000)} <a@shop.example>`],
  ])('is nobody where there is %s', (_, head) => {
    expect(authorOf(head)).toBeNull();
  });

  it('is nobody of a header of great length, and the reading of one made to hurt ends', () => {
    const great = (lines: string) => headerFields(Buffer.from(`X: y\r\n${lines}From: a@shop.example\r\n\r\n`));
    expect(great(' \tz\r\n'.repeat(400_000))).toBeNull();
    expect(great('X: y\r\n'.repeat(3_000))).toBeNull();
    expect(great(`X: ${'y'.repeat(70_000)}\r\n`)).toBeNull();
    expect(authorOf(`From: ${'('.repeat(1_990)}`)).toBeNull();
    expect(authorOf(`From: ${'"\\'.repeat(990)}`)).toBeNull();
    expect(authorOf(`From: ${'a.'.repeat(990)}`)).toBeNull();
  });
});
