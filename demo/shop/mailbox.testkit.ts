// For the tests: a real SMTP server whose letters can be awaited, and a visitor who keeps cookies and fills forms.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export type Mailbox = {
  port: number;
  /** The next letter that has not been taken yet. */
  next(): Promise<Email & { raw: string }>;
  /** How many letters have come and were not taken. */
  waiting(): number;
  close(): Promise<void>;
};

/** @param refuse an SMTP reply code for a recipient, or null to take the letter. */
export async function openMailbox(
  port = 0,
  refuse: (recipient: string) => number | null = () => null,
): Promise<Mailbox> {
  const letters: (Email & { raw: string })[] = [];
  const takers: ((letter: Email & { raw: string }) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(address, _session, callback) {
      const code = refuse(address.address);
      callback(code === null ? null : Object.assign(new Error('no'), { responseCode: code }));
    },
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString();
        const letter = { ...(await PostalMime.parse(raw)), raw };
        const taker = takers.shift();
        if (taker) taker(letter);
        else letters.push(letter);
        callback();
      });
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    next() {
      const letter = letters.shift();
      return letter ? Promise.resolve(letter) : new Promise((resolve) => takers.push(resolve));
    },
    waiting: () => letters.length,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

export type Seen = { status: number; path: string; text: string };

/** One browser: follows redirects, keeps cookies, sends the CSRF token of the last page. */
export class Visitor {
  readonly base: string;
  cookies = new Map<string, string>();
  csrf = '';

  constructor(port: number) {
    this.base = `http://127.0.0.1:${port}`;
  }

  get(path: string): Promise<Seen> {
    return this.request(path, {});
  }

  send(path: string, form: Record<string, string>): Promise<Seen> {
    return this.request(path, { method: 'POST', body: new URLSearchParams({ csrf: this.csrf, ...form }) });
  }

  private async request(path: string, init: RequestInit): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.base), { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    if (to) {
      await answer.arrayBuffer();
      return this.request(to, {});
    }
    const text = await answer.text();
    this.csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.csrf;
    return { status: answer.status, path, text };
  }
}
