// A correspondent with Nucleus, without a browser: the same application on Node, talking through the same services.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { Headless } from '#adapters/node/headless.ts';
import { attachPart, beginAttachment, rangeOf } from '#app/attachments/attach.ts';
import { idText } from '#app/conversation/conversation.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { recent } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { markRead } from '#app/relationships/read.ts';
import { sendText } from '#app/relationships/send.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import type { Town } from '../people/town-building.ts';

const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;

export class Friend {
  readonly name: string;
  readonly #nucleus: Headless;
  readonly #folder: string;

  private constructor(name: string, nucleus: Headless, folder: string) {
    this.name = name;
    this.#nucleus = nucleus;
    this.#folder = folder;
  }

  static async settles(name: string, { main, second }: Town): Promise<Friend> {
    const folder = await mkdtemp(join(tmpdir(), 'nucleus-friend-'));
    const nucleus = await Headless.open({
      folder,
      services: [main.origin, second.origin],
      mailParser: { parse: () => Promise.reject(new Error('friends get no mail')), attachment: async () => null },
      cost: CHEAP,
    });
    await nucleus.device.setUp('gravel lantern oboe thursday');
    await (await nucleus.vault()).courier.keepUp();
    await nucleus.listen();
    return new Friend(name, nucleus, folder);
  }

  /** @returns an invitation as text */
  async invites(whom: string): Promise<string> {
    const { app } = await this.#nucleus.vault();
    const made = await invite(app, { name: this.name, label: whom });
    if (!made.ok) throw new Error(made.reason);
    const [record] = await app.store.read([invitationRecord(made.id)]);
    return bundleText(record?.bundle ?? new Uint8Array());
  }

  async accepts(text: string): Promise<void> {
    const accepted = await acceptInvitation((await this.#nucleus.vault()).app, text, this.name);
    if (!accepted.ok) throw new Error(accepted.reason);
  }

  async says(text: string): Promise<void> {
    const { app } = await this.#nucleus.vault();
    const sent = await sendText(app, await this.#only(), text, randomBytes(16).toString('hex'));
    if (!sent.ok) throw new Error(sent.reason);
  }

  /** Sends a file, or one that is declared to be a picture. */
  async attaches(kind: 'picture' | 'file', name: string, content: Uint8Array): Promise<void> {
    const { app } = await this.#nucleus.vault();
    const id = await this.#only();
    const nonce = randomBytes(16).toString('hex');
    const mediaType = kind === 'picture' ? 'image/png' : 'application/octet-stream';
    const byteCount = content.length;
    const given = { kind, name, mediaType, byteCount, width: 0, height: 0, thumbnail: new Uint8Array(0) };
    let attached = await beginAttachment(app, id, nonce, given);
    while (attached.ok && attached.next !== null) {
      const part: number = attached.next;
      const { from = 0, to = 0 } = rangeOf(byteCount, part) ?? {};
      attached = await attachPart(app, id, nonce, part, content.subarray(from, to));
    }
    if (!attached.ok) throw new Error(attached.reason);
  }

  /** Looks at the conversation once that many messages are new in it. */
  async reads(count: number): Promise<void> {
    const { app } = await this.#nucleus.vault();
    await expect.poll(async () => (await app.store.read([recent]))[0]?.unread).toBe(count);
    await markRead(app, await this.#only());
  }

  /** Each has one relationship: the one with the person in the browser. */
  async #only(): Promise<string> {
    const { app } = await this.#nucleus.vault();
    let id = '';
    await expect
      .poll(async () => {
        const [item] = (await app.store.read([recent]))[0]?.items ?? [];
        id = item ? idText(item.id) : '';
        return id !== '';
      })
      .toBe(true);
    return id;
  }

  async leaves(): Promise<void> {
    await this.#nucleus.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
