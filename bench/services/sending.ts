// The whole way of a message: submitted to a sending service, kept there, delivered by it, opened and in its mailbox.
// Two services on one machine, each a process; and one process with both roles.

import { entropy } from '#services/testing/party.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { submission } from '#wire/transport.ts';
import type { Row } from '../row.ts';
import { alone, CONNECTIONS, delivered, MAILBOXES, soon } from './acceptance.ts';
import { createParties, sealDeliveries } from './correspondents.ts';
import { postRequest, sendAll } from './generator.ts';
import { type Service, startService } from './place.ts';

const MESSAGES = 4000;

export async function sending(): Promise<Row[]> {
  const both = await startService({ roles: ['sending', 'receiving'] });
  const one = await measured(both, both);
  await both.stop();
  const [sender, receiver] = [await startService({ roles: ['sending'] }), await startService()];
  const two = await measured(sender, receiver);
  await sender.stop();
  await receiver.stop();
  return [
    alone('submitted, delivered, in the mailbox: one process', one.perSecond, 'messages per second'),
    alone('submitted, delivered, in the mailbox: one process', one.perCpuSecond, 'messages per CPU second'),
    alone('submitted, delivered, in the mailbox: two services', two.perSecond, 'messages per second'),
    alone('submitted, delivered, in the mailbox: two services', two.perCpuSecond, 'messages per CPU second'),
  ];
}

async function measured(sender: Service, receiver: Service): Promise<{ perSecond: number; perCpuSecond: number }> {
  const parties = await createParties(receiver.origin, MAILBOXES);
  const prepared = sealDeliveries(parties, 500 + MESSAGES).map(({ address, envelope }) => {
    const body = {
      dedupe: entropy(16),
      destination: receiver.origin,
      delay: 'none' as const,
      token: new Uint8Array(0),
      address,
      envelope,
    };
    return postRequest(sender.port, ENDPOINTS.submit.path, submission.encode(body));
  });
  const processes = sender === receiver ? [sender] : [sender, receiver];
  const cpu = (): number => processes.reduce((sum, one) => sum + one.cpuSeconds(), 0);
  const run = async (requests: readonly Buffer[]): Promise<{ seconds: number; cpuSeconds: number }> => {
    const [before, cpuBefore, startedAt] = [await delivered(receiver), cpu(), performance.now()];
    await sendAll({ port: sender.port, requests, connections: CONNECTIONS });
    while ((await delivered(receiver)) < before + requests.length) await soon(10);
    return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: cpu() - cpuBefore };
  };
  await run(prepared.slice(0, 500));
  const { seconds, cpuSeconds } = await run(prepared.slice(500));
  return { perSecond: MESSAGES / seconds, perCpuSecond: MESSAGES / cpuSeconds };
}
