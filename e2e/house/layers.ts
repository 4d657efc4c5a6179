// The layer table of docs/ARCHITECTURE.md as data, and the check that holds it. A layer imports only what stands below
// it; a border is crossed with `#layer/file.ts`, so that it can be seen in the text; each package has a home and is
// used nowhere else.

import { COMPUTED, resolveImport, type SourceFile } from './imports.ts';

export type Layer = {
  /** The folder, from the root. The longest match wins, so a folder inside a layer may have packages of its own. */
  folder: string;
  name: string;
  /** What belongs here, in the words a failure teaches. */
  holds: string;
  mayImport: string[];
  /** Package names; a trailing * matches the rest. */
  packages: string[];
  /** The only folders that may import it, if not every layer above may: it is heavy. */
  onlyFrom?: string[];
};

const CORE = ['bytes', 'wire', 'crypto', 'protocol', 'logins', 'app'];
const EXTENSION = [...CORE, 'adapters', 'rpc', 'autofill', 'components'];

export const LAYERS: Layer[] = [
  {
    folder: 'lib/bytes',
    name: 'bytes',
    holds: 'bytes, base64url, brands, faults, web addresses',
    mayImport: [],
    packages: [],
  },
  {
    folder: 'lib/wire',
    name: 'wire',
    holds: 'every format and endpoint, declared once',
    mayImport: ['bytes'],
    packages: ['micro-packed'],
  },
  {
    folder: 'lib/crypto',
    name: 'crypto',
    holds: 'cryptographic primitives behind our key types',
    mayImport: ['bytes'],
    packages: ['@noble/*', 'libsodium-wrappers-sumo'],
  },
  {
    folder: 'lib/protocol',
    name: 'protocol',
    holds: 'pure, synchronous protocol steps: handshake, ratchet, address, envelope, invitation',
    mayImport: ['bytes', 'wire', 'crypto'],
    packages: [],
  },
  {
    folder: 'lib/logins',
    name: 'logins',
    holds: "a password manager's rules: generator, site matching, codes, import and export",
    mayImport: ['bytes', 'wire', 'crypto'],
    packages: ['@msgpack/msgpack', 'otpauth/slim', 'tldts'],
  },
  {
    folder: 'lib/app',
    name: 'app',
    holds: 'use cases, ports and records at rest, without input or output',
    mayImport: ['bytes', 'wire', 'crypto', 'protocol', 'logins'],
    packages: [],
  },
  {
    folder: 'lib/adapters',
    name: 'adapters',
    holds: "implementations of the app's ports",
    mayImport: CORE,
    packages: [],
  },
  { folder: 'lib/adapters/idb', name: 'adapters', holds: 'the IndexedDB store', mayImport: CORE, packages: ['idb'] },
  {
    folder: 'lib/adapters/browser',
    name: 'adapters',
    holds: 'ports over the extension interfaces of the browser',
    // The channels between the contexts are the browser's; the contracts spoken over them are rpc's, which names no
    // adapter.
    mayImport: [...CORE, 'rpc'],
    packages: ['wxt/browser', 'webextension-polyfill'],
  },
  {
    folder: 'lib/adapters/mail',
    name: 'adapters',
    holds: 'reading mails',
    mayImport: CORE,
    packages: ['postal-mime'],
  },
  {
    folder: 'lib/adapters/moving',
    name: 'adapters',
    holds: 'files of other password managers and our own, opened and packed: for a web worker beside a page alone',
    mayImport: CORE,
    packages: ['fflate', 'hash-wasm', '@noble/*', 'kdbxweb', 'age-encryption'],
    onlyFrom: ['entrypoints/page/file-worker.ts'],
  },
  {
    folder: 'lib/adapters/node',
    name: 'adapters',
    holds: 'ports over Node: the headless relationship manager',
    mayImport: CORE,
    packages: ['node:*', 'ws'],
  },
  {
    folder: 'lib/rpc',
    name: 'rpc',
    holds: 'typed calls between the contexts of the extension',
    mayImport: CORE,
    packages: ['valibot'],
  },
  {
    folder: 'lib/autofill',
    name: 'autofill',
    holds: 'what runs in web pages; it knows the page and the rpc client only, and carries no package',
    mayImport: ['bytes', 'logins', 'rpc'],
    packages: [],
  },
  {
    folder: 'components',
    name: 'components',
    holds: 'the interface: ui parts, features, models over the rpc client',
    mayImport: ['bytes', 'wire', 'protocol', 'logins', 'app', 'rpc'],
    packages: [
      'preact',
      'preact/*',
      '@preact/signals',
      'lucide-preact',
      'lucide-preact/*',
      '@tanstack/virtual-core',
      'dompurify',
      'qr',
      'qr/*',
      '@zxcvbn-ts/*',
      'valibot',
      '#i18n',
    ],
  },
  {
    folder: 'entrypoints',
    name: 'entrypoints',
    holds: 'composition roots: the only place of the extension that names adapters; no logic',
    mayImport: EXTENSION,
    packages: ['preact', 'preact/*', '@preact/signals', 'wxt/*', 'webextension-polyfill', '#i18n'],
  },
  {
    folder: 'services',
    name: 'services',
    holds: 'issuer, sending, receiving, mail and directory roles; they never see lib/app',
    mayImport: ['bytes', 'wire', 'crypto', 'protocol'],
    packages: [
      'node:*',
      'hono',
      'hono/*',
      '@hono/node-server',
      '@hono/node-server/*',
      'ws',
      'smtp-server',
      '@nats-io/*',
      'mailauth',
      'mailauth/*',
      'postal-mime',
      'nodemailer',
      'nodemailer/*',
      'valibot',
      '@nats-io/*',
    ],
  },
  {
    folder: 'demo',
    name: 'demo',
    holds: 'the start command and the sample shop',
    mayImport: [...CORE, 'adapters', 'rpc', 'services'],
    packages: [
      'node:*',
      'hono',
      'hono/*',
      '@hono/node-server',
      '@hono/node-server/*',
      'nodemailer',
      'nodemailer/*',
      'qr',
      'ws',
      'puppeteer-core',
    ],
  },
  {
    folder: 'bench',
    name: 'bench',
    holds: 'benchmarks',
    mayImport: [...EXTENSION, 'services', 'demo', 'e2e'],
    packages: ['*'],
  },
  {
    folder: 'e2e',
    name: 'e2e',
    holds: 'browser stories and their harness',
    mayImport: [...EXTENSION, 'services', 'demo', 'bench'],
    packages: ['*'],
  },
];

// A test stands beside the code it proves and may drive real neighbours with it, never reach into the interface above.
const TESTS_MAY_ALSO_IMPORT = ['adapters', 'services', 'e2e'];

/** Tests, and what only tests use: contracts that run against every implementation, and test kits. */
export const isTest = (path: string): boolean =>
  /\.(test|testkit)\.tsx?$|-contract\.ts$|storage\/contract\.ts$|\/testing\//.test(path);

export function layerOf(path: string, layers = LAYERS): Layer | undefined {
  return layers
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

const matches = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

function packageViolation(file: SourceFile, layer: Layer, specifier: string): string | null {
  if (isTest(file.path) || layer.packages.some((pattern) => matches(pattern, specifier))) return null;
  if (specifier === COMPUTED)
    return `${file.path} imports a module by a computed name; write the name out, so that its layer can be seen.`;
  const homes = LAYERS.filter(({ packages }) =>
    packages.some((pattern) => pattern !== '*' && matches(pattern, specifier)),
  );
  const hint =
    homes.length > 0
      ? `its home is ${homes.map(({ folder }) => folder).join(', ')}; put the part that needs it there, behind a function or a port`
      : 'no layer uses it yet; decide where it lives and add it to e2e/house/layers.ts with a line in docs/decisions';
  return `${file.path} imports the package '${specifier}', which ${layer.name} may not use: ${hint}.`;
}

/** Sentences, one for each import of a package that package.json does not name. */
export function undeclared(files: readonly SourceFile[], declared: readonly string[]): string[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter((specifier) => specifier !== COMPUTED && !/^([.#]|node:)/.test(specifier))
      .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
      .filter((name) => !declared.includes(name))
      .map(
        (name) =>
          `${path} imports the package '${name}', which package.json does not name: it is here only as long as another ` +
          'package brings it. Name it there with its exact version.',
      ),
  );
}

/** Sentences, one for each import that crosses a border it may not cross; empty when the table holds. */
export function violations(files: SourceFile[]): string[] {
  return files.flatMap((file) => {
    const layer = layerOf(file.path);
    if (!layer)
      return [`${file.path} lies in no layer; the layers are ${LAYERS.map(({ folder }) => folder).join(', ')}.`];
    return file.imports.flatMap((specifier) => {
      const target = resolveImport(file.path, specifier);
      if (target === null) return packageViolation(file, layer, specifier) ?? [];
      const reached = layerOf(target);
      if (!reached) {
        if (layer.name === 'e2e' || isTest(file.path)) return [];
        return [`${file.path} imports '${specifier}' (${target}), which lies in no layer.`];
      }
      const { onlyFrom } = reached;
      const isElsewhere = onlyFrom !== undefined && layer.folder !== reached.folder && !isTest(file.path);
      if (isElsewhere && !['bench', 'e2e', ...onlyFrom].some((folder) => file.path.startsWith(folder)))
        return [
          `${file.path} imports '${specifier}', which may only be imported from ${onlyFrom.join(', ')} (${reached.holds}).`,
        ];
      if (reached.name === layer.name) {
        if (specifier.startsWith('.')) return [];
        return [
          `${file.path} imports '${specifier}' of its own layer: write it relative, so that only borders look like borders.`,
        ];
      }
      if (specifier.startsWith('.')) {
        return [
          `${file.path} imports '${specifier}' across a border: write '#${reached.name}/…', so that the crossing can be seen.`,
        ];
      }
      const allowed = isTest(file.path) ? [...layer.mayImport, ...TESTS_MAY_ALSO_IMPORT] : layer.mayImport;
      if (allowed.includes(reached.name)) return [];
      const below = layer.mayImport.length > 0 ? `only ${layer.mayImport.join(', ')}` : 'no other layer';
      return [
        `${file.path} imports '${specifier}': ${layer.name} (${layer.holds}) may import ${below}. Code that both need belongs in a layer ` +
          `below both; code that uses ${reached.name} (${reached.holds}) belongs above it, or gets it as an argument.`,
      ];
    });
  });
}
