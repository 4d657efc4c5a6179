// Records that an older program wrote are read as they were meant; newer fields get the value that held before there
// was a choice.
import { expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { blobReference } from '#wire/blob.ts';
import {
  blob,
  boolean,
  bytes,
  choice,
  format,
  list,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u16,
  u32,
} from '#wire/format.ts';
import { FORMAT_ID } from '#wire/ids.ts';
import { mail, verdict } from '#wire/mail.ts';
import { serviceName } from '#wire/service.ts';
import { delay } from '#wire/transport.ts';
import { transferKind } from './attachment.ts';
import { entryHistoryKind } from './entry.ts';
import { isWhole, loginKind, partLogin } from './login.ts';
import { maskKind } from './mask.ts';
import { mailKind } from './message.ts';
import { profileKind } from './profile.ts';
import { protonKind } from './proton.ts';
import { rootKind } from './root.ts';
import { outboxKind, seenKind } from './transit.ts';

test('an item of the outbox that had one way to go has none other, and waits for nothing', () => {
  const before = part(
    'outbox record',
    20_480,
    struct({
      relationship: bytes(16),
      sequence: u32,
      service: serviceName,
      address: bytes(DELIVERY_ADDRESS_BYTES),
      envelope: blob(16_384),
      sealed: nullable(bytes(1298)),
      dedupe: bytes(16),
      createdAt: timestamp,
      tries: u16,
      notBeforeAt: timestamp,
    }),
  );
  const written = {
    relationship: new Uint8Array(16).fill(1),
    sequence: 7,
    service: { origin: 'https://a.example', key: new Uint8Array(32).fill(2) },
    address: new Uint8Array(DELIVERY_ADDRESS_BYTES).fill(3),
    envelope: new Uint8Array(4096).fill(4),
    sealed: null,
    dedupe: new Uint8Array(16).fill(5),
    createdAt: 6,
    tries: 2,
    notBeforeAt: 8,
  };
  const read = outboxKind.upgrades[1]?.(before.encode(written));
  expect(read).toEqual({ ...written, delay: 'none', alternates: [], passages: [] });
  expect(outboxKind.format.decode(outboxKind.format.encode(read as NonNullable<typeof read>))).toEqual(read);
});

test('settings of before there was a delay hold nothing back', () => {
  const before = part(
    'profile record',
    65_536,
    struct({
      recoveryConfirmed: boolean,
      autoLockMinutes: u16,
      notifications: boolean,
      readReceipts: boolean,
      quietSites: list(500, text(255)),
    }),
  );
  const written = {
    recoveryConfirmed: true,
    autoLockMinutes: 5,
    notifications: false,
    readReceipts: false,
    quietSites: ['a.example'],
  };
  expect(profileKind.upgrades[1]?.(before.encode(written))).toEqual({
    ...written,
    automaticDelay: 'none',
    receivedReceipts: true,
    masksApart: false,
    unaskedSites: [],
  });
});

test('settings of before receipts could be switched off tell that a message arrived', () => {
  const before = part(
    'profile record',
    65_536,
    struct({
      recoveryConfirmed: boolean,
      autoLockMinutes: u16,
      notifications: boolean,
      readReceipts: boolean,
      quietSites: list(500, text(255)),
      automaticDelay: delay,
    }),
  );
  const written = {
    recoveryConfirmed: true,
    autoLockMinutes: 5,
    notifications: false,
    readReceipts: false,
    quietSites: ['a.example'],
    automaticDelay: 'ten-minutes' as const,
  };
  expect(profileKind.upgrades[2]?.(before.encode(written))).toEqual({
    ...written,
    receivedReceipts: true,
    masksApart: false,
    unaskedSites: [],
  });
});

test('a mail of before the gateway said for whom it had judged it is for nobody', () => {
  const finding = { spf: verdict, dkim: verdict, dmarc: verdict, domain: text(255) };
  const fields = { receivedAt: timestamp, from: text(320), to: text(320), authentication: struct(finding) };
  const before = format('mail', FORMAT_ID.mail, 1, 2 ** 22, struct({ ...fields, message: blob(2 ** 21) }));
  const record = part('mail record', 2 ** 22, struct({ mail: blob(2 ** 21 + 1024) }));
  const written = {
    receivedAt: 1,
    from: 'a@shop.example',
    to: 'quiet-otter@mask.example',
    authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', domain: 'shop.example' } as const,
    message: new Uint8Array(2 ** 21).fill(65),
  };
  const read = mailKind.upgrades[1]?.(record.encode({ mail: before.encode(written) }));
  const kept = mailKind.format.decode(mailKind.format.encode(read as NonNullable<typeof read>));
  expect(mail.decode(kept.mail)).toEqual({ ...written, authentication: { ...written.authentication, author: '' } });
});

test('an envelope of before it depended on the way for how long it is known is known for the longest time', () => {
  const before = part('seen record', 16, struct({ day: u32 }));
  expect(seenKind.upgrades[1]?.(before.encode({ day: 20_000 }))).toEqual({ untilDay: 20_150 });
});

test('an identity of before its forms were dated has no mailer, and gets none by what came before', () => {
  const before = part(
    'login record',
    8192,
    struct({
      site: text(255),
      username: text(1280),
      password: text(4096),
      passwordChangedAt: timestamp,
      mask: text(320),
      gateway: serviceName,
      managementSeed: bytes(32),
      mailSecret: bytes(32),
      maskState: choice({ pending: 1, active: 2, retired: 3 }),
      maskExpiryDay: u32,
      used: boolean,
    }),
  );
  const written = {
    site: 'shop.example',
    username: 'u',
    password: 'p',
    passwordChangedAt: 1,
    mask: 'a@masks.example',
    gateway: { origin: 'https://a.example', key: new Uint8Array(32).fill(2) },
    managementSeed: new Uint8Array(32).fill(3),
    mailSecret: new Uint8Array(32).fill(4),
    maskState: 'active' as const,
    maskExpiryDay: 9,
    used: true,
  };
  expect(loginKind.upgrades[1]?.(before.encode(written))).toEqual({
    ...written,
    filledAt: 0,
    mailer: '',
    codesUsedTo: 0,
    proposed: null,
  });
});

test('an identity of before codes were noted as used offers what its mail brings', () => {
  const before = part(
    'login record',
    9 * 1024,
    struct({
      site: text(255),
      username: text(1280),
      password: text(4096),
      passwordChangedAt: timestamp,
      mask: text(320),
      gateway: serviceName,
      managementSeed: bytes(32),
      mailSecret: bytes(32),
      maskState: choice({ pending: 1, active: 2, retired: 3 }),
      maskExpiryDay: u32,
      used: boolean,
      filledAt: timestamp,
      mailer: text(255),
    }),
  );
  const written = {
    site: 'shop.example',
    username: 'u',
    password: 'p',
    passwordChangedAt: 1,
    mask: 'a@masks.example',
    gateway: { origin: 'https://a.example', key: new Uint8Array(32).fill(2) },
    managementSeed: new Uint8Array(32).fill(3),
    mailSecret: new Uint8Array(32).fill(4),
    maskState: 'active' as const,
    maskExpiryDay: 9,
    used: true,
    filledAt: 7,
    mailer: 'mailer.example',
  };
  expect(loginKind.upgrades[2]?.(before.encode(written))).toEqual({ ...written, codesUsedTo: 0, proposed: null });
});

test('a log-in of before masks had records of their own becomes two, and nothing of it is lost', () => {
  const before = part(
    'login record',
    9 * 1024,
    struct({
      site: text(255),
      username: text(1280),
      password: text(4096),
      passwordChangedAt: timestamp,
      mask: text(320),
      gateway: serviceName,
      managementSeed: bytes(32),
      mailSecret: bytes(32),
      maskState: choice({ pending: 1, active: 2, retired: 3 }),
      maskExpiryDay: u32,
      used: boolean,
      filledAt: timestamp,
      mailer: text(255),
      codesUsedTo: u32,
    }),
  );
  const fills = { site: 'shop.example', username: 'u', password: 'p', passwordChangedAt: 1, used: true, filledAt: 7 };
  const held = {
    gateway: { origin: 'https://a.example', key: new Uint8Array(32).fill(2) },
    managementSeed: new Uint8Array(32).fill(3),
    mailSecret: new Uint8Array(32).fill(4),
    mailer: 'mailer.example',
    codesUsedTo: 5,
  };
  const written = { ...fills, ...held, mask: 'a@masks.example', maskState: 'retired' as const, maskExpiryDay: 9 };
  const read = loginKind.upgrades[3]?.(before.encode(written)) as NonNullable<
    ReturnType<typeof loginKind.format.decode>
  >;
  if (!isWhole(read)) throw new Error('its mask is lost');
  const { login, mask } = partLogin(read);
  expect(loginKind.format.decode(loginKind.format.encode(login))).toEqual({ ...fills, proposed: null });
  expect(isWhole(login)).toBe(false);
  expect(maskKind.format.decode(maskKind.format.encode(mask))).toEqual({
    ...held,
    ...{ site: 'shop.example', address: 'a@masks.example', madeAt: 1, state: 'retired', expiryDay: 9 },
    ...{ leaksFrom: 0, second: null },
  });
});

test('a mask of before there could be two is the only one, and all leaks are its own', () => {
  const before = part(
    'mask record',
    2048,
    struct({
      ...{ site: text(255), address: text(320), gateway: serviceName },
      ...{ managementSeed: bytes(32), mailSecret: bytes(32), madeAt: timestamp },
      ...{ state: choice({ pending: 1, active: 2, retired: 3 }), expiryDay: u32, mailer: text(255), codesUsedTo: u32 },
    }),
  );
  const written = {
    ...{ site: 'shop.example', address: 'a@masks.example' },
    gateway: { origin: 'https://a.example', key: new Uint8Array(32).fill(2) },
    ...{ managementSeed: new Uint8Array(32).fill(3), mailSecret: new Uint8Array(32).fill(4), madeAt: 5 },
    ...{ state: 'active' as const, expiryDay: 9, mailer: 'mailer.example', codesUsedTo: 7 },
  };
  expect(maskKind.upgrades[1]?.(before.encode(written))).toEqual({ ...written, leaksFrom: 0, second: null });
});

test('a log-in of before a form was given new passwords has none that waits', () => {
  const fields = { site: text(255), username: text(1280), password: text(4096), passwordChangedAt: timestamp };
  const before = part('login record', 6 * 1024, struct({ ...fields, used: boolean, filledAt: timestamp }));
  const fills = { site: 'shop.example', username: 'u', password: 'p', passwordChangedAt: 1, used: true, filledAt: 7 };
  const read = loginKind.upgrades[4]?.(before.encode(fills)) as NonNullable<ReturnType<typeof loginKind.format.decode>>;
  expect([read, isWhole(read)]).toEqual([{ ...fills, proposed: null }, false]);
});

test('of a new password of before its form was watched, nothing was seen', () => {
  const fields = { site: text(255), username: text(1280), password: text(4096), passwordChangedAt: timestamp };
  const proposed = nullable(struct({ password: text(4096), at: timestamp }));
  const before = part('log-in record', 10 * 1024, struct({ ...fields, used: boolean, filledAt: timestamp, proposed }));
  const fills = { site: 'shop.example', username: 'u', password: 'p', passwordChangedAt: 1, used: true, filledAt: 7 };
  const read = (proposed: { password: string; at: number } | null) =>
    loginKind.upgrades[5]?.(before.encode({ ...fills, proposed }));
  expect(read(null)).toEqual({ ...fills, proposed: null });
  const waits = { password: 'q', at: 9 };
  expect(read(waits)).toEqual({ ...fills, proposed: { ...waits, seen: 'nothing' } });
});

test('a root of before mailboxes could be replaced is not to be closed on a day', () => {
  const before = part(
    'root record',
    512,
    struct({ origin: text(128), root: bytes(16), accessSeed: bytes(32), sinceDay: u32, formerDay: u32 }),
  );
  const written = {
    origin: 'https://a.example',
    root: new Uint8Array(16).fill(1),
    accessSeed: new Uint8Array(32).fill(2),
    sinceDay: 20_000,
    formerDay: 20_180,
  };
  expect(rootKind.upgrades[1]?.(before.encode(written))).toEqual({ ...written, untilDay: 0 });
});

test('of a conversation of before it was noted it is not known what they have written to', () => {
  const bytes_ = (length: number, fill: number) => new Uint8Array(length).fill(fill);
  const before = concat(
    bytes_(64, 1), // secrets
    bytes_(128, 2), // identity
    bytes_(128, 3), // theirs
    new Uint8Array([0, 2, 9, 9]), // ratchet
    new Uint8Array([0, 0, 0, 0]), // no opening, no grants, no long-term addresses, nothing given
    new Uint8Array([0, 0, 0, 7]), // asked on day 7
    new Uint8Array([0, 0, 0]), // no receipts, no answer
    new Uint8Array([0, 1, 0]), // owes addresses
    new Uint8Array([1, 0, 0, 0, 5, 1]), // replaced from number 5 on, with one service task
    bytes_(16, 8),
  );
  const read = protonKind.upgrades[2]?.(before);
  expect(read).toMatchObject({
    askedDay: 7,
    owes: { profile: false, addresses: true, request: false },
    replaced: { from: 5, serviceTasks: [bytes_(16, 8)] },
    wroteTo: null,
    resetKey: null,
    anew: { former: [], epoch: null, outstanding: null },
  });
  // Version 3 has that number behind it; of resets it knew nothing.
  expect(protonKind.upgrades[3]?.(concat(before, new Uint8Array([0])))).toEqual(read);
  expect(protonKind.format.decode(protonKind.format.encode(read as NonNullable<typeof read>))).toEqual(read);
});

test('a blob on its way of before there was an order among those chosen at once waits for none', () => {
  const before = part(
    'transfer record',
    1024,
    struct({
      direction: choice({ up: 1, down: 2 }),
      relationship: bytes(16),
      message: bytes(16),
      reference: blobReference,
      contentBytes: u32,
      sealed: u32,
      moved: u32,
      announced: boolean,
      createdAt: timestamp,
      touchedAt: timestamp,
      tries: u16,
      notBeforeAt: timestamp,
    }),
  );
  const written = {
    direction: 'up' as const,
    relationship: new Uint8Array(16).fill(1),
    message: new Uint8Array(16).fill(2),
    reference: {
      origin: 'https://a.example',
      id: new Uint8Array(16).fill(3),
      key: new Uint8Array(32).fill(4),
      digest: new Uint8Array(32).fill(5),
      byteCount: 1024,
      expiryDay: 20_000,
    },
    contentBytes: 900,
    sealed: 1,
    moved: 0,
    announced: true,
    createdAt: 6,
    touchedAt: 7,
    tries: 0,
    notBeforeAt: 8,
  };
  expect(transferKind.upgrades[1]?.(before.encode(written))).toEqual({ ...written, after: null });
});

test('a former version of an entry of which less was kept has the rest unknown', () => {
  const site = struct({
    url: text(2048),
    match: choice({ domain: 1, host: 2, 'starts-with': 3, exact: 4, regex: 5, never: 6 }),
  });
  const field = struct({
    ...{ name: text(300), value: text(24_000) },
    type: choice({ text: 1, hidden: 2, 'yes-no': 3, linked: 4 }),
    section: text(300),
  });
  const before = part(
    'entry-history record',
    256 * 1024,
    struct({
      versions: list(
        50,
        struct({
          until: nullable(timestamp),
          password: text(4096),
          rest: nullable(
            struct({
              ...{ title: text(500), sites: list(30, site), username: text(1280), note: text(60_000) },
              fields: list(200, field),
            }),
          ),
        }),
      ),
    }),
  );
  const known = {
    ...{ title: 'Shop', sites: [{ url: 'https://shop.example', match: 'host' as const }], username: 'alex', note: 'n' },
    fields: [{ name: 'customer', value: '4711', type: 'hidden' as const, section: '' }],
  };
  const written = {
    versions: [
      { until: 5, password: 'p', rest: known },
      { until: null, password: 'q', rest: null },
    ],
  };
  expect(entryHistoryKind.upgrades[1]?.(before.encode(written))).toEqual({
    versions: [
      { until: 5, password: 'p', rest: { ...known, more: null } },
      { until: null, password: 'q', rest: null },
    ],
  });
});
