// Writes lib/logins/sites/quirks-data.ts from a checkout of apple/password-manager-resources:
//   node e2e/quirks/main.ts FOLDER COMMIT DATE
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/imports.ts';
import { type AppleFiles, carriedOver } from './carry-over.ts';

const [folder, commit, date] = process.argv.slice(2);
if (folder === undefined || commit === undefined || date === undefined)
  throw new Error('node e2e/quirks/main.ts FOLDER COMMIT DATE');
const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const files: AppleFiles = {
  rules: read('password-rules'),
  shared: read('shared-credentials'),
  changePassword: read('change-password-URLs'),
  appendsTwoFactor: read('websites-that-append-2fa-to-password'),
};
writeFileSync(join(ROOT, 'lib/logins/sites/quirks-data.ts'), carriedOver(files, commit, date));
