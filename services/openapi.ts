// The HTTP interface as an OpenAPI 3.1 document, derived from the endpoint values: `npm run openapi` prints it, and a
// service in development serves it at OPENAPI_PATH. Bodies are bytes for OpenAPI: docs/protocol/formats.md describes
// their content, under the name that stands beside.
import {
  ENDPOINTS,
  type Endpoint,
  INVITATION_PATH,
  ISSUER_DIRECTORY_PATH,
  PUSH_PATH,
  REFUSALS,
  type RefusalCode,
  TOKEN_REQUEST_PATH,
  WELL_KNOWN_PATH,
} from '#wire/endpoints.ts';
import { GET_PATH } from './http/pages.ts';

export const OPENAPI_PATH = '/openapi.json';

interface Operation {
  readonly [key: string]: unknown;
}

const octets = (name: string, maxBytes: number) => ({
  'application/octet-stream': {
    schema: { type: 'string', format: 'binary', maxLength: maxBytes },
    'x-nucleus-format': name,
  },
});
const content = (body: Exclude<Endpoint['request'], null>) =>
  'raw' in body ? octets('ciphertext', body.maxBytes) : octets(body.name, body.maxBytes);
const json = (schema: object) => ({ 'application/json': { schema } });
const text = (type: string) => ({ [type]: { schema: { type: 'string' } } });

const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };
/** Codes that may say when to ask again. */
const LATER: readonly RefusalCode[] = ['rate-limited', 'unavailable', 'bad-gateway', 'no-room'];

/** By status, since several codes may share one. */
function refusals(codes: readonly RefusalCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => REFUSALS[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: same.join(' or '),
        ...(same.some((code) => LATER.includes(code)) && { headers: RETRY_AFTER }),
        content: json({ allOf: [{ $ref: '#/components/schemas/Refusal' }, { properties: { code: { enum: same } } }] }),
      },
    ]),
  );
}

function operation(name: string, endpoint: Endpoint): Operation {
  const { role, path, request, response, session, status, refusals: codes } = endpoint;
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]+$', contentEncoding: 'base64url' },
  }));
  return {
    operationId: name,
    tags: [role],
    ...(parameters.length > 0 && { parameters }),
    ...(request !== null && { requestBody: { required: true, content: content(request) } }),
    security: session === null ? [] : [{ session: [session] }],
    responses: {
      [String(status)]: {
        description: response === null ? 'Done' : 'What was asked for',
        ...(response !== null && { content: content(response) }),
      },
      ...refusals(codes),
    },
  };
}

/** Paths beside the declared endpoints: for RFCs, pages, monitors. */
const BESIDE: Readonly<Record<string, Record<string, Operation>>> = {
  [WELL_KNOWN_PATH]: {
    get: {
      operationId: 'descriptor',
      responses: {
        200: {
          description: 'The signed descriptor of this service',
          content: json({
            type: 'object',
            required: ['proton', 'descriptor'],
            properties: { proton: { const: 1 }, descriptor: { type: 'string', contentEncoding: 'base64url' } },
          }),
        },
      },
    },
  },
  [PUSH_PATH]: {
    get: {
      operationId: 'push',
      tags: ['receiving'],
      description:
        'WebSocket. The first frame of the client is {"session": "<base64url>"}; then the service says {"waiting": n}, or sends a `mailbox` of one item, binary.',
      responses: { 101: { description: 'Switched to WebSocket' }, 503: { description: 'Too many sockets' } },
    },
  },
  [ISSUER_DIRECTORY_PATH]: {
    get: {
      operationId: 'issuerDirectory',
      tags: ['issuer'],
      externalDocs: { url: 'https://www.rfc-editor.org/rfc/rfc9578#section-4' },
      responses: {
        200: {
          description: 'Keys of this token issuer',
          content: { 'application/private-token-issuer-directory': { schema: { type: 'object' } } },
        },
      },
    },
  },
  [TOKEN_REQUEST_PATH]: {
    post: {
      operationId: 'tokenRequest',
      tags: ['issuer'],
      externalDocs: { url: 'https://www.rfc-editor.org/rfc/rfc9578' },
      responses: { 200: { description: 'Signed' }, default: { description: 'Refused' } },
    },
  },
  [INVITATION_PATH]: {
    get: {
      operationId: 'invitationPage',
      responses: { 200: { description: 'A page for people', content: text('text/html') } },
    },
  },
  [GET_PATH]: {
    get: {
      operationId: 'getNucleusPage',
      responses: { 200: { description: 'A page for people', content: text('text/html') } },
    },
  },
  '/': {
    get: {
      operationId: 'statusPage',
      responses: { 200: { description: 'A page for people', content: text('text/html') } },
    },
  },
  '/healthz': {
    get: {
      operationId: 'health',
      responses: {
        200: { description: 'ok', content: text('text/plain') },
        503: { description: 'unavailable, or draining', content: text('text/plain') },
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      security: [{ operator: [] }],
      responses: {
        200: { description: 'Prometheus text', content: text('text/plain') },
        404: { description: 'For everybody but the operator' },
      },
    },
  },
};

export function openApi(): object {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, endpoint] of Object.entries(ENDPOINTS as Record<string, Endpoint>)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Nucleus services',
      version: '1',
      summary: 'Sealed messages between short-lived addresses',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: { ...paths, ...BESIDE },
    components: {
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'A session of a mailbox, as base64url. Scopes: fetch, and manage, which may do what fetch may.',
        },
        operator: { type: 'http', scheme: 'bearer', description: '`metricsToken` of the configuration' },
      },
      headers: { RetryAfter: { description: 'Seconds', schema: { type: 'integer', minimum: 0 } } },
      schemas: {
        Refusal: {
          type: 'object',
          required: ['code'],
          properties: {
            code: { enum: Object.keys(REFUSALS) },
            retryAfterSeconds: { type: 'integer', minimum: 0 },
            reason: { type: 'string', description: 'Of some codes: why' },
          },
        },
      },
    },
  };
}

if (import.meta.main) {
  // The reader may close the pipe early: `npm run openapi | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  process.stdout.write(`${JSON.stringify(openApi(), null, 2)}\n`);
}
