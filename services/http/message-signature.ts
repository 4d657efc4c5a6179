// HTTP Message Signatures (RFC 9421) over requests, with Ed25519 (section 3.3.6), and the digest of a body (RFC 9530):
// services sign the deliveries that they bring. Covered may be @method, @authority, @path and fields that occur once,
// without parameters; an input that names anything else is not verified. Who owns a key is not asked here
// (receiving/signers.ts).
import { ascii } from '#bytes/bytes.ts';
import { type SignSeed, signPublicKey } from '#crypto/keys.ts';
import { provider } from '#crypto/provider.ts';

/** The parts of a request that can be covered. */
export interface SignableRequest {
  readonly method: string;
  /** Host, lower case, with the port if it is not the scheme's. */
  readonly authority: string;
  readonly path: string;
  /** By lower-case name; undefined if there is no such field. */
  field(name: string): string | undefined;
}

/** One member of a Signature-Input field and its signature. */
export interface MessageSignature {
  readonly components: readonly string[];
  readonly parameters: ReadonlyMap<string, string | number>;
  /** Components and parameters as they were written: their text is signed. */
  readonly input: string;
  readonly signature: Uint8Array;
}

/** Section 2.5. Null if a component is not there, or not understood. */
export function signatureBase(components: readonly string[], input: string, request: SignableRequest): string | null {
  const lines: string[] = [];
  for (const component of components) {
    const value = component.startsWith('@') ? derived(component, request) : request.field(component)?.trim();
    if (value === undefined || /[\r\n]/.test(value)) return null;
    lines.push(`"${component}": ${value}\n`);
  }
  return `${lines.join('')}"@signature-params": ${input}`;
}

function derived(component: string, { method, authority, path }: SignableRequest): string | undefined {
  return { '@method': method, '@authority': authority, '@path': path }[component];
}

/** @param parameters in the order in which they are written. @returns the two fields of the request */
export function signRequest(
  seed: SignSeed,
  label: string,
  components: readonly string[],
  parameters: Readonly<Record<string, string | number>>,
  request: SignableRequest,
): { 'signature-input': string; signature: string } {
  const written = Object.entries(parameters).map(
    ([name, value]) => `;${name}=${typeof value === 'number' ? value : `"${value}"`}`,
  );
  const input = `(${components.map((component) => `"${component}"`).join(' ')})${written.join('')}`;
  const base = signatureBase(components, input, request) ?? '';
  const signature = Buffer.from(provider().ed25519.sign(seed, ascii(base))).toString('base64');
  return { 'signature-input': `${label}=${input}`, signature: `${label}=:${signature}:` };
}

export function verifyRequest(key: Uint8Array, signed: MessageSignature, request: SignableRequest): boolean {
  const base = signatureBase(signed.components, signed.input, request);
  // No base of ours has characters beyond ASCII.
  if (base === null || !/^[\x20-\x7e\n]*$/.test(base)) return false;
  return provider().ed25519.verify(signPublicKey(key), ascii(base), signed.signature);
}

/** `sha-256=:…:` (RFC 9530). */
export function contentDigest(sha256OfBody: Uint8Array): string {
  return `sha-256=:${Buffer.from(sha256OfBody).toString('base64')}:`;
}

const MAX_FIELD_CHARACTERS = 2048;
const NAME = '[a-z*][a-z0-9_.*-]*';
const INPUT = new RegExp(
  `(${NAME})=(\\(((?:"[a-z0-9@-]+"(?: "[a-z0-9@-]+")*)?)\\)((?:;${NAME}=(?:\\d{1,15}|"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*"))*))(?: *, *|$)`,
  'y',
);
const SIGNATURE = new RegExp(`(${NAME})=:([A-Za-z0-9+/]{86}==):(?: *, *|$)`, 'y');
const PARAMETER = new RegExp(`;(${NAME})=(?:(\\d+)|"([^"]*)")`, 'g');

/** The signature of that label; null if there is none, or this program does not understand the fields. */
export function readSignature(label: string, inputs: string, signatures: string): MessageSignature | null {
  if (inputs.length > MAX_FIELD_CHARACTERS || signatures.length > MAX_FIELD_CHARACTERS) return null;
  const found = member(INPUT, label, inputs);
  const signature = member(SIGNATURE, label, signatures);
  if (found === null || signature === null) return null;
  const [, , input = '', list = '', written = ''] = found;
  const components = list === '' ? [] : list.slice(1, -1).split('" "');
  const parameters = new Map<string, string | number>();
  for (const [, name = '', number, text] of written.matchAll(PARAMETER)) {
    if (parameters.has(name)) return null;
    parameters.set(name, number === undefined ? (text ?? '') : Number(number));
  }
  if (new Set(components).size !== components.length) return null;
  return { components, parameters, input, signature: new Uint8Array(Buffer.from(signature[2] ?? '', 'base64')) };
}

/** The one member of that label in a dictionary all of whose members are of the form; null otherwise. */
function member(form: RegExp, label: string, text: string): RegExpExecArray | null {
  let found: RegExpExecArray | null = null;
  form.lastIndex = 0;
  while (form.lastIndex < text.length) {
    const next = form.exec(text);
    if (next === null) return null;
    if (next[1] !== label) continue;
    if (found !== null) return null;
    found = next;
  }
  return found;
}
