// What the floors are measured on, as a process of its own: `http`, a server that reads each body and answers 202;
// `sockets`, a WebSocket server that accepts and does nothing. Says its port in one line of JSON.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const server = createServer((request, response) => {
  request.on('data', () => {}).on('end', () => response.writeHead(202, { 'content-length': 0 }).end());
});
if (process.argv[2] === 'sockets') new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 4096 });
server.listen(0, '127.0.0.1', 4096, () => {
  process.stdout.write(`${JSON.stringify({ event: 'started', port: (server.address() as AddressInfo).port })}\n`);
});
