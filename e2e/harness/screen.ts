// A screen of its own for a story that a headless browser cannot tell: what the browser itself lays over a page, and
// which window has the focus. Xvfb draws into a file, which is looked at here; xdotool presses keys and buttons in the
// browser's own windows.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Page } from '@playwright/test';

const WIDTH = 1280;
const HEIGHT = 900;
/** Between two points that are looked at, in pixels: less than a line of text. */
const GRID = 12;
/** Of a channel of 256: more than smoothing and rounding make. */
const UNLIKE = 24;

export class Screen {
  /** For the environment of the programs that draw here. */
  readonly display: string;
  readonly #server: ChildProcess;
  readonly #folder: string;

  private constructor(server: ChildProcess, display: string, folder: string) {
    this.#server = server;
    this.display = display;
    this.#folder = folder;
  }

  static async opens(): Promise<Screen> {
    const folder = await mkdtemp(join(tmpdir(), 'nucleus-screen-'));
    const size = `${WIDTH}x${HEIGHT}x24`;
    // It takes the first number that is free, and says which.
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-fbdir', folder], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await new Promise<string>((resolve, reject) => {
      server.once('error', reject).once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
      (server.stdio[3] as Readable).once('data', (data: Buffer) => resolve(data.toString().trim()));
    });
    return new Screen(server, `:${number}`, folder);
  }

  async closes(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.removeAllListeners('exit').once('exit', () => {});
    this.#server.kill();
    await Promise.race([ended, new Promise((resolve) => this.#server.once('exit', resolve))]);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** As a person does, wherever the focus is: `key Return`, `mousemove 10 10 click 1`. */
  async does(...command: string[]): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      spawn('xdotool', command, { env: { ...process.env, DISPLAY: this.display }, stdio: 'ignore' })
        .once('error', reject)
        .once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`xdotool ${command[0]}: ${code}`))));
    });
  }

  /**
   * How much of a page lies under something that is not its own, from 0 to 1: the share of pixels at which the screen
   * differs from the page.
   */
  async coveredShare(page: Page): Promise<number> {
    const place = await page.evaluate(() => ({
      left: screenX,
      top: screenY + outerHeight - innerHeight,
      width: Math.min(innerWidth, screen.width - screenX),
      height: Math.min(innerHeight, screen.height - (screenY + outerHeight - innerHeight)),
    }));
    const own = await pointsOf(page, place, GRID);
    const { at } = screenshot(await readFile(join(this.#folder, 'Xvfb_screen0')));
    let unlike = 0;
    for (const { x, y, colour } of own) {
      const seen = at(place.left + x, place.top + y);
      if (colour.some((channel, index) => Math.abs(channel - (seen[index] ?? 0)) > UNLIKE)) unlike++;
    }
    return unlike / own.length;
  }
}

type Colour = readonly [red: number, green: number, blue: number];
type Point = { x: number; y: number; colour: Colour };

/** What the page itself has at each point of a grid. */
async function pointsOf(
  page: Page,
  { width, height }: { width: number; height: number },
  grid: number,
): Promise<Point[]> {
  const picture = (await page.screenshot({ scale: 'css', caret: 'initial' })).toString('base64');
  return page.evaluate(
    async ([png, right, bottom, step]) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      drawing?.drawImage(bitmap, 0, 0);
      const { data } = drawing?.getImageData(0, 0, bitmap.width, bitmap.height) ?? { data: [] };
      const points: { x: number; y: number; colour: [number, number, number] }[] = [];
      for (let y = step; y < Math.min(bottom, bitmap.height); y += step)
        for (let x = step; x < Math.min(right, bitmap.width); x += step) {
          const from = (y * bitmap.width + x) * 4;
          points.push({ x, y, colour: [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0] });
        }
      return points;
    },
    [picture, width, height, grid] as const,
  );
}

/**
 * The X window dump that Xvfb keeps: a header of big-endian words, a table of colours, then rows of blue, green, red
 * and nothing.
 */
function screenshot(dump: Buffer): { at(x: number, y: number): Colour } {
  const word = (index: number) => dump.readUInt32BE(index * 4);
  const rowBytes = word(12);
  const pixels = word(0) + word(19) * 12;
  return {
    at(x, y) {
      const from = pixels + y * rowBytes + x * 4;
      return [dump[from + 2] ?? 0, dump[from + 1] ?? 0, dump[from] ?? 0];
    },
  };
}
