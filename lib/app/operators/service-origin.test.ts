// Addresses of a service as a person may type them, and the origin or error that each gives.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { originOf } from './service-origin.ts';

const NOBODY = ['https://one.example'];
const DEVELOPER = ['http://localhost:8787'];

describe('an address that somebody typed', () => {
  test.each([
    ['example.org', 'https://example.org'],
    ['  Example.ORG  ', 'https://example.org'],
    ['example.org/', 'https://example.org'],
    ['example.org.', 'https://example.org'],
    ['https://example.org:443', 'https://example.org'],
    ['https://example.org:8443/', 'https://example.org:8443'],
    ['example.org:8443', 'https://example.org:8443'],
    ['xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
    ['93.184.215.14', 'https://93.184.215.14'],
    ['[2606:2800:21f:cb07:6820:80da:af6b:8b2c]', 'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]'],
  ])('%s is %s', (typed, origin) => {
    expect(originOf(typed, NOBODY)).toEqual({ origin });
  });

  test.each([
    '',
    '   ',
    'a b',
    'example..org',
    '-example.org',
    'example.org/path',
    'example.org?x',
    'alex@example.org',
    'https://alex:secret@example.org',
    'ftp://example.org',
    'javascript:alert(1)',
    'example.org:99999',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '1.2.3.256',
    '01.2.3.4',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(200)}example`,
    'bücher.example',
    'nonsense',
    'https://router:8443',
  ])('“%s” is none', (typed) => {
    expect(originOf(typed, NOBODY)).toEqual({ reason: 'malformed' });
  });

  test.each([
    'localhost',
    'http://localhost:8787',
    'nucleus.localhost',
    '127.0.0.1:8787',
    '[::1]',
    'nas.local',
    'box.lan',
    'mail.internal',
    'hub.home.arpa',
    '10.0.0.1',
    '172.16.9.9',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '[fc00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    '[2002:7f00:1::]',
    '[2001:db8::1]',
  ])('%s leads into a private network', (typed) => {
    expect(originOf(typed, NOBODY)).toEqual({ reason: 'private' });
  });

  test('in plain text leads nowhere but to this machine, for who develops there', () => {
    expect(originOf('http://example.org', DEVELOPER)).toEqual({ reason: 'plain' });
    expect(originOf('localhost:8791', DEVELOPER)).toEqual({ origin: 'http://localhost:8791' });
    expect(originOf('http://127.0.0.1:8791', DEVELOPER)).toEqual({ origin: 'http://127.0.0.1:8791' });
    expect(originOf('192.168.1.1', DEVELOPER)).toEqual({ reason: 'private' });
    // No service is asked in plain text on another network.
    expect(originOf('http://router', DEVELOPER)).toEqual({ reason: 'plain' });
  });

  test('becomes, whatever it is, the same origin that a browser would ask, or none', () => {
    const pieces = fc.array(
      fc.constantFrom(
        'a',
        'example',
        '.',
        ':',
        '/',
        '1',
        '127',
        '[',
        ']',
        '::',
        '@',
        '-',
        'http://',
        'https://',
        '%',
        ' ',
        '８',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((parts) => parts.join('')),
        ),
        fc.boolean(),
        (typed, developing) => {
          const found = originOf(typed, developing ? DEVELOPER : NOBODY);
          if ('reason' in found) return;
          expect(new URL(found.origin).origin).toBe(found.origin);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
