// ML-KEM-768 of Node's own OpenSSL for kem.py: a line `public SEED` or `decapsulate SEED CIPHERTEXT` in, a line of hex
// out.
import { createPrivateKey, createPublicKey, decapsulate } from 'node:crypto';
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const [operation, seed, ciphertext] = line.split(' ');
  const key = createPrivateKey({ key: Buffer.from(seed, 'hex'), format: 'raw-seed', asymmetricKeyType: 'ml-kem-768' });
  const answer =
    operation === 'public'
      ? createPublicKey(key).export({ format: 'raw-public' })
      : decapsulate(key, Buffer.from(ciphertext, 'hex'));
  process.stdout.write(`${answer.toString('hex')}\n`);
}
