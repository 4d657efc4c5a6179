// A 1PUX export as 1Password writes it, by hand: made-up people, the members that matter, and those that are odd.
import { encodeUtf8 } from '#bytes/utf8.ts';
import type { EntrySource } from '../format.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';

const item = (uuid: string, categoryUuid: string, title: string, details: object, more: object = {}) => ({
  ...{ uuid, favIndex: 0, createdAt: 1_700_000_000, updatedAt: 1_700_000_600, state: 'active', categoryUuid, details },
  overview: { subtitle: '', title, url: '', urls: null, ps: 0, pbe: 0, pgrng: false, tags: [] },
  ...more,
});
const section = (title: string, ...fields: object[]) => ({ title, name: 'any', fields });
const field = (id: string, title: string, value: object) => ({
  ...{ id, title, value, guarded: false, multiline: false, dontGenerate: false },
  inputTraits: { keyboard: 'default', correction: 'default', capitalization: 'default' },
});

export const SHOP = item(
  'shopshopshop',
  '001',
  'Shop',
  {
    loginFields: [
      { value: 'alex', id: '', name: 'user', fieldType: 'T', designation: 'username' },
      { value: 'correct horse', id: '', name: 'pass', fieldType: 'P', designation: 'password' },
      { value: '4711', id: 'pin', name: '', fieldType: 'P', designation: null },
      { value: '✓', id: '', name: 'stay', fieldType: 'C' },
      { value: '', id: '', name: 'news', fieldType: 'C' },
      { value: 'Log in', id: '', name: 'go', fieldType: 'B' },
      { value: { email_address: 'a@mail.example', provider: 'fastmail' }, id: '', name: 'mail', fieldType: 'E' },
      null,
    ],
    notesPlain: 'Two\nlines',
    sections: [
      section(
        '',
        field('TOTP_1', 'one-time password', { totp: `otpauth://totp/Shop:alex?secret=${SECRET}&issuer=Shop` }),
        field('TOTP_2', 'of the till', { totp: SECRET.toLowerCase() }),
        field('TOTP_3', 'broken', { totp: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP&algorithm=MD5' }),
      ),
      section(
        'Extra',
        field('a', 'question', { string: 'first pet' }),
        field('b', 'answer', { concealed: 'Bello' }),
        field('c', 'since', { date: 449_582_400 }),
        field('d', 'before the epoch', { date: -86_400 }),
        field('e', 'until', { monthYear: 202704 }),
        field('f', 'mail', { email: { email_address: 'b@mail.example', provider: null } }),
        field('g', 'alias', { email: { email_address: 'c@mail.example', provider: 'fastmail' } }),
        field('h', 'signed in with', { ssoLogin: { provider: 'google', item: null } }),
        field('i', 'home', { address: { street: 'Gasse 1', city: 'Ort', country: 'at', zip: '1010', state: '' } }),
        field('j', 'card', { reference: 'cardcardcard' }),
        field('k', 'gone', { reference: 'nobody' }),
        field('l', 'receipt', { file: { fileName: 'receipt.pdf', documentId: 'doc1', decryptedSize: 3 } }),
        field('m', 'newer', { hologram: { angle: 3 } }),
        field('n', 'empty', { string: '' }),
        field('o', 'month that is none', { monthYear: 202713 }),
      ),
    ],
    passwordHistory: [
      { value: 'older', time: 1_600_000_000 },
      { value: 'old', time: 1_650_000_000_000 },
      { value: '', time: 1 },
    ],
  },
  {
    favIndex: 1,
    overview: {
      ...{ title: 'Shop', url: 'https://shop.example/', tags: ['money', 'money', 'family/food'], ps: 71 },
      urls: [
        { label: 'website', url: 'https://shop.example/', mode: 'default' },
        { label: 'till', url: 'https://till.shop.example/', mode: 'host' },
      ],
    },
  },
);

export const CARD = item('cardcardcard', '002', 'Bank card', {
  sections: [
    section(
      '',
      field('cardholder', 'cardholder name', { string: 'Alex Muster' }),
      field('type', 'type', { creditCardType: 'mc' }),
      field('ccnum', 'number', { creditCardNumber: '5500000000000004' }),
      field('cvv', 'verification number', { concealed: '012' }),
      field('expiry', 'expiry date', { monthYear: 202912 }),
      field('validFrom', 'valid from', { monthYear: 202501 }),
    ),
    section('Contact', field('phoneLocal', 'phone', { phone: '+43 1 5' })),
    section('More', field('pin', 'PIN', { concealed: '0007' }), field('cashLimit', 'cash limit', { string: '400' })),
  ],
});

export const PERSON = item('personperson', '004', 'Alex', {
  sections: [
    section(
      'Identification',
      field('firstname', 'first name', { string: 'Alex' }),
      field('initial', 'initial', { string: 'M.' }),
      field('lastname', 'last name', { string: 'Muster' }),
      field('birthdate', 'birth date', { date: 449_582_400 }),
      field('company', 'company', { string: 'Muster & Co' }),
    ),
    section(
      'Address',
      field('address', 'address', {
        address: { street: 'Gasse 1\nStiege 2', city: 'Wien', country: 'at', zip: '1010', state: 'W' },
      }),
      field('defphone', 'default phone', { phone: '+43 1 5' }),
      field('cellphone', 'mobile', { phone: '+43 660 5' }),
    ),
    section('Internet', field('email', 'email', { email: { email_address: 'a@mail.example', provider: null } })),
  ],
});

export const OTHERS = [
  item('n', '003', 'Wi-Fi of the café', { notesPlain: 'ask Blair' }, { state: 'archived' }),
  item('p', '005', 'Generated', { password: 'zebra-tango', passwordHistory: [] }),
  item('d', '006', 'Contract', {
    documentAttributes: { fileName: 'contract.pdf', documentId: 'doc2', decryptedSize: 2 },
  }),
  item('s', '110', 'Server', {
    sections: [
      section(
        '',
        field('url', 'URL', { string: 'https://host.example/' }),
        field('username', 'username', { string: 'root' }),
        field('password', 'password', { concealed: 'tunnel' }),
      ),
    ],
  }),
  item('k', '112', 'Interface', {
    sections: [section('', field('credential', 'credential', { concealed: 'key-1' }))],
  }),
  item('h', '114', 'Laptop', {
    sections: [
      section(
        '',
        field('private_key', 'private key', {
          sshKey: {
            privateKey: 'in another form',
            metadata: {
              privateKey: 'PRIVATE',
              publicKey: 'ssh-ed25519 A',
              fingerprint: 'SHA256:x',
              keyType: { t: 'e' },
            },
          },
        }),
      ),
    ],
  }),
  item('x', '106', 'Passport', { sections: [section('', field('number', 'number', { string: 'P1' }))] }),
  item('w', '999', 'A thing to come', {
    sections: [section('', field('q', 'quality', { string: 'fine' }))],
    wings: { left: 1 },
  }),
  item('t', '001', 'Thrown away', {}, { state: 'trashed' }),
  {
    item: { uuid: 'o', categoryUuid: '006', trashed: true, details: {}, overview: { title: 'Old' } },
    file: { attrs: { uuid: 'doc3', name: 'old.txt', type: 'text' }, path: 'doc3__old.txt' },
  },
];

export const EXPORT = {
  accounts: [
    {
      attrs: { accountName: 'Muster family', name: 'Alex', avatar: '', email: 'a@mail.example', uuid: 'A', domain: '' },
      vaults: [
        { attrs: { uuid: 'v', desc: '', avatar: '', name: 'Private', type: 'P' }, items: [SHOP, CARD, PERSON] },
        { attrs: { uuid: 'u', desc: '', avatar: '', name: 'Shared', type: 'U' }, items: OTHERS },
      ],
    },
  ],
};

export const archiveOf = (data: unknown, files: Readonly<Record<string, string>> = {}): EntrySource => ({
  kind: 'archive',
  files: new Map([
    ['export.attributes', encodeUtf8('{"version":3,"description":"1Password Unencrypted Export"}')],
    ['export.data', encodeUtf8(typeof data === 'string' ? data : JSON.stringify(data))],
    ...Object.entries(files).map(([name, text]) => [name, encodeUtf8(text)] as const),
  ]),
  damaged: new Set(['files/damaged__photo.png']),
});

export const FILES = {
  'files/doc1__receipt.pdf': 'PDF',
  'files/doc2___contract.pdf': 'is',
  'files/doc3__old.txt': 'text',
};
