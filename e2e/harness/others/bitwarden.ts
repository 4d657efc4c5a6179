// Bitwarden's own library, which tests hold ours against. It is GPL-3.0 and 33 MB, so it is in neither the tree nor the
// lock file: installed apart when a test first asks for it, never imported by anything else, and left out with a
// sentence if it cannot be had. It asks nobody anything: the addresses of its services lead nowhere.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../house/imports.ts';

const NAME = '@bitwarden/sdk-internal';
export const BITWARDEN_VERSION = '0.2.0-main.1054';
const INTEGRITY = 'sha512-NVnCcCSBPzrD7SZfX3jtahjKwXJFZv1MuNwxrpa8rA1uGTHfIQRpInK8vkFw/X6Qb0fvIdc6A4aZJlLJFhSiOQ==';
const FOLDER = join(ROOT, '.data/others/bitwarden');
const LOCK = join(FOLDER, 'node_modules/.package-lock.json');

/** The module; null, and a sentence on the terminal, if it is missing. */
export function bitwardenLibrary(): any {
  if (!isInstalled()) install();
  if (isInstalled()) return createRequire(join(FOLDER, 'package.json'))(NAME);
  process.stderr.write(`${NAME} ${BITWARDEN_VERSION} could not be installed, so tests against it are left out.\n`);
  return null;
}

function isInstalled(): boolean {
  if (!existsSync(LOCK)) return false;
  const { packages } = JSON.parse(readFileSync(LOCK, 'utf8'));
  return packages[`node_modules/${NAME}`]?.integrity === INTEGRITY;
}

function install(): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, 'package.json'),
    JSON.stringify({ private: true, dependencies: { [NAME]: BITWARDEN_VERSION } }),
  );
  try {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['install', ...flags], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    // No network, or another registry: `isInstalled` says so.
  }
}

/** A client with a vault of its own, whose exports are protected by the derivation that is named. */
export async function bitwardenClient(library: any, kdfParams: object): Promise<any> {
  const { PasswordManagerClient, ManagedSettingsClient, PureCrypto, LogLevel } = library;
  library.init_sdk(LogLevel.Error);
  const nowhere = { identityUrl: 'http://127.0.0.1:1', apiUrl: 'http://127.0.0.1:1' };
  const client = new PasswordManagerClient(
    { get_access_token: async () => undefined },
    nowhere,
    new ManagedSettingsClient(),
  );
  const key: Uint8Array = PureCrypto.make_user_key_aes256_cbc_hmac();
  // Every account has one. OpenSSL makes it in a tenth of the time.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsa = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
  await client.crypto().initialize_user_crypto({
    userId: randomUUID(),
    kdfParams,
    email: 'alex@mail.example',
    accountCryptographicState: {
      V1: { private_key: PureCrypto.wrap_decapsulation_key(rsa, key) },
    },
    method: { decryptedKey: { decrypted_user_key: Buffer.from(key).toString('base64') } },
  });
  return client;
}
