// The OpenAPI document: valid by the schema of OpenAPI 3.1, with everything that the endpoint values say and nothing
// that they do not, and held to what a service answers.
import { validate } from '@hyperjump/json-schema/openapi-3-1';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ENDPOINTS, type Endpoint, REFUSALS } from '#wire/endpoints.ts';
import { OPENAPI_PATH, openApi } from './openapi.ts';
import { Bench } from './testing/services.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<
    Record<
      string,
      {
        readonly schema: {
          readonly maxLength?: number;
          readonly allOf?: readonly [unknown, { properties: { code: { enum: string[] } } }];
        };
      }
    >
  >;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: NonNullable<Response['content']> };
  readonly responses: Readonly<Record<string, Response>>;
  readonly security?: readonly Readonly<Record<string, string[]>>[];
}
const document = openApi() as { paths: Record<string, Record<string, Operation>> };
const octets = 'application/octet-stream';
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

it('is valid by the schema of OpenAPI 3.1', async () => {
  const schema = 'https://spec.openapis.org/oas/3.1/schema-base';
  const result = await validate(schema, JSON.parse(JSON.stringify(document)), 'BASIC');
  expect(result).toMatchObject({ valid: true });
  expect((await validate(schema, { openapi: '3.1.0', info: {} } as never)).valid).toBe(false);
});

it('names no two operations alike', () => {
  const names = operations.map(([, { operationId }]) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

it.each(Object.entries(ENDPOINTS as Record<string, Endpoint>))('has all of %s', (name, endpoint) => {
  const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
  const operation = document.paths[path]?.[endpoint.method.toLowerCase()] as Operation;
  expect(operation.operationId).toBe(name);
  expect(operation.parameters?.map((parameter) => parameter.name) ?? []).toEqual(
    [...endpoint.path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter),
  );
  expect(operation.requestBody?.content[octets]?.schema.maxLength).toBe(endpoint.request?.maxBytes);
  expect(operation.responses[endpoint.status]?.content?.[octets]?.schema.maxLength).toBe(endpoint.response?.maxBytes);
  expect(operation.security).toEqual(endpoint.session === null ? [] : [{ session: [endpoint.session] }]);
  const statuses = new Set([endpoint.status, ...endpoint.refusals.map((code) => REFUSALS[code])]);
  expect(Object.keys(operation.responses).map(Number).sort()).toEqual([...statuses].sort());
  const codes = Object.values(operation.responses).flatMap(
    ({ content }) => content?.['application/json']?.schema.allOf?.[1].properties.code.enum ?? [],
  );
  expect(codes.sort()).toEqual([...endpoint.refusals].sort());
  for (const code of ['rate-limited', 'unavailable'] as const)
    expect(operation.responses[REFUSALS[code]]?.headers).toHaveProperty('Retry-After');
});

it('is served in development, and what it names is there', async () => {
  const { origin } = await bench.start({
    roles: ['issuer', 'sending', 'receiving', 'mail'],
    issuer: { types: ['voprf'] },
  });
  expect(await (await fetch(new URL(OPENAPI_PATH, origin))).json()).toEqual(JSON.parse(JSON.stringify(document)));
  for (const [name, operation] of operations) {
    const [method = '', path = ''] = name.split(' ');
    if (operation.operationId === 'push') continue;
    const url = new URL(path.replace(/\{\w+\}/g, 'AAAAAAAAAAAAAAAAAAAAAA'), origin);
    const answer = await fetch(url, { method, ...(method === 'GET' ? {} : { body: new Uint8Array(1) }) });
    const declared = { ...operation.responses };
    // A path that is not there is a 404 without a declared one; an RFC's endpoint refuses in its own ways.
    if (!('default' in declared))
      expect([name, Object.keys(declared)]).toEqual([name, expect.arrayContaining([String(answer.status)])]);
  }
});

it('is not served elsewhere', async () => {
  const { port } = await bench.start({ roles: ['sending'], development: false, origin: 'https://service.example' });
  expect((await fetch(`http://localhost:${port}${OPENAPI_PATH}`)).status).toBe(404);
});
