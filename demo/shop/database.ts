// The shop's one SQLite database (node:sqlite): people, visits, orders and the mail that is still to be sent. Nothing
// here is secret by design except the hashed values: passwords (scrypt), codes and cookies (HMAC-SHA-256 under `key`,
// so that a stolen database file opens no session and confirms no address).

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS customer (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL COLLATE NOCASE UNIQUE,
    password TEXT NOT NULL, createdAt INTEGER NOT NULL
  ) STRICT;
  -- A sign-up becomes a customer only when its address is confirmed: an unconfirmed one never blocks an address.
  -- code and link are null when the address already has an account; the page looks the same, the mail says so.
  CREATE TABLE IF NOT EXISTS signUp (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL COLLATE NOCASE, password TEXT NOT NULL,
    code BLOB, link BLOB, tries INTEGER NOT NULL DEFAULT 0, expiresAt INTEGER NOT NULL,
    messageId TEXT NOT NULL, customer INTEGER REFERENCES customer(id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS visit (
    cookie BLOB PRIMARY KEY, customer INTEGER REFERENCES customer(id), signUp INTEGER REFERENCES signUp(id),
    expiresAt INTEGER NOT NULL
  ) STRICT;
  -- The secret of a customer's authenticator app; counter: the period whose code was used last.
  CREATE TABLE IF NOT EXISTS twoStep (
    customer INTEGER PRIMARY KEY REFERENCES customer(id), secret BLOB NOT NULL, active INTEGER NOT NULL,
    counter INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS twoStepVisit (
    cookie BLOB PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customer(id), expiresAt INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS placedOrder (
    id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customer(id), placedAt INTEGER NOT NULL,
    lines TEXT NOT NULL, pence INTEGER NOT NULL, deliverTo TEXT NOT NULL, messageId TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS letter (
    messageId TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL,
    enqueuedAt INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, nextAt INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'retrying', 'sent', 'refused'))
  ) STRICT;
  CREATE INDEX IF NOT EXISTS letterDue ON letter (nextAt) WHERE nextAt IS NOT NULL;
  CREATE TABLE IF NOT EXISTS allowance (
    subject BLOB PRIMARY KEY, used INTEGER NOT NULL, resetsAt INTEGER NOT NULL
  ) STRICT;
`;

export type Database = {
  readonly sql: DatabaseSync;
  /** HMAC-SHA-256 of a secret for one purpose, 32 bytes: stored and looked up in its stead. */
  digest(purpose: string, secret: string): Buffer;
  /** All or nothing; `work` is synchronous, so nothing else can come between. */
  transaction<T>(work: () => T): T;
  close(): void;
};

/** @param dataDir folder for `shop.sqlite`, made when missing; null keeps everything in memory. */
export function openDatabase(dataDir: string | null): Database {
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sql = new DatabaseSync(dataDir === null ? ':memory:' : join(dataDir, 'shop.sqlite'));
  sql.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
  );
  sql.exec(schema);
  sql.prepare("INSERT OR IGNORE INTO setting VALUES ('key', ?)").run(randomBytes(32));
  const key = sql.prepare("SELECT value FROM setting WHERE name = 'key'").get()?.value as Uint8Array;
  return {
    sql,
    digest: (purpose, secret) => createHmac('sha256', key).update(`${purpose}\0${secret}`).digest(),
    transaction(work) {
      sql.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        sql.exec('COMMIT');
        return result;
      } catch (error) {
        sql.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => sql.close(),
  };
}

/** Constant-time equality of two digests. */
export function sameDigest(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
