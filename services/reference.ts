// The parts of docs/services.md that follow from values of the code: endpoints, refusals, rates. `node
// services/reference.ts` writes them into the document between its markers; a test holds the document to them.
import { readFileSync, writeFileSync } from 'node:fs';
import { ENDPOINTS, type Endpoint, type EndpointName, REFUSALS } from '#wire/endpoints.ts';
import { PAYS_AS, RATES } from './process/config.ts';

export const DOCUMENT = new URL('../docs/services.md', import.meta.url);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const bodyOf = (body: Endpoint['request']): string => {
  if (body === null) return 'none';
  return 'raw' in body ? `bytes, at most ${body.maxBytes}` : `${body.name}, at most ${body.maxBytes}`;
};

function endpoints(): string {
  const rows = Object.entries(ENDPOINTS as Record<string, Endpoint>).map(([name, endpoint]) => {
    const paysAs = PAYS_AS[name as EndpointName];
    const rate = RATES[paysAs ?? (name as EndpointName)];
    return [
      endpoint.role,
      `\`${endpoint.method} ${endpoint.path}\``,
      bodyOf(endpoint.request),
      `${endpoint.status}: ${bodyOf(endpoint.response)}`,
      endpoint.session ?? 'none',
      endpoint.refusals.join(', '),
      rate === undefined
        ? 'none'
        : `${rate.burst}, then ${rate.perSecond}/s${paysAs === undefined ? '' : `, with ${paysAs}`}`,
    ];
  });
  return table(['role', 'endpoint', 'request', 'answer', 'session', 'refusals', 'rate a peer'], rows);
}

function refusals(): string {
  return table(
    ['code', 'HTTP status'],
    Object.entries(REFUSALS).map(([code, status]) => [`\`${code}\``, String(status)]),
  );
}

const PARTS: Readonly<Record<string, () => string>> = { endpoints, refusals };

/** The document with its generated parts as they should be. */
export function renewedReference(text: string): string {
  return Object.entries(PARTS).reduce((document, [name, write]) => {
    const part = new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(\n<!-- end -->)`);
    if (!part.test(document)) throw new Error(`docs/services.md has no place for ${name}`);
    return document.replace(part, (_, begin: string, end: string) => `${begin}${write()}${end}`);
  }, text);
}

if (import.meta.main) writeFileSync(DOCUMENT, renewedReference(readFileSync(DOCUMENT, 'utf8')));
