// Fills the open vault of this profile with many relationships and messages, as the application keeps them: through the
// store's own adapter and lib/app's transactions. Bundled and run in a page of the extension (bench/browser.ts); no
// part of the extension. Two things are left out because nothing that is measured reads them: ratchet states and the
// sealed mails.
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { openVolatile } from '#adapters/browser/volatile.ts';
import { openIdbStore } from '#adapters/idb/store.ts';
import { append, idBytes, newRelationship } from '#app/conversation/conversation.ts';
import { RECORD_KINDS } from '#app/records/kinds.ts';
import { login, site } from '#app/records/login.ts';
import { mask } from '#app/records/mask.ts';
import { type Message, message, messageNumber } from '#app/records/message.ts';
import { recent, relationship } from '#app/records/relationship.ts';
import { address } from '#app/records/transit.ts';
import { vaultKey } from '#app/store/sealing.ts';
import { STRICT, type StrictTransaction, transact } from '#app/store/transaction.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { nameFor, WORD_LISTS } from '#logins/generate/names.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';

export interface Wanted {
  readonly relationships: number;
  readonly messagesEach: number;
  /** Sites (host and port) that get one identity each, among the others. */
  readonly sites: readonly string[];
}

const PER_TRANSACTION = 40;
const ADDRESSES_EACH = 4;
const YEARS_MS = 3 * 365 * DAY_MS;
const WORDS = WORD_LISTS.flat();

/** Repeatable choices: every vault filled is alike. */
function choices(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export async function fillVault({ relationships, messagesEach, sites }: Wanted): Promise<void> {
  // In one piece: everything drawn comes from one row of choices, in this order, or vaults differ.
  useProvider(await loadSodium());
  const held = await openVolatile().get('vault-key');
  if (held === null) throw new Error('the vault is locked');
  const store = await openIdbStore({
    name: 'nucleus',
    kinds: RECORD_KINDS,
    vaultKey: vaultKey(held),
    entropy: browserEntropy,
  });
  const choose = choices();
  const now = Date.now();
  const sentence = (): string => Array.from({ length: 6 + choose(18) }, () => WORDS[choose(WORDS.length)]).join(' ');

  const write = (transaction: StrictTransaction, index: number): void => {
    // In one piece: one relationship with all that it has, as one step writes it.
    const id = encodeHex(transaction.entropy(16));
    const isSite = index % 2 === 1;
    const host = sites[(index - 1) / 2] ?? `${WORDS[choose(WORDS.length)]}-${index}.example`;
    const name = isSite ? host : `${nameFor(transaction.entropy(2)).text} ${index}`;
    const lastAt = now - choose(YEARS_MS);
    const me = nameFor(transaction.entropy(2));
    const begun = newRelationship(
      {
        kind: isSite ? 'site' : 'person',
        standing: 'active',
        name,
        theirs: { name: isSite ? '' : name, pronouns: '' },
        picture: transaction.entropy(16),
        mine: { name: me.text, pronouns: '' },
        minePicture: transaction.entropy(16),
        addresses: { seed: transaction.entropy(32), next: ADDRESSES_EACH },
      },
      lastAt - messagesEach * 60_000,
    );
    const said = (sequence: number): Message => {
      const at = lastAt - (messagesEach - sequence) * 60_000;
      const mine = !isSite && choose(2) === 0;
      const text = sentence();
      return {
        id: transaction.entropy(16),
        mine,
        clock: sequence,
        sentAt: at,
        receivedAt: at,
        delivery: mine ? 'read' : null,
        content: isSite
          ? {
              kind: 'mail',
              value: {
                subject: text.slice(0, 60),
                fromName: host,
                fromAddress: `news@${host.replace(/:.*/, '')}`,
                preview: sentence(),
                authentic: true,
                leakedFrom: null,
                mailer: null,
                code: null,
                link: null,
                attachments: [],
              },
            }
          : { kind: 'text', value: text },
      };
    };
    for (let sequence = 1; sequence < messagesEach; sequence++) {
      const entry = said(sequence);
      transaction.put(message(id, sequence), entry);
      if (entry.mine) transaction.put(messageNumber(id, encodeHex(entry.id)), { sequence });
    }
    transaction.put(relationship(id), { ...begun, lastSequence: messagesEach - 1, clock: messagesEach - 1 });
    append(transaction, id, said(messagesEach));
    for (let each = 0; each < ADDRESSES_EACH; each++)
      transaction.put(address(encodeHex(transaction.entropy(16))), {
        purpose: isSite ? 'mask' : 'person',
        owner: idBytes(id),
        expiryDay: dayOf(now) + 60,
        made: {
          origin: 'https://receiving.example',
          root: transaction.entropy(16),
          index: each,
          term: 'ephemeral',
          latency: 'now',
        },
      });
    if (!isSite) return;
    const mailAddress = `${me.slug}-${index}@mail.localhost`;
    transaction.put(login(id), {
      site: host,
      username: mailAddress,
      password: encodeHex(transaction.entropy(10)),
      passwordChangedAt: now,
      used: true,
      filledAt: 0,
      proposed: null,
    });
    transaction.put(mask(id), {
      site: host,
      address: mailAddress,
      gateway: { origin: 'http://localhost', key: transaction.entropy(32) },
      managementSeed: transaction.entropy(32),
      mailSecret: transaction.entropy(32),
      madeAt: now,
      state: 'active',
      expiryDay: dayOf(now) + 60,
      mailer: '',
      codesUsedTo: 0,
      leaksFrom: 0,
      second: null,
    });
    transaction.put(site(host), { relationships: [idBytes(id)] });
  };

  for (let from = 0; from < relationships; from += PER_TRANSACTION) {
    await transact(
      store,
      [recent],
      (transaction) => {
        for (let index = from; index < Math.min(relationships, from + PER_TRANSACTION); index++)
          write(transaction, index);
      },
      STRICT,
    );
  }
  store.close();
}
