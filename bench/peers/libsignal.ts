// Signal's own library, native code with a Node binding: PQXDH, Double Ratchet, sparse post-quantum ratchet. Two ends,
// each with stores in memory that keep serialised records, as an application's database would.
import { loadPeer } from './install.ts';

export interface Conversation {
  /** Message of one end, read at the other. */
  say(from: 0 | 1): Promise<void>;
}

interface Stores {
  session: any;
  identity: any;
  preKey: any;
  signedPreKey: any;
  kyberPreKey: any;
}

export async function loadLibsignal(): Promise<{
  name: string;
  begin(plaintext: Uint8Array): Promise<Conversation>;
} | null> {
  // In one piece: the classes are loaded at run time, and nothing outside can name their types.
  const signal = await loadPeer('@signalapp/libsignal-client');
  if (signal === null) return null;

  function storesOf(identityKeys: any): Stores {
    const records = new Map<string, any>();
    const keep = (kind: string) => async (id: any, record: any) => void records.set(`${kind}${id}`, record.serialize());
    const find = (kind: string, type: any) => async (id: any) => {
      const record = records.get(`${kind}${id}`);
      return record === undefined ? null : type.deserialize(record);
    };
    const nameOf = (address: any): string => `${address.name()}.${address.deviceId()}`;
    const sessions = { save: keep('session'), get: find('session', signal.SessionRecord) };
    const of = (base: any, methods: object) => Object.assign(Object.create(base.prototype), methods);
    return {
      session: of(signal.SessionStore, {
        saveSession: (address: any, record: any) => sessions.save(nameOf(address), record),
        getSession: (address: any) => sessions.get(nameOf(address)),
        getExistingSessions: async () => [],
      }),
      identity: of(signal.IdentityKeyStore, {
        getIdentityKey: async () => identityKeys.privateKey,
        getIdentityKeyPair: async () => identityKeys,
        getLocalRegistrationId: async () => 1,
        saveIdentity: async () => 0,
        isTrustedIdentity: async () => true,
        getIdentity: async () => null,
      }),
      preKey: of(signal.PreKeyStore, {
        savePreKey: keep('pre'),
        getPreKey: find('pre', signal.PreKeyRecord),
        removePreKey: async (id: number) => void records.delete(`pre${id}`),
      }),
      signedPreKey: of(signal.SignedPreKeyStore, {
        saveSignedPreKey: keep('signed'),
        getSignedPreKey: find('signed', signal.SignedPreKeyRecord),
      }),
      kyberPreKey: of(signal.KyberPreKeyStore, {
        saveKyberPreKey: keep('kyber'),
        getKyberPreKey: find('kyber', signal.KyberPreKeyRecord),
        markKyberPreKeyUsed: async () => {},
      }),
    };
  }

  /** Identities, prekeys and their signatures, the bundle, and the first message sent and read. */
  async function begin(plaintext: Uint8Array): Promise<Conversation> {
    // In one piece: the other library's handshake, in the order of its own documentation.
    const identities = [signal.IdentityKeyPair.generate(), signal.IdentityKeyPair.generate()];
    const addresses = ['a', 'b'].map((name) => signal.ProtocolAddress.new(name, 1));
    const stores = identities.map(storesOf);
    const host = stores[1] as Stores;
    const [preKey, signedPreKey, kyberPreKey] = [
      signal.PrivateKey.generate(),
      signal.PrivateKey.generate(),
      signal.KEMKeyPair.generate(),
    ];
    const signature = identities[1].privateKey.sign(signedPreKey.getPublicKey().serialize());
    const kyberSignature = identities[1].privateKey.sign(kyberPreKey.getPublicKey().serialize());
    await host.preKey.savePreKey(1, signal.PreKeyRecord.new(1, preKey.getPublicKey(), preKey));
    await host.signedPreKey.saveSignedPreKey(
      1,
      signal.SignedPreKeyRecord.new(1, 0, signedPreKey.getPublicKey(), signedPreKey, signature),
    );
    await host.kyberPreKey.saveKyberPreKey(1, signal.KyberPreKeyRecord.new(1, 0, kyberPreKey, kyberSignature));
    const bundle = signal.PreKeyBundle.new(
      1,
      1,
      1,
      preKey.getPublicKey(),
      1,
      signedPreKey.getPublicKey(),
      signature,
      identities[1].publicKey,
      1,
      kyberPreKey.getPublicKey(),
      kyberSignature,
    );
    const [a] = stores as [Stores, Stores];
    await signal.processPreKeyBundle(bundle, addresses[1], addresses[0], a.session, a.identity);

    async function say(from: 0 | 1): Promise<void> {
      const to = from === 0 ? 1 : 0;
      const [mine, theirs] = [stores[from] as Stores, stores[to] as Stores];
      const sent = await signal.signalEncrypt(plaintext, addresses[to], addresses[from], mine.session, mine.identity);
      const bytes = sent.serialize();
      const read =
        sent.type() === signal.CiphertextMessageType.PreKey
          ? await signal.signalDecryptPreKey(
              signal.PreKeySignalMessage.deserialize(bytes),
              addresses[from],
              addresses[to],
              theirs.session,
              theirs.identity,
              theirs.preKey,
              theirs.signedPreKey,
              theirs.kyberPreKey,
            )
          : await signal.signalDecrypt(
              signal.SignalMessage.deserialize(bytes),
              addresses[from],
              addresses[to],
              theirs.session,
              theirs.identity,
            );
      if (read.length !== plaintext.length) throw new Error('libsignal read something else');
    }
    await say(0);
    return { say };
  }
  return { name: 'libsignal (native)', begin };
}
