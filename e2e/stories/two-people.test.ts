// Two people on two devices, two real services, real sockets: an invitation, talk both ways, and addresses of each
// other at both services.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Headless } from '#adapters/node/headless.ts';
import { invitationRecord } from '#app/records/invitation.ts';
import { message } from '#app/records/message.ts';
import { proton } from '#app/records/proton.ts';
import { recent, relationship } from '#app/records/relationship.ts';
import { acceptInvitation } from '#app/relationships/accept.ts';
import { invite } from '#app/relationships/invite.ts';
import { sendText } from '#app/relationships/send.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { bundleText } from '#protocol/pairwise/invitation.ts';
import { startServices } from '#services/main.ts';
import { eventually } from '#services/testing/eventually.ts';

const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;
const mailParser = {
  attachment: async () => null,
  parse: async () => ({
    subject: '',
    from: { name: '', address: '' },
    to: null,
    text: '',
    html: null,
    bodies: [],
    links: [],
    attachments: [],
    related: [],
  }),
};
const folder = mkdtempSync(join(tmpdir(), 'nucleus-'));
let services: Awaited<ReturnType<typeof startServices>>[];
beforeAll(async () => {
  const first = await startServices({
    dataDir: join(folder, 'services'),
    port: 0,
    roles: ['sending', 'receiving', 'mail'],
    mail: { smtpPort: 0, domain: 'inbox.localhost' },
    development: true,
  });
  const dataDir = join(folder, 'second-services');
  services = [first, await startServices({ dataDir, port: 0, roles: ['sending', 'receiving'], development: true })];
});
afterAll(async () => {
  for (const one of services) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

async function person(name: string): Promise<Headless> {
  const one = await Headless.open({
    folder: join(folder, name),
    services: services.map(({ origin }) => origin),
    mailParser,
    cost: CHEAP,
    onFailure: (e) => console.error(name, e),
  });
  await one.device.setUp('gravel lantern oboe thursday');
  const { courier } = await one.vault();
  await courier.keepUp();
  return one;
}
const nonce = () => encodeHex(new Uint8Array(randomBytes(16)));
async function texts(who: Headless, id: string): Promise<string[]> {
  const { app } = await who.vault();
  const [one] = await app.store.read([relationship(id)]);
  const all = await app.store.read(Array.from({ length: one?.lastSequence ?? 0 }, (_, i) => message(id, i + 1)));
  return all.flatMap((m) =>
    m?.content.kind === 'text'
      ? [`${m.mine ? 'me' : 'they'}: ${m.content.value} ${m.delivery ?? ''}`.trim()]
      : m?.content.kind === 'event'
        ? [m.content.value.kind]
        : [],
  );
}

/** Fetches until the conversation is so. */
async function says(who: Headless, id: string, wanted: readonly string[]): Promise<void> {
  const { courier } = await who.vault();
  let said: string[] = [];
  const isSaid = async (): Promise<boolean> => {
    await courier.fetch();
    said = await texts(who, id);
    return JSON.stringify(said) === JSON.stringify(wanted);
  };
  await eventually(isSaid, () => said);
}

test('Alex invites Blair and they talk', async () => {
  const alex = await person('alex');
  const blair = await person('blair');
  const a = await alex.vault();
  const b = await blair.vault();
  const invited = await invite(a.app, { name: 'Alex', label: 'Blair from the club' });
  if (!invited.ok) throw new Error(invited.reason);
  const [record] = await a.app.store.read([invitationRecord(invited.id)]);
  const accepted = await acceptInvitation(b.app, bundleText(record!.bundle), 'Blair');
  if (!accepted.ok) throw new Error(accepted.reason);
  const bid = accepted.relationship;
  await sendText(b.app, bid, 'hello from Blair', nonce());
  await b.courier.send();
  const [first] = await eventually(async () => {
    await a.courier.fetch();
    const [known] = await a.app.store.read([recent]);
    return known?.items.length === 1 && known.items;
  });
  const aid = encodeHex(first!.id);
  await says(alex, aid, ['invited', 'accepted', 'they: hello from Blair']);
  await sendText(a.app, aid, 'hi Blair', nonce());
  await a.courier.send();
  await says(blair, bid, ['invited', 'accepted', 'me: hello from Blair received', 'they: hi Blair']);
  // Both services are in real use: who loses one is still reached at the other.
  for (const [{ app }, id] of [
    [a, aid],
    [b, bid],
  ] as const) {
    const [known] = await app.store.read([proton(id)]);
    const granted = known?.grants.map((grant) => [grant.service.origin, grant.addresses.length > 0]);
    expect(granted).toEqual(services.map(({ origin }) => [origin, true]));
  }
  await alex.close();
  await blair.close();
});
