// docs/protocol agrees with the code: its tables are the code's own, and its grammar decodes the golden vectors without
// the code.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import {
  ENDPOINTS,
  type Endpoint,
  ISSUER_DIRECTORY_PATH,
  PUSH_PATH,
  REASONS,
  REFUSALS,
  TOKEN_REQUEST_PATH,
  WELL_KNOWN_PATH,
} from './endpoints.ts';
import { FORMAT_ID } from './ids.ts';
import { ITEM } from './message.ts';
import { FORMATS, PARTS } from './vectors/samples.ts';
import type { Json } from './vectors/values.ts';

const pathOf = (page: string): URL => new URL(`../../docs/protocol/${page}`, import.meta.url);
const read = (page: string): string => readFileSync(pathOf(page), 'utf8');
const number = (value: number): string => value.toLocaleString('en-GB');

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[][]): string =>
  [row(...head), `|${'---|'.repeat(head.length)}`, ...rows.map((cells) => row(...cells))].join('\n');

const WHEN: Record<keyof typeof REFUSALS, string> = {
  malformed: 'the body is not of the endpoint’s format or size, or a parameter is none',
  unauthorised: 'no session, an expired one, or one of a lesser scope',
  untrusted: 'a signature or a challenge does not hold, or bytes are not the ones named',
  'not-found': 'there is no such thing, or it has expired',
  conflict: 'the name is taken, or the id is in use for something else',
  'too-large': 'the body is longer than the endpoint takes',
  'rate-limited': 'asked too often; `retryAfterSeconds` says when to ask again',
  'no-room': 'the space for blobs, or the caller’s share of it, is used up',
  'token-wanted': 'a token is wanted, or this one does not do; `reason` says which',
  unavailable: 'the service cannot take this work now; what it holds is kept',
  'bad-gateway': 'the service behind this one did not answer, or answered nonsense',
};

/** As the golden vectors have it: the byte after the id. */
const versions = new Map(
  (JSON.parse(read('../../lib/protocol/vectors/formats-1.json')) as { format: string; encoded: string }[]).map(
    ({ format, encoded }) => [format, Number.parseInt(encoded.slice(2, 4), 16)] as const,
  ),
);

const TABLES: Record<string, { page: string; text: string }> = {
  formats: {
    page: 'formats.md',
    text: table(
      ['id', 'format', 'version', 'bytes at most'],
      Object.entries(FORMATS).map(([name, { format }]) => [
        `\`0x${FORMAT_ID[name as keyof typeof FORMATS].toString(16).padStart(2, '0')}\``,
        `\`${name}\``,
        String(versions.get(name)),
        number(format.maxBytes),
      ]),
    ),
  },
  endpoints: {
    page: 'endpoints.md',
    text: table(
      ['role', 'name', 'request', 'scope', 'body', 'answer', 'refusals'],
      Object.entries(ENDPOINTS as Record<string, Endpoint>).map(([name, endpoint]) => [
        endpoint.role,
        `**${name}**`,
        `\`${endpoint.method} ${endpoint.path}\``,
        endpoint.session ?? '–',
        body(endpoint.request),
        `${endpoint.status}${endpoint.response === null ? '' : ` ${body(endpoint.response)}`}`,
        endpoint.refusals.map((code) => `\`${code}\``).join(', '),
      ]),
    ),
  },
  refusals: {
    page: 'endpoints.md',
    text: table(
      ['code', 'status', 'when'],
      Object.entries(REFUSALS).map(([code, status]) => [
        `\`${code}\``,
        String(status),
        WHEN[code as keyof typeof REFUSALS],
      ]),
    ),
  },
};

function body(of: Endpoint['request']): string {
  if (of === null) return '–';
  return 'raw' in of ? `ciphertext, at most ${number(of.maxBytes)} bytes` : of.name;
}

describe('the table of', () => {
  test.each(Object.entries(TABLES))('%s is the code’s', (name, { page, text }) => {
    const mark = `<!-- table: ${name} -->\n`;
    const [before, after = ''] = read(page).split(mark) as [string, string?];
    const rest = after.replace(/^\n(?:\|.*\n)*\n*/, '');
    const wanted = `${before}${mark}\n${text}\n\n${rest}`;
    // `WRITE_DOCS=1 npx vitest run lib/wire/documentation` brings the tables up to date.
    if (process.env.WRITE_DOCS !== undefined && existsSync(pathOf(page))) writeFileSync(pathOf(page), wanted);
    expect(read(page)).toBe(wanted);
  });
});

test('every reason of a refusal is explained', () => {
  for (const reason of REASONS) expect(read('tokens.md')).toContain(`\`${reason}\``);
});

/** Said once for all endpoints. */
const EVERYWHERE: readonly string[] = ['malformed', 'rate-limited', 'unavailable'];

test.each(Object.entries(ENDPOINTS))(
  '%s has a section, which explains what it refuses and nothing else',
  (name, of) => {
    const [, section = ''] = new RegExp(`\n### ${name}\n(.*?)(?=\n##|$)`, 's').exec(read('endpoints.md')) ?? [];
    expect(section).not.toBe('');
    const named = Object.keys(REFUSALS).filter((code) => section.includes(`\`${code}\``));
    const declared: readonly string[] = of.refusals;
    expect(named.filter((code) => !declared.includes(code))).toEqual([]);
    expect(declared.filter((code) => !named.includes(code) && !EVERYWHERE.includes(code))).toEqual([]);
  },
);

test('the paths outside the table are named', () => {
  for (const path of [PUSH_PATH, WELL_KNOWN_PATH]) expect(read('services.md')).toContain(path);
  for (const path of [ISSUER_DIRECTORY_PATH, TOKEN_REQUEST_PATH]) expect(read('endpoints.md')).toContain(path);
});

/** A reader of the grammar in formats.md: the second implementation of decoding, from the document alone. */
class Grammar {
  readonly #rules: Map<string, string>;
  #bytes = new Uint8Array(0);
  #at = 0;

  constructor(rules: Map<string, string>) {
    this.#rules = rules;
  }

  decode(rule: string, bytes: Uint8Array): Json {
    this.#bytes = new Uint8Array(bytes);
    this.#at = 0;
    const value = this.#type(rule);
    if (this.#at !== bytes.length) throw new Error(`${bytes.length - this.#at} bytes are left`);
    return value;
  }

  #take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new Error('more bytes wanted');
    this.#at += count;
    return this.#bytes.slice(this.#at - count, this.#at);
  }

  #integer(size: number): number {
    return this.#take(size).reduce((value, byte) => value * 256 + byte, 0);
  }

  #type(type: string): Json {
    const fields = split(type);
    if (fields.length > 1 || /^\w+ [a-z]/.test(type) || type === '') return this.#struct(fields);
    const [, name = '', inside] = /^(\w+)(?:\((.*)\))?$/s.exec(type) ?? [];
    const parts = split(inside ?? '');
    const max = Number(parts[0]);
    switch (name) {
      case 'u8':
      case 'u16':
      case 'u32':
      case 'u48':
        return this.#integer(Number(name.slice(1)) / 8);
      case 'bytes':
        return { hex: encodeHex(this.#take(max)) };
      case 'blob':
        return { hex: encodeHex(this.#blob(max)) };
      case 'text':
        return new TextDecoder('utf-8', { fatal: true }).decode(this.#blob(max));
      case 'rest':
        return { hex: encodeHex(this.#take(this.#bytes.length - this.#at)) };
      case 'list':
        return Array.from({ length: this.#integer(max > 255 ? 2 : 1) }, () => this.#type(parts[1] as string));
      case 'choice': {
        const byte = this.#integer(1);
        return (parts.find((part) => part.endsWith(`=${byte}`)) as string).split('=')[0] as string;
      }
      case 'union': {
        const tag = this.#integer(1);
        const [, kind, value] = (parts.find((part) => part.startsWith(`${tag} `)) as string).split(' ') as [
          string,
          string,
          string,
        ];
        return { kind, value: this.#type(value) };
      }
      default:
        return this.#type(this.#rules.get(name) ?? `no rule called ${name}(`);
    }
  }

  #blob(max: number): Uint8Array {
    const length = this.#integer(max > 0xffff ? 4 : 2);
    if (length > max) throw new Error('longer than the grammar allows');
    return this.#take(length);
  }

  #struct(fields: string[]): Json {
    const value: { [name: string]: Json } = {};
    for (const field of fields.filter((text) => text !== '')) {
      const space = field.indexOf(' ');
      value[field.slice(0, space)] = this.#type(field.slice(space + 1));
    }
    return value;
  }
}

/** At commas that stand in no parenthesis. */
function split(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of list) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  return [...parts, part.trim()];
}

function rulesOf(fence: string): Map<string, string> {
  const [, text = ''] = new RegExp(`\`\`\`${fence}\\n(.*?)\`\`\``, 's').exec(read('formats.md')) ?? [];
  return new Map(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf(' =');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 2).trim()] as const];
    }),
  );
}

describe('the grammar', () => {
  const vectors = JSON.parse(readFileSync(new URL('../protocol/vectors/formats-1.json', import.meta.url), 'utf8')) as {
    format: string;
    value: Json;
    encoded: string;
  }[];
  const grammar = new Grammar(rulesOf('format'));
  const items = new Map(
    [...rulesOf('item')].map(([head, rule]) => [
      Number(head.split(' ')[0]),
      { kind: head.split(' ')[1] as string, rule },
    ]),
  );

  /** An item of the body, read by the table of items. */
  function itemOf(raw: { code: number; fallback: string; payload: { hex: string } }): Json {
    const known = items.get(raw.code);
    const shown = raw.fallback === '' ? {} : { fallback: raw.fallback };
    if (known === undefined) return { kind: 'unknown', value: { code: raw.code, payload: raw.payload }, ...shown };
    return { kind: known.kind, value: grammar.decode(known.rule, decodeHex(raw.payload.hex) as Uint8Array), ...shown };
  }

  test.each(Object.keys({ ...FORMATS, ...PARTS }))('decodes the vectors of %s', (name) => {
    const own = vectors.filter(({ format }) => format === name);
    expect(own.length).toBeGreaterThan(0);
    for (const { value, encoded } of own) {
      const bytes = decodeHex(encoded) as Uint8Array;
      const decoded = grammar.decode(name, name in FORMATS ? bytes.slice(2) : bytes) as { [name: string]: Json };
      if (name === 'messageBody') decoded.items = (decoded.items as never[]).map(itemOf);
      expect(decoded).toEqual(value);
    }
  });

  test('has every item of a message body', () => {
    const kinds = Object.entries(ITEM).map(([kind, { code }]) => [code, kind]);
    expect([...items].map(([code, { kind }]) => [code, kind])).toEqual(kinds);
  });
});

test('every label the code separates purposes by is in the list', () => {
  const protocol = new URL('../protocol/', import.meta.url);
  const sources = readdirSync(protocol, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.includes('.test.') && !path.startsWith('vectors'),
  );
  const text = sources.map((path) => readFileSync(new URL(path, protocol), 'utf8')).join('\n');
  const labels = new Set(text.match(/['`](?:nucleus\/[\w/-]+|Nucleus_[\w-]+\/1)/g)?.map((label) => label.slice(1)));
  expect(labels.size).toBeGreaterThan(18);
  const listed = read('README.md');
  for (const label of labels) expect(listed).toContain(label);
});
