// The mail queue: a letter is written in the same transaction as its cause, delivered over SMTP (RFC 5321), retried
// with back-off while the mail server is down, and given up on a permanent refusal or after three days (5xx, 4.5.4.1).
// A crash before we note an acceptance repeats a letter with the same Message-ID (RFC 5322, 3.6.4). Afterwards all but
// the Message-ID is erased: codes and links do not lie about.

import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Database } from './database.ts';

export type Letter = { recipient: string; subject: string; text: string; html: string };
/** waiting: not tried yet; retrying: the mail server did not take it, we go on; refused: given up. */
export type LetterState = 'waiting' | 'retrying' | 'sent' | 'refused';

export type Outbox = {
  /** Call inside the transaction that the letter belongs to, and `wake()` after it. Returns the Message-ID. */
  enqueue(letter: Letter): string;
  wake(): void;
  state(messageId: string): LetterState;
  /** Resolves when no attempt is under way; unsent letters stay queued. */
  close(): Promise<void>;
};

const horizonMs = 3 * 24 * 3_600_000;
/** 1 s, 2 s, 4 s … at most 5 minutes. */
export const backOffMs = (attempts: number): number => Math.min(1000 * 2 ** (attempts - 1), 300_000);

type Row = { messageId: string; attempts: number; enqueuedAt: number } & Letter;

export function createOutbox(
  database: Database,
  smtp: { host: string; port: number },
  retryAfterMs: (attempts: number) => number,
  now: () => number,
): Outbox {
  // In one piece: a queue over one set of prepared statements.
  const { sql } = database;
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: false,
    // Opportunistic TLS as between mail servers: an unverified certificate is still better than none (RFC 7435).
    opportunisticTLS: true,
    tls: { rejectUnauthorized: false },
    name: 'shop.localhost',
    connectionTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  let closed = false;

  const due = sql.prepare('SELECT * FROM letter WHERE nextAt <= ? ORDER BY nextAt, enqueuedAt LIMIT 1');
  const finish = sql.prepare(
    "UPDATE letter SET state = ?, nextAt = NULL, attempts = attempts + 1, recipient = '', subject = '', text = '', html = '' WHERE messageId = ?",
  );
  const postpone = sql.prepare(
    "UPDATE letter SET state = 'retrying', nextAt = ?, attempts = attempts + 1 WHERE messageId = ?",
  );

  async function deliver(row: Row): Promise<void> {
    try {
      await transport.sendMail({
        from: { name: 'Corner Shop', address: 'orders@shop.localhost' },
        to: { name: '', address: row.recipient },
        subject: row.subject,
        text: row.text,
        html: row.html,
        messageId: row.messageId,
        date: new Date(row.enqueuedAt),
        // RFC 3834: keeps vacation responders quiet.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      finish.run('sent', row.messageId);
    } catch (error) {
      const code = (error as { responseCode?: number }).responseCode ?? 0;
      const permanent = code >= 500 && code < 600;
      if (permanent || now() - row.enqueuedAt > horizonMs) finish.run('refused', row.messageId);
      else postpone.run(now() + retryAfterMs(row.attempts + 1), row.messageId);
    }
  }

  async function run(): Promise<void> {
    do {
      again = false;
      for (let row = due.get(now()); row && !closed; row = due.get(now())) await deliver(row as unknown as Row);
    } while (again && !closed);
  }

  function wake(): void {
    if (closed) return;
    again = true;
    if (running) return;
    clearTimeout(timer);
    running = run().finally(() => {
      running = null;
      const next = closed ? null : (sql.prepare('SELECT min(nextAt) AS at FROM letter').get()?.at as number | null);
      if (next !== null) timer = setTimeout(wake, Math.max(0, next - now()));
    });
  }

  wake();
  return {
    enqueue(letter) {
      const messageId = `<${randomUUID()}@shop.localhost>`;
      const at = now();
      sql
        .prepare("INSERT INTO letter VALUES (?, ?, ?, ?, ?, ?, 0, ?, 'waiting')")
        .run(messageId, letter.recipient, letter.subject, letter.text, letter.html, at, at);
      return messageId;
    },
    wake,
    state(messageId) {
      const row = sql.prepare('SELECT state FROM letter WHERE messageId = ?').get(messageId);
      return (row?.state as LetterState | undefined) ?? 'sent';
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
      transport.close();
    },
  };
}
