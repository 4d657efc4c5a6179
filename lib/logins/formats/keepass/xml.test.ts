// XML as KeePass files are written, and what strangers may write instead.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseXml, sayable, writeXml, type XmlElement } from './xml.ts';

describe('a text', () => {
  test.each([
    ['<a>  x\t</a>', '  x\t'],
    ['<a>&lt;&amp;&gt;&quot;&apos;</a>', '<&>"\''],
    ['<a>&#65;&#x42;&#13;&#x1F511;</a>', 'AB\r🔑'],
    ['<a>one\r\ntwo\rthree</a>', 'one\ntwo\nthree'],
    ['<a><![CDATA[<b>&amp;]]]]>&lt;</a>', '<b>&amp;]]<'],
    ['\ufeff<?xml version="1.0"?><!-- <b> --><a>x<!-- & --></a>\n', 'x'],
    ['<a/>', ''],
    ['<a b=\'1\' c = "2" />', ''],
  ])('%j says %j', (xml, text) => {
    expect(parseXml(xml)?.text).toBe(text);
  });

  test('between elements is nothing', () => {
    expect(parseXml('<a>\n\t<b c="&lt;&#10;">x</b>\n</a>')).toEqual({
      ...{ name: 'a', attributes: {}, text: '' },
      children: [{ name: 'b', attributes: { c: '<\n' }, children: [], text: 'x' }],
    });
  });
});

test.each([
  ['nothing', ''],
  ['an end that lacks', '<a><b></b>'],
  ['another end', '<a></b>'],
  ['two roots', '<a/><b/>'],
  ['text beside the root', '<a/>x'],
  ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['an entity of nobody', '<a>&b;</a>'],
  ['a bare ampersand', '<a>x & y</a>'],
  ['half a pair', '<a>&#xD800;</a>'],
  ['a letter of no alphabet', '<a>&#x110000;</a>'],
  ['an entity called like a member of every object', '<a>&constructor;</a>'],
  ['an attribute without quotation marks', '<a b=c/>'],
  ['a comment without an end', '<a><!-- </a>'],
  ['elements nobody nests so deep', '<a>'.repeat(1000) + '</a>'.repeat(1000)],
])('%s is refused', (_, xml) => {
  expect(parseXml(xml)).toBeNull();
});

test('an attribute of any name is a name like others', () => {
  const element = parseXml('<a __proto__="x" constructor="y"/>');
  expect(Object.entries(element?.attributes ?? {})).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

const anyString = fc.string({ unit: 'binary', maxLength: 20 });
const anyName = fc.constantFrom('Entry', 'a', 'Größe', 'x-1', 'KPEX_A', '__proto__');
const element = (children: fc.Arbitrary<XmlElement[]>): fc.Arbitrary<XmlElement> =>
  fc
    .record({ name: anyName, attributes: fc.dictionary(anyName, anyString, { maxKeys: 2 }), children, text: anyString })
    .map((one) => (one.children.length > 0 ? { ...one, text: '' } : one));
const anyElement = element(fc.array(element(fc.array(element(fc.constant([])), { maxLength: 3 })), { maxLength: 3 }));

const said = ({ name, attributes, children, text }: XmlElement): XmlElement => ({
  name,
  attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, sayable(value)])),
  children: children.map(said),
  text: sayable(text),
});

test('what is written is read, but for what XML cannot say', () => {
  expect(sayable('a\0b\u0007c\ud800d\ufffe\t\n\r')).toBe('abc\ufffdd\t\n\r');
  fc.assert(
    fc.property(anyElement, (element) => {
      expect(parseXml(writeXml(element))).toEqual(said(element));
    }),
  );
});

test('any text is read or refused', () => {
  const piece = fc.constantFrom(
    ...[
      '<',
      '>',
      '/>',
      '</',
      '<a',
      '<a>',
      '</a>',
      ' b="',
      '"',
      "'",
      '=',
      '&',
      ';',
      '&#',
      '<!',
      '<!--',
      '-->',
      '<?',
      '?>',
    ],
    ...['<![CDATA[', ']]>', '&amp;', '&#x41;', ' ', '\n', 'x'],
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, anyString), { maxLength: 20 }), (pieces) => {
      parseXml(pieces.join(''));
      parseXml(`<a>${pieces.join('')}</a>`);
    }),
    { numRuns: 1000 },
  );
});
