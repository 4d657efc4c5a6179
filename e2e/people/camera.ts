// A camera that sees a code: what Chromium plays in place of one (`--use-file-for-fake-video-capture`), a film of one
// image, again and again.

import { writeFile } from 'node:fs/promises';
import encodeQR from 'qr';

const WIDTH = 640;
const HEIGHT = 480;
const GREY = 128;

/** The command line of a browser whose camera plays the film at `path`, and whose person lets pages use it. */
export const cameraArguments = (path: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${path}`,
];

/** Holds a code in front of the camera: a film in YUV4MPEG2. */
export async function filmOf(text: string, path: string): Promise<void> {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 2 });
  const modulePx = Math.floor((HEIGHT - 40) / rows.length);
  const left = Math.floor((WIDTH - rows.length * modulePx) / 2);
  const top = Math.floor((HEIGHT - rows.length * modulePx) / 2);
  const light = Buffer.alloc(WIDTH * HEIGHT, GREY);
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      for (let line = 0; line < modulePx; line++) {
        const from = (top + y * modulePx + line) * WIDTH + left + x * modulePx;
        light.fill(dark ? 30 : 220, from, from + modulePx);
      }
    });
  });
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, GREY);
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`;
  const frame = [Buffer.from('FRAME\n'), light, colour];
  await writeFile(path, Buffer.concat([Buffer.from(head), ...frame, ...frame]));
}
