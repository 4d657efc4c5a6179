// The two lines that are spoken and not asked: frames of the push WebSocket after a good handshake, and SMTP with the
// mail in it.
import { concat } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { MASK_DOMAIN } from '#services/testing/services.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import type { FuzzedService } from './service.ts';
import type { Target } from './target.ts';

const HANDSHAKE = encodeUtf8(
  `GET ${PUSH_PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
);
const FRAMES = [
  '8100',
  '8800',
  '8900',
  '8a00',
  '817e0000',
  '817f0000000000000000',
  '818000000000',
  'c180',
  '0180',
  '888203e8',
].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
const COMMANDS = [
  '\r\n',
  '.\r\n',
  '\r\n.\r\n',
  'DATA\r\n',
  'RSET\r\n',
  'STARTTLS\r\n',
  'AUTH PLAIN AA==\r\n',
  'BDAT 10 LAST\r\n',
  'MAIL FROM:<>\r\n',
  'RCPT TO:<a@b>\r\n',
  'NOOP\r\n',
  'VRFY a\r\n',
  'QUIT\r\n',
  '<',
  '>',
  '@',
  ' SIZE=99999999999',
  '\0',
  'é',
];

export function lineTargets(service: FuzzedService): Target[] {
  return [
    {
      name: 'frames of the push line',
      maxBytes: 8 * 1024,
      share: 0.25,
      remote: true,
      words: FRAMES,
      sample: (draw) =>
        concat(
          frame(1, encodeUtf8(JSON.stringify({ session: service.session }))),
          frame(draw.pick([1, 2, 9, 10]), draw.bytes(draw.below(100))),
          draw.below(8) === 0 ? frame(8, new Uint8Array(0)) : new Uint8Array(0),
        ),
      async run(input) {
        const answer = await service.ask(HANDSHAKE, input);
        return answer.includes('{"waiting":');
      },
    },
    {
      name: 'SMTP',
      maxBytes: 16 * 1024,
      // The server waits a tenth of a second for a client that speaks too soon.
      share: 0.02,
      remote: true,
      words: COMMANDS.map(encodeUtf8),
      sample: (draw) =>
        encodeUtf8(
          `EHLO mx.example\r\nMAIL FROM:<blair@site.example> SIZE=400\r\nRCPT TO:<${service.mask}@${MASK_DOMAIN}>\r\nDATA\r\nFrom: blair@site.example\r\nSubject: hello\r\n\r\n..${draw.text(60)}\r\n.\r\nQUIT\r\n`,
        ),
      async run(input) {
        const answer = await service.mail(input, input.reduce((sum, byte) => sum * 31 + byte, 7) >>> 0);
        return /^250 .*Accepted/m.test(answer.toString('latin1'));
      },
    },
  ];
}

/** Masked by zeros, as a client must mask. */
function frame(code: number, payload: Uint8Array): Uint8Array {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff];
  return concat(Uint8Array.of(0x80 | code, ...length, 0, 0, 0, 0), payload);
}
