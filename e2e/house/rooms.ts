// The rooms of each wing, from the top to the ground: what a room holds, which rooms it may import (those below it
// only), and its doors, the files that others may import. Tests may look anywhere; files beside the rooms (a port, a
// composition) may be imported by all.

import { posix } from 'node:path';
import { resolveImport, type SourceFile } from './imports.ts';
import { isTest } from './layers.ts';

export interface Room {
  readonly name: string;
  /** What belongs here, in the words a failure teaches. */
  readonly holds: string;
  readonly mayImport: readonly string[];
  /** Without the ending. */
  readonly doors: readonly string[];
}

export interface Wing {
  readonly folder: string;
  /** From the top to the ground. */
  readonly rooms: readonly Room[];
}

export const WINGS: readonly Wing[] = [
  {
    folder: 'lib/app',
    rooms: [
      {
        name: 'device',
        holds:
          'the device from set-up to erasing: opening and locking its vault, what it does while locked, another vault key, rounds by the clock',
        mayImport: ['work', 'incoming', 'services', 'conversation', 'vault', 'retry', 'records', 'ports', 'store'],
        doors: [
          'auto-lock',
          'backup',
          'device',
          'glimpse',
          'left-alone',
          'open-vault',
          'rekey-contract',
          'restoring',
          'rounds',
        ],
      },
      {
        name: 'work',
        holds: 'the courier: what runs beside the person, when each job is due, service tasks, upkeep',
        mayImport: [
          'incoming',
          'leaving',
          'relationships',
          'sites',
          'logins',
          'attachments',
          'outgoing',
          'masks',
          'addresses',
          'services',
          'tokens',
          'conversation',
          'retry',
          'records',
          'ports',
          'store',
        ],
        doors: ['courier'],
      },
      {
        name: 'notices',
        holds: 'what pops up, and the number on the button',
        mayImport: ['records', 'ports'],
        doors: ['attention'],
      },
      {
        name: 'show',
        holds: 'what pages are shown of the records, and the search',
        mayImport: [
          'leaving',
          'logins',
          'services',
          'mail',
          'tokens',
          'conversation',
          'items',
          'records',
          'ports',
          'views',
          'words',
          'store',
        ],
        doors: [
          'connection',
          'conversations',
          'details',
          'entries',
          'invitations',
          'leaving',
          'mail',
          'relationship',
          'showing',
          'thread',
          'unused',
        ],
      },
      {
        name: 'incoming',
        holds: 'from a mailbox to the records: fetching, opening, applying items, answering what is owed',
        mayImport: [
          'leaving',
          'relationships',
          'logins',
          'attachments',
          'outgoing',
          'addresses',
          'services',
          'mail',
          'conversation',
          'items',
          'reach',
          'records',
          'ports',
          'words',
          'store',
        ],
        doors: ['fetch-mailbox', 'mailbox-pages', 'receive-mail', 'replies-due'],
      },
      {
        name: 'leaving',
        holds: 'leaving a service: who holds addresses there, moving them, closing the mailbox, replacing it',
        mayImport: [
          'relationships',
          'outgoing',
          'masks',
          'services',
          'conversation',
          'retry',
          'records',
          'ports',
          'views',
          'store',
        ],
        doors: ['address-holders', 'leave-service', 'leaving', 'replace-mailboxes'],
      },
      {
        name: 'relationships',
        holds: 'what a person does to a relationship: inviting, accepting, writing, reading, blocking, ending',
        mayImport: [
          'logins',
          'attachments',
          'outgoing',
          'masks',
          'addresses',
          'services',
          'conversation',
          'items',
          'reach',
          'records',
          'ports',
          'views',
          'words',
          'store',
        ],
        doors: [
          'accept',
          'block',
          'end',
          'form-draft',
          'invite',
          'keep-reachable',
          'latency',
          'read',
          'rename',
          'replace',
          'reset',
          'send',
          'share-login',
          'verify-numbers',
        ],
      },
      {
        name: 'sites',
        holds:
          'identities for sites: making one, filling, codes and links of their mails, and log-ins that were typed there',
        mayImport: [
          'logins',
          'attachments',
          'masks',
          'addresses',
          'services',
          'mail',
          'tokens',
          'conversation',
          'records',
          'ports',
          'views',
          'words',
          'store',
        ],
        doors: [
          'belonging',
          'chosen',
          'codes',
          'fill-question',
          'keep-typed',
          'new-mask',
          'one-time',
          'site-choices',
          'site-icon',
          'prepare-identity',
          'proposed-fate',
          'sites',
          'typed-logins',
        ],
      },
      {
        name: 'watch',
        holds: 'what could be safer about log-ins: findings, what is ignored of them, asking about leaks',
        mayImport: ['logins', 'records', 'ports', 'store'],
        doors: ['ignore', 'leak-check', 'use-https', 'watch'],
      },
      {
        name: 'logins',
        holds:
          'entries that a person brought or wrote: importing, adding, changing, new passwords, the bin, handing out',
        mayImport: ['conversation', 'mail', 'records', 'ports', 'views', 'store'],
        doors: [
          'at-sites',
          'bin',
          'change',
          'change-page',
          'entry-records',
          'files',
          'forget-forms',
          'generated',
          'hand-out',
          'import',
          'joined-mail',
          'one-time-codes',
          'proposal',
          'saved-file',
          'secret',
          'staged-import',
          'version-name',
        ],
      },
      {
        name: 'attachments',
        holds: 'files, pictures and long texts, on their way up and down',
        mayImport: ['outgoing', 'services', 'conversation', 'items', 'retry', 'records', 'ports', 'words', 'store'],
        doors: [
          'attach',
          'attachments',
          'forget-blob',
          'long-text',
          'picture',
          'picture-size',
          'transfer-down',
          'transfer-up',
          'transfers',
        ],
      },
      {
        name: 'outgoing',
        holds: 'from a composed message to a service that took it, and what became of it',
        mayImport: [
          'addresses',
          'services',
          'tokens',
          'conversation',
          'items',
          'reach',
          'retry',
          'records',
          'ports',
          'operators',
          'store',
        ],
        doors: ['anew', 'in-flight', 'outbox', 'owing', 'post', 'submit'],
      },
      {
        name: 'masks',
        holds: 'mask addresses: registering, renewing, pausing, retiring',
        mayImport: [
          'addresses',
          'services',
          'tokens',
          'conversation',
          'retry',
          'records',
          'ports',
          'operators',
          'store',
        ],
        doors: ['mask', 'mask-registration'],
      },
      {
        name: 'conversation',
        holds: "the list, the thread's order and clock",
        mayImport: ['items', 'records', 'store'],
        doors: ['conversation'],
      },
      {
        name: 'items',
        holds:
          'kinds of message items and contents, one file each: what each does when it comes, and how it is kept, shown, found and sent',
        mayImport: ['reach', 'records', 'views', 'words', 'store'],
        doors: ['blob', 'item', 'items', 'mail'],
      },
      {
        name: 'addresses',
        holds: 'delivery addresses of mine: granting, revoking',
        mayImport: ['services', 'records', 'ports', 'store'],
        doors: ['addresses', 'revoke', 'seen'],
      },
      {
        name: 'services',
        holds: 'services in use: joining, descriptors, roots, sessions, hosting, settings',
        mayImport: ['tokens', 'retry', 'records', 'ports', 'operators', 'views', 'store'],
        doors: [
          'add-service',
          'clocks',
          'forget-services',
          'hosting',
          'prefer-service',
          'relays',
          'roots',
          'senders',
          'services',
          'sessions',
          'settings',
          'snapshot',
        ],
      },
      {
        name: 'mail',
        holds: 'what a mail says of its author, in short',
        mayImport: ['records', 'ports'],
        doors: ['mail-summary', 'vouching'],
      },
      {
        name: 'tokens',
        holds: 'permission to send: the stock of tokens and its supply',
        mayImport: ['retry', 'records', 'ports', 'operators', 'store'],
        doors: ['token-stock', 'token-supply'],
      },
      {
        name: 'reach',
        holds: 'addresses of theirs: which one the next message goes to, and what becomes of those that come',
        mayImport: ['records'],
        doors: ['their-addresses'],
      },
      {
        name: 'vault',
        holds: 'the vault key, its wraps, and the inbox that fills while it is locked',
        mayImport: ['store'],
        doors: ['locked-inbox', 'locked-inbox-contract', 'pin-wrap', 'vault', 'vault-header', 'vault-waiting'],
      },
      {
        name: 'retry',
        holds: 'running one thing at a time, in order, and again later',
        mayImport: ['store'],
        doors: ['backoff', 'due', 'faults', 'in-order', 'nonce', 'running'],
      },
      {
        name: 'records',
        holds: 'every record at rest, declared once',
        mayImport: ['store'],
        doors: [
          'attachment',
          'entry',
          'finding',
          'form-draft',
          'generator',
          'invitation',
          'kinds',
          'letter',
          'login',
          'mask',
          'message',
          'move',
          'profile',
          'proton',
          'relationship',
          'renewed',
          'root',
          'saved-file',
          'service',
          'site-choices',
          'site-icon',
          'token',
          'transit',
          'watch',
        ],
      },
      {
        name: 'ports',
        holds: 'what the application asks of the world',
        mayImport: ['store'],
        doors: ['pinned', 'ports'],
      },
      {
        name: 'operators',
        holds: 'who runs which service, as far as names and keys tell',
        mayImport: [],
        doors: ['separation', 'service-origin'],
      },
      {
        name: 'words',
        holds: 'words of others, made fit to be kept and shown: names, names of files, texts',
        mayImport: [],
        doors: ['file-name', 'name', 'visible'],
      },
      {
        name: 'views',
        holds: 'the shapes that pages are shown: plain values, without a key, an address or a ciphertext',
        mayImport: [],
        doors: [
          'codes',
          'conversations',
          'entries',
          'generator',
          'ids',
          'invitations',
          'messages',
          'services',
          'sites',
          'vault',
          'watch',
        ],
      },
      {
        name: 'store',
        holds: 'the one write operation, transactions, sealing of rows',
        mayImport: [],
        doors: [
          'announcing',
          'change',
          'sealing',
          'sealing-mark',
          'sealing-step',
          'store',
          'store-contract',
          'stores',
          'transaction',
          'volatile',
        ],
      },
    ],
  },
  {
    folder: 'lib/protocol',
    rooms: [
      {
        name: 'pairwise',
        holds: 'two people: identities, invitations, handshake, ratchet, envelopes',
        mayImport: ['blob', 'base'],
        doors: [
          'dedupe',
          'envelope',
          'handshake',
          'identity',
          'invitation',
          'ratchet',
          'ratchet-secret',
          'ratchet-state',
          'reset',
          'shaking-anew',
        ],
      },
      {
        name: 'mail',
        holds: 'masks: what a gateway is asked, and what it sends',
        mayImport: ['blob', 'base'],
        doors: ['mask'],
      },
      {
        name: 'service',
        holds: 'what a service says of itself, sessions at it, tokens for it',
        mayImport: [],
        doors: ['descriptor', 'session', 'token'],
      },
      {
        name: 'blob',
        holds: 'blobs: parts, digests, keys',
        mayImport: [],
        doors: ['blob'],
      },
      {
        name: 'address',
        holds: 'delivery addresses and the outer seal',
        mayImport: [],
        doors: ['address'],
      },
      {
        name: 'base',
        holds: 'days and padding',
        mayImport: [],
        doors: ['day', 'padding'],
      },
    ],
  },
  {
    folder: 'lib/rpc',
    rooms: [
      {
        name: 'worker',
        holds: 'what the worker does of itself: reactions to changes and arrivals, words to scripts in pages',
        mayImport: ['page', 'content', 'sites', 'codes', 'watch', 'conversations', 'call'],
        doors: ['page-scripts', 'worker'],
      },
      {
        name: 'page',
        holds: 'the page channel whole: all features, and who is let in',
        mayImport: [
          'sites',
          'watch',
          'logins',
          'codes',
          'generator',
          'vault',
          'services',
          'conversations',
          'attachments',
          'invitations',
          'call',
        ],
        doors: ['contract', 'glimpse', 'handlers'],
      },
      {
        name: 'content',
        holds: 'the content channel: what scripts in web pages may ask',
        mayImport: ['sites', 'codes', 'conversations', 'invitations', 'call'],
        doors: ['context-menu', 'contract', 'handlers'],
      },
      {
        name: 'sites',
        holds: 'the site in front of the person',
        mayImport: ['conversations', 'invitations', 'call'],
        doors: [
          'asking',
          'contract',
          'creation',
          'fill-permits',
          'handlers',
          'known-rules',
          'suggestions',
          'typed-questions',
        ],
      },
      {
        name: 'watch',
        holds: 'what could be safer about log-ins',
        mayImport: ['conversations', 'call'],
        doors: ['contract', 'handlers', 'watching'],
      },
      {
        name: 'logins',
        holds: 'log-ins, notes, cards and addresses: listing, changing, moving in and out',
        mayImport: ['conversations', 'call'],
        doors: ['contract', 'handlers'],
      },
      {
        name: 'generator',
        holds: 'what the generator makes for a person, and how they like it',
        mayImport: ['call'],
        doors: ['contract', 'handlers'],
      },
      {
        name: 'codes',
        holds: 'adding one-time codes, and the page that one is read from',
        mayImport: ['conversations', 'call'],
        doors: ['contract', 'handlers', 'held-page'],
      },
      {
        name: 'vault',
        holds: 'set-up, unlocking, locking, keys',
        mayImport: ['call'],
        doors: ['contract', 'handlers'],
      },
      {
        name: 'services',
        holds: 'settings and services in use',
        mayImport: ['call'],
        doors: ['contract', 'handlers'],
      },
      {
        name: 'conversations',
        holds: 'the list, threads, what is done to a relationship',
        mayImport: ['call'],
        doors: ['contract', 'handlers', 'shown'],
      },
      {
        name: 'attachments',
        holds: 'files handed in and read part by part',
        mayImport: ['call'],
        doors: ['contract', 'handlers'],
      },
      {
        name: 'invitations',
        holds: 'making, showing, accepting invitations',
        mayImport: ['call'],
        doors: ['contract', 'handlers', 'invitation-at'],
      },
      {
        name: 'call',
        holds: 'how a call is made: contract, client, server, topics, what the worker gives its handlers',
        mayImport: [],
        doors: ['client', 'contract', 'parts', 'schemas', 'server', 'topics', 'worker-context'],
      },
    ],
  },
  {
    folder: 'components',
    rooms: [
      {
        name: 'panel',
        holds: 'the side panel: routes and keys',
        mayImport: [
          'thread',
          'person',
          'mail',
          'codes',
          'invite',
          'watch',
          'entries',
          'conversations',
          'unlock',
          'search',
          'model',
          'ui',
        ],
        doors: ['panel'],
      },
      {
        name: 'thread',
        holds: 'one conversation: messages, composer, attachments',
        mayImport: ['person', 'mail', 'unlock', 'link', 'model', 'ui'],
        doors: ['thread'],
      },
      {
        name: 'site',
        holds: 'the popup: who I am on this site',
        mayImport: ['generator', 'person', 'unlock', 'search', 'list', 'model', 'ui'],
        doors: ['popup'],
      },
      {
        name: 'options',
        holds: 'the options page',
        mayImport: ['generator', 'setup', 'moving', 'unlock', 'model', 'ui'],
        doors: ['options'],
      },
      {
        name: 'setup',
        holds: 'the welcome page',
        mayImport: ['moving', 'unlock', 'model', 'ui'],
        doors: ['recovery-code', 'welcome'],
      },
      {
        name: 'moving',
        holds: 'moving in and out: importing a file, exporting everything',
        mayImport: ['unlock', 'model', 'ui'],
        doors: ['export', 'import', 'imports', 'model', 'restore'],
      },
      {
        name: 'watch',
        holds: 'what could be safer about log-ins, each with what mends it',
        mayImport: ['entries', 'person', 'unlock', 'model', 'ui'],
        doors: ['watch'],
      },
      {
        name: 'entries',
        holds: 'log-ins, notes, cards and addresses: the list, one of them, its form',
        mayImport: ['generator', 'person', 'unlock', 'search', 'list', 'link', 'model', 'ui'],
        doors: ['change-password', 'edit', 'entries', 'entry', 'model'],
      },
      {
        name: 'generator',
        holds: 'drawing passwords, passphrases and names, and those of late',
        mayImport: ['person', 'unlock', 'model', 'ui'],
        doors: ['generator'],
      },
      {
        name: 'person',
        holds: 'about a relationship',
        mayImport: ['unlock', 'model', 'ui'],
        doors: [
          'about',
          'ask-password',
          'fact',
          'history',
          'new-mask',
          'proposed',
          'one-time-fact',
          'one-time-remove',
          'secret-fact',
          'standing',
        ],
      },
      {
        name: 'mail',
        holds: 'a mail, its text and its HTML',
        mayImport: ['unlock', 'link', 'model', 'ui'],
        doors: ['attachments', 'mail'],
      },
      {
        name: 'codes',
        holds: 'adding one-time codes: from a page, a camera, a picture, a link',
        mayImport: ['invite', 'list', 'model', 'ui'],
        doors: ['add-code'],
      },
      {
        name: 'invite',
        holds: 'inviting, accepting, codes by camera',
        mayImport: ['unlock', 'model', 'ui'],
        doors: ['accept', 'camera-view', 'invitation', 'invite', 'model', 'qr-read', 'scan'],
      },
      {
        name: 'conversations',
        holds: 'the list of conversations and the line of the services',
        mayImport: ['unlock', 'search', 'list', 'model', 'ui'],
        doors: ['conversations', 'model', 'unused-model'],
      },
      {
        name: 'unlock',
        holds: 'the gate before everything, and passphrases',
        mayImport: ['link', 'model', 'ui'],
        doors: ['gate', 'new-passphrase', 'tidying', 'unlock'],
      },
      {
        name: 'search',
        holds: 'the search field and what it finds',
        mayImport: ['list', 'model', 'ui'],
        doors: ['model', 'search-field', 'search-results'],
      },
      {
        name: 'list',
        holds: 'rows of conversations',
        mayImport: ['model', 'ui'],
        doors: ['conversation-row', 'site-avatar'],
      },
      {
        name: 'link',
        holds: 'where a link leads, before it is opened',
        mayImport: ['model', 'ui'],
        doors: ['link', 'linked-text'],
      },
      {
        name: 'model',
        holds: 'what all screens share of the worker: calls, resources, routes, lifetimes',
        mayImport: ['ui'],
        doors: [
          'action',
          'ahead',
          'app',
          'browser-passwords',
          'connection',
          'draft',
          'failure',
          'focus',
          'entry-files',
          'form-draft',
          'insist',
          'last-saved',
          'lazy',
          'lifetime',
          'navigation',
          'paged-rows',
          'resource',
          'route',
          'shortcuts',
          'site-access',
          'vault',
        ],
      },
      {
        name: 'ui',
        holds: 'dumb parts',
        mayImport: [],
        doors: [
          'avatar',
          'boundary',
          'button',
          'clipboard',
          'copy',
          'dialog',
          'emphasis',
          'field',
          'file',
          'file-chooser',
          'host',
          'key',
          'keys',
          'language',
          'logo',
          'menu',
          'picture',
          'progress',
          'row',
          'size',
          'surfaces',
          'switch',
          'time',
          'toast',
          'virtual-list',
        ],
      },
    ],
  },
  {
    folder: 'services/storage',
    rooms: [
      {
        name: 'nats',
        holds: 'the stores of several processes, on NATS JetStream',
        mayImport: [],
        doors: ['nats', 'sealing'],
      },
      {
        name: 'sqlite',
        holds: 'the stores of one process, on SQLite',
        mayImport: [],
        doors: ['sqlite'],
      },
    ],
  },
  {
    folder: 'services',
    rooms: [
      {
        name: 'roles',
        holds: 'what starts a role: its handlers, limits and part of the process',
        mayImport: ['process', 'receiving', 'sending', 'mail', 'blobs', 'issuer', 'http'],
        doors: ['issuer', 'mail', 'receiving', 'sending'],
      },
      {
        name: 'process',
        holds: 'configuration, the parts of a process, its own descriptor',
        mayImport: [
          'receiving',
          'sending',
          'blobs',
          'tokens',
          'issuer',
          'peers',
          'secrets',
          'dispatch',
          'http',
          'storage',
          'runtime',
        ],
        doors: ['config', 'own-descriptor', 'parts', 'store'],
      },
      {
        name: 'receiving',
        holds: 'mailboxes: accepting deliveries, holding, fetching, push',
        mayImport: ['blobs', 'tokens', 'peers', 'secrets', 'http', 'storage', 'crypto', 'runtime'],
        doors: ['fetches', 'generations', 'push', 'receiving', 'signers'],
      },
      {
        name: 'sending',
        holds: 'submissions and their delivery',
        mayImport: ['blobs', 'tokens', 'peers', 'dispatch', 'http', 'storage', 'runtime'],
        doors: ['sending'],
      },
      {
        name: 'mail',
        holds: 'the mail gateway: SMTP, authentication, masks',
        mayImport: ['blobs', 'tokens', 'peers', 'dispatch', 'http', 'storage', 'runtime'],
        doors: ['mail', 'resolver', 'smtp'],
      },
      {
        name: 'blobs',
        holds: 'hosted blobs: bounds, parts, reading',
        mayImport: ['tokens', 'http', 'storage', 'runtime'],
        doors: ['hosted', 'hosting'],
      },
      {
        name: 'tokens',
        holds: 'which tokens are accepted, and spending them',
        mayImport: ['issuer', 'secrets', 'http', 'storage', 'crypto', 'runtime'],
        doors: ['accepted-keys', 'redemption'],
      },
      {
        name: 'issuer',
        holds: 'issuing tokens: accounts, keys, the requests of RFC 9578',
        mayImport: ['secrets', 'http', 'storage', 'crypto', 'runtime'],
        doors: ['accounts', 'issuer', 'issuer-keys', 'rfc'],
      },
      {
        name: 'peers',
        holds: 'other services: their descriptors, signatures on deliveries',
        mayImport: ['http', 'runtime'],
        doors: ['delivery-signature', 'descriptors'],
      },
      {
        name: 'secrets',
        holds: 'secrets of a process, and those that several share',
        mayImport: ['storage'],
        doors: ['secrets', 'shared-secrets'],
      },
      {
        name: 'dispatch',
        holds: 'trying again until somebody answers',
        mayImport: ['http', 'storage', 'runtime'],
        doors: ['backoff', 'dispatcher', 'queue-room'],
      },
      {
        name: 'http',
        holds: 'listening, serving, and asking other services',
        mayImport: ['runtime'],
        doors: [
          'app',
          'body',
          'call',
          'callers',
          'listener',
          'load',
          'message-signature',
          'outgoing',
          'pages',
          'serve',
        ],
      },
      {
        name: 'storage',
        holds: 'the storage port and its adapters',
        mayImport: ['runtime'],
        doors: ['nats/nats', 'nats/sealing', 'sqlite/sqlite', 'storage'],
      },
      {
        name: 'crypto',
        holds: 'native cryptography and blind RSA',
        mayImport: [],
        doors: ['blind-rsa', 'native'],
      },
      {
        name: 'runtime',
        holds: 'work beside requests, log, metrics, rates, room on the disk',
        mayImport: [],
        doors: ['background', 'disk-room', 'log', 'metrics', 'rate'],
      },
    ],
  },
  {
    folder: 'lib/autofill',
    rooms: [
      {
        name: 'start',
        holds: 'what runs in every frame: when to look, when to offer',
        mayImport: ['saving', 'menu', 'worker', 'forms', 'page'],
        doors: ['start'],
      },
      {
        name: 'details',
        holds: 'cards and postal addresses: which fields are for them, and what goes into each',
        mayImport: ['menu', 'filling', 'worker', 'forms', 'guard', 'page'],
        doors: ['details'],
      },
      {
        name: 'saving',
        holds: 'noticing a log-in that is typed and taken, and the bar that asks whether to keep it',
        mayImport: ['menu', 'worker', 'forms', 'guard', 'page'],
        doors: ['saving'],
      },
      {
        name: 'menu',
        holds: 'what is drawn at a field, and what its rows do',
        mayImport: ['filling', 'worker', 'forms', 'guard', 'page'],
        doors: ['choice', 'detail-filling', 'drawing', 'invitation-card', 'menu', 'strings', 'style', 'typed'],
      },
      {
        name: 'filling',
        holds: 'from a choice to filled fields, as a person fills them',
        mayImport: ['worker', 'forms', 'guard', 'page'],
        doors: ['fill', 'filling', 'withheld'],
      },
      {
        name: 'worker',
        holds: 'what the script asks the worker, and the parts that it has loaded',
        mayImport: ['forms'],
        doors: ['client', 'demands', 'loader'],
      },
      {
        name: 'forms',
        holds: 'what a form and its fields are for, by words and other evidence',
        mayImport: ['words', 'page'],
        doors: ['forms', 'guess', 'kinds', 'offered', 'reader', 'vocabulary'],
      },
      {
        name: 'words',
        holds: 'the words of forms, a file each language',
        mayImport: [],
        doors: [
          'ar',
          'cs',
          'da',
          'de',
          'el',
          'en',
          'es',
          'fi',
          'fr',
          'he',
          'hi',
          'hu',
          'it',
          'ja',
          'ko',
          'nb',
          'nl',
          'pl',
          'pt',
          'ro',
          'ru',
          'sv',
          'tr',
          'uk',
          'zh',
        ],
      },
      {
        name: 'guard',
        holds: 'whether a choice counts: what lies over, around and under the menu',
        mayImport: ['page'],
        doors: ['guard', 'seen', 'sight'],
      },
      {
        name: 'page',
        holds: 'what a page holds: fields, frames, presses',
        mayImport: [],
        doors: ['facts', 'frame', 'plain', 'presses', 'shadow', 'watch'],
      },
    ],
  },
];

/** Floors of a wing: the ground is 1, and a room stands one above the highest that it may import. */
export function floorsOf({ rooms }: Wing): number {
  const floors = new Map<string, number>();
  for (const room of rooms.toReversed())
    floors.set(room.name, 1 + Math.max(0, ...room.mayImport.map((name) => floors.get(name) ?? 0)));
  return Math.max(...floors.values());
}

interface Placed {
  readonly wing: Wing;
  readonly name: string;
  /** Within the room, without the ending. */
  readonly file: string;
}

/** The room in which a path lies; null: in no wing, or beside its rooms. */
function placeOf(path: string, wings: readonly Wing[]): Placed | null {
  const wing = wings
    .filter(({ folder }) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  const [name, ...rest] = wing === undefined ? [] : path.slice(wing.folder.length + 1).split('/');
  if (wing === undefined || name === undefined || rest.length === 0) return null;
  return { wing, name, file: rest.join('/').replace(/\.tsx?$/, '') };
}

/** Folders of what only tests read. */
export const ASIDE: readonly string[] = ['vectors', 'fixtures', 'testing'];

/** No code of a room: tests, what they share, and samples. */
const isAside = (path: string): boolean => isTest(path) || path.split('/').some((folder) => ASIDE.includes(folder));

/** Sentences, one for each file without a room and each forbidden import; empty when the table holds. */
export function roomViolations(files: readonly SourceFile[], wings: readonly Wing[] = WINGS): string[] {
  return files.flatMap(({ path, imports }) => {
    if (isAside(path)) return [];
    const from = placeOf(path, wings);
    const room = from?.wing.rooms.find(({ name }) => name === from.name);
    if (from !== null && room === undefined) {
      const known = from.wing.rooms.map(({ name, holds }) => `${name} (${holds})`).join('; ');
      return [
        `${path} lies in no room of ${from.wing.folder}. Its rooms: ${known}. A new room gets a row in e2e/house/rooms.ts.`,
      ];
    }
    return imports.flatMap((specifier) => {
      const target = resolveImport(path, specifier);
      if (target === null || isAside(target)) return [];
      const to = placeOf(target, wings);
      const entered = to?.wing.rooms.find(({ name }) => name === to.name);
      if (to === null || entered === undefined) return [];
      const isNeighbour = from?.wing === to.wing;
      if (isNeighbour && from.name === to.name) return [];
      if (isNeighbour && room !== undefined && !room.mayImport.includes(to.name)) {
        return [
          `${path} imports ${target}: ${room.name} (${room.holds}) may import only ${room.mayImport.join(', ') || 'no other room'}. ` +
            `What both need belongs in a room below both; what uses ${to.name} (${entered.holds}) belongs above it, or gets it as an argument.`,
        ];
      }
      const isTool = /^(e2e|bench|demo)\//.test(path);
      if (isTool || target.endsWith('.css') || entered.doors.includes(to.file)) return [];
      return [
        `${path} imports ${target}, which is no door of ${to.name} (${entered.holds}). Its doors: ${entered.doors.join(', ')}. ` +
          `Go through one of them, or make it a door in e2e/house/rooms.ts if others shall depend on it.`,
      ];
    });
  });
}

/** Rooms, mayImport entries and doors that stand for nothing any more, and rows out of order. */
export function staleRows(files: readonly SourceFile[], wings: readonly Wing[] = WINGS): string[] {
  const paths = new Set(files.map(({ path }) => path.replace(/\.tsx?$/, '')));
  return wings.flatMap(({ folder, rooms }) =>
    rooms.flatMap((room, at) => [
      ...room.mayImport
        .filter((name) => !rooms.slice(at + 1).some((below) => below.name === name))
        .map((name) => `${folder}: ${room.name} may import ${name}, which does not stand below it.`),
      ...room.doors
        .filter((door) => !paths.has(posix.join(folder, room.name, door)))
        .map((door) => `${folder}: ${room.name} has a door ${door}, and there is no such file.`),
    ]),
  );
}
