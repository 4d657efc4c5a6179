// A submission, paid with a token of another operator's issuer, until it is in its mailbox: one process with both
// roles. Tokens are had before anything is measured, from an issuer that is a process of its own.

import { entropy, type Party } from '#services/testing/party.ts';
import { Wallet } from '#services/testing/wallet.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { TOKEN_BATCH } from '#wire/sizes.ts';
import { submission } from '#wire/transport.ts';
import type { Opened } from '../part.ts';
import { CONNECTIONS, delivered, MAILBOXES, soon } from './acceptance.ts';
import { createParties, sealDeliveries } from './correspondents.ts';
import { postRequest, sendAll } from './generator.ts';
import { type Service, startService } from './place.ts';

const MESSAGES = 1000;

export async function openSubmission(): Promise<Opened> {
  const issuer = await startService({
    roles: ['issuer'],
    config: { issuer: { types: ['rsa'], perDay: { root: MAILBOXES } } },
  });
  const tokenIssuers = [issuer.origin];
  const service = await startService({ roles: ['sending', 'receiving'], config: { tokenIssuers } });
  const ofTheirs = await Wallet.open(issuer.origin);
  const parties = await createParties(service.origin, MAILBOXES, await tokensFor(ofTheirs, service, 'root', MAILBOXES));
  const turn = async () => {
    // An account has tokens for so many a day.
    const wallet = await Wallet.open(issuer.origin);
    const requests = await paidSubmissions(service, parties, wallet, MESSAGES);
    const [before, cpuBefore, startedAt] = [await delivered(service), service.cpuSeconds(), performance.now()];
    await sendAll({ port: service.port, requests, connections: CONNECTIONS });
    while ((await delivered(service)) < before + requests.length) await soon(10);
    const name = 'submitted with tokens, delivered, in the mailbox';
    const seconds = (performance.now() - startedAt) / 1000;
    return [
      { name, unit: 'messages per second', value: MESSAGES / seconds },
      { name, unit: 'messages per CPU second', value: MESSAGES / (service.cpuSeconds() - cpuBefore) },
    ];
  };
  const close = async (): Promise<void> => {
    await service.stop();
    await issuer.stop();
  };
  return { turn, close };
}

async function paidSubmissions(
  service: Service,
  parties: readonly Party[],
  wallet: Wallet,
  count: number,
): Promise<Buffer[]> {
  const tokens = await tokensFor(wallet, service, 'message', count);
  return sealDeliveries(parties, count).map(({ address, envelope }, index) => {
    const token = tokens[index] as Uint8Array;
    const body = { dedupe: entropy(16), destination: service.origin, delay: 'none' as const, token, address, envelope };
    return postRequest(service.port, ENDPOINTS.submit.path, submission.encode(body));
  });
}

async function tokensFor(
  wallet: Wallet,
  { origin }: Service,
  kind: 'root' | 'message',
  count: number,
): Promise<Uint8Array[]> {
  const tokens: Uint8Array[] = [];
  while (tokens.length < count)
    tokens.push(...(await wallet.tokens(origin, kind, Math.min(TOKEN_BATCH, count - tokens.length))));
  return tokens;
}
