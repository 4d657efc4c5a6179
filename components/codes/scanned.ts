// From the text of a QR code, or one that was pasted, to the codes in it. Google Authenticator hands its accounts over
// in several pictures, which are gathered until all were seen.
import { namesInLink } from '#logins/one-time/link.ts';
import { joinMigration, type MigrationAccount, type MigrationPart, readMigration } from '#logins/one-time/migration.ts';
import { readOneTime } from '#logins/one-time/read.ts';

export type ReadCode = MigrationAccount;

export type Scanned =
  | { readonly is: 'codes'; readonly codes: readonly ReadCode[] }
  /** Some pictures of a batch are still to be shown. */
  | { readonly is: 'part'; readonly read: number; readonly of: number };

export class Scanning {
  readonly #parts: MigrationPart[] = [];

  take(text: string): Scanned {
    const part = readMigration(text);
    if (part !== null) return this.#gather(part);
    const reading = readOneTime(text);
    const names = reading.ok ? reading.oneTime : (namesInLink(text) ?? { issuer: '', account: '' });
    return { is: 'codes', codes: [{ issuer: names.issuer, account: names.account, reading }] };
  }

  #gather(part: MigrationPart): Scanned {
    this.#parts.push(part);
    const batch = joinMigration(this.#parts).find(({ batchId }) => batchId === part.batchId);
    if (batch === undefined || batch.missing.length === 0)
      return { is: 'codes', codes: batch?.accounts ?? part.accounts };
    return { is: 'part', read: batch.size - batch.missing.length, of: batch.size };
  }
}
