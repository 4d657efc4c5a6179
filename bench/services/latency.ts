// How long a delivery takes at half of what the service can sustain: until its answer, and until the recipient's push
// socket is told. Each is sent when it is due, whatever the answers do, and counts from when it was due.
import { ENDPOINTS } from '#wire/endpoints.ts';
import { delivery } from '#wire/transport.ts';
import type { Row } from '../row.ts';
import { alone, CONNECTIONS, prepare, runOurs } from './acceptance.ts';
import { createParties, sealDeliveries } from './correspondents.ts';
import { postRequest, quantile, sendAll } from './generator.ts';
import { startService } from './place.ts';
import { openPush } from './push-client.ts';

const MAILBOXES = 100;
const SECONDS = 8;

export async function latency(): Promise<Row[]> {
  const service = await startService();
  try {
    await runOurs([{ service, requests: await prepare(service, 2000) }]);
    const { perSecond } = await runOurs([{ service, requests: await prepare(service, 6000) }]);
    const half = perSecond / 2;
    const parties = await createParties(service.origin, MAILBOXES);
    const count = Math.floor((SECONDS * half) / MAILBOXES) * MAILBOXES;
    const requests = sealDeliveries(parties, count).map((one) =>
      postRequest(service.port, ENDPOINTS.deliver.path, delivery.encode(one)),
    );
    const sentAt = new Float64Array(count);
    const toldMs = new Float64Array(count);
    let told = 0;
    let done = (): void => {};
    const allTold = new Promise<void>((resolve) => {
      done = resolve;
    });
    const sockets = [];
    for (const [index, party] of parties.entries()) {
      // Of the n-th to this mailbox the first push that says n or more has told.
      let known = 0;
      const onWaiting = (waiting: number): void => {
        for (; known < waiting; known++) {
          const which = known * MAILBOXES + index;
          toldMs[which] = performance.now() - (sentAt[which] as number);
          if (++told === count) done();
        }
      };
      sockets.push(await openPush({ port: service.port, session: await party.session(), onWaiting }));
    }
    const onSent = (index: number, at: number): void => {
      sentAt[index] = at;
    };
    const load = await sendAll({ port: service.port, requests, connections: CONNECTIONS, perSecond: half, onSent });
    await allTold;
    for (const socket of sockets) socket.removeAllListeners('close').destroy();
    const at = `at ${Math.round(half)} a second, half load`;
    return [
      alone(`answer, p50, ${at}`, quantile(load.answerMs, 0.5), 'ms'),
      alone(`answer, p99, ${at}`, quantile(load.answerMs, 0.99), 'ms'),
      alone(`told to the recipient, p50, ${at}`, quantile(toldMs, 0.5), 'ms'),
      alone(`told to the recipient, p99, ${at}`, quantile(toldMs, 0.99), 'ms'),
    ];
  } finally {
    await service.stop();
  }
}
