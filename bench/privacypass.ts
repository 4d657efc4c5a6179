// Conformance of our tokens with an independent library, @cloudflare/privacypass-ts: its client gets a token of our
// issuer over HTTP and spends it at our service; our client gets tokens of its issuer, and its verifier takes them.
// Blind RSA, the type that both have. `node bench/privacypass.ts` says what held, and fails if something did not. Not
// measured: one of its tokens takes a third of a second.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeBase64url } from '#bytes/base64url.ts';
import { challengeDigest, inputOf, type Order, requestOf, tokensOf } from '#protocol/service/token.ts';
import { startServices } from '#services/main.ts';
import { SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { ENDPOINTS, ISSUER_DIRECTORY_PATH } from '#wire/endpoints.ts';
import { accountRequest, genericRequest, genericResponse, TOKEN_TYPES } from '#wire/token.ts';
import { submission } from '#wire/transport.ts';
import { loadPeer } from './peers/install.ts';

const peer = await loadPeer('@cloudflare/privacypass-ts');
if (peer === null) throw new Error('the library cannot be installed here');
const { publicVerif, TokenChallenge } = peer;
const random = (byteCount: number) => crypto.getRandomValues(new Uint8Array(byteCount));
const post = (url: string | URL, body: Uint8Array, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> });
const held = (what: string, holds: boolean) => {
  if (!holds) throw new Error(`does not hold: ${what}`);
  process.stdout.write(`holds: ${what}\n`);
};

const folder = mkdtempSync(join(tmpdir(), 'nucleus-privacypass-'));
const config = { port: 0, development: true } as const;
const quiet = { writeLog: () => {} };
const issuer = await startServices(
  { ...config, dataDir: join(folder, 'issuer'), roles: ['issuer'], issuer: { types: ['rsa'] } },
  quiet,
);
const redeemer = await startServices(
  { ...config, dataDir: join(folder, 'redeemer'), roles: ['sending'], tokenIssuers: [issuer.origin] },
  quiet,
);
try {
  // The library's client, our issuer and our service.
  const secret = random(32);
  await post(new URL(ENDPOINTS.openAccount.path, issuer.origin), accountRequest.encode({ secret, invitation: '' }));
  const directory = (await (await fetch(new URL(ISSUER_DIRECTORY_PATH, issuer.origin))).json()) as {
    'issuer-request-uri': string;
    'token-keys': { 'token-key': string; class: string }[];
  };
  const published = directory['token-keys'].find((key) => key.class === 'message')?.['token-key'] ?? '';
  const key = new Uint8Array(Buffer.from(published, 'base64url'));
  const [issuerName, redeemerName] = [new URL(issuer.origin).host, new URL(redeemer.origin).host];
  const challenge = new TokenChallenge(TOKEN_TYPES.rsa, issuerName, new Uint8Array(0), [redeemerName]);
  const client = new publicVerif.Client(publicVerif.BlindRSAMode.PSS);
  const request = await client.createTokenRequest(challenge, key);
  const answer = await post(new URL(directory['issuer-request-uri'], issuer.origin), request.serialize(), {
    'content-type': 'application/private-token-request',
    authorization: `Bearer ${encodeBase64url(secret)}`,
  });
  held('our issuer answers its request', answer.status === 200);
  const response = client.deserializeTokenResponse(new Uint8Array(await answer.arrayBuffer()));
  const token = (await client.finalize(response)).serialize() as Uint8Array;
  const submit = (with_: Uint8Array) =>
    post(
      new URL(ENDPOINTS.submit.path, redeemer.origin),
      submission.encode({
        dedupe: random(16),
        destination: 'http://localhost:9',
        delay: 'none',
        token: with_,
        address: random(SEALED_ADDRESS_BYTES),
        envelope: random(4096),
      }),
    );
  held('our service takes the token that it made', (await submit(token)).status === 202);
  held('and takes it once', (await submit(token)).status === 402);

  // Our client, the library's issuer and its verifier.
  const { privateKey, publicKey } = await publicVerif.Issuer.generateKey(publicVerif.BlindRSAMode.PSS, {
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  });
  const theirs = new publicVerif.Issuer(publicVerif.BlindRSAMode.PSS, issuerName, privateKey, publicKey);
  const theirKey = (await publicVerif.getPublicKeyBytes(publicKey)) as Uint8Array;
  const digest = challengeDigest('rsa', issuer.origin, redeemer.origin);
  held(
    'both digest a challenge alike',
    encodeBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', challenge.serialize()))) ===
      encodeBase64url(digest),
  );
  const order: Order = { type: 'rsa', key: theirKey, digest, count: 2, seed: random(32) };
  const responses: { present: undefined; type: number; signature: Uint8Array }[] = [];
  for (const { truncatedKeyId, blinded } of genericRequest.decode(requestOf(order)).requests) {
    const asked = new publicVerif.TokenRequest(truncatedKeyId, blinded, publicVerif.BLIND_RSA);
    const { blindSig } = await theirs.issue(asked);
    responses.push({ present: undefined, type: TOKEN_TYPES.rsa, signature: blindSig });
  }
  const ours = tokensOf(order, genericResponse.encode({ responses }));
  held('our client takes what its issuer signed', ours?.length === 2);
  for (const one of ours ?? []) {
    const suite = publicVerif.BLIND_RSA.suite[publicVerif.BlindRSAMode.PSS]();
    held('its verifier takes our token', await suite.verify(publicKey, one.slice(98), inputOf(one)));
  }
} finally {
  await redeemer.close();
  await issuer.close();
  rmSync(folder, { recursive: true, force: true });
}
