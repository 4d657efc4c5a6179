// Files between people, as a person sends and receives them in the side panel: chosen, dropped or pasted, seen, opened,
// saved, stopped.

import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { type Download, expect, type Locator } from '@playwright/test';
import { progressUntil } from '../harness/progress.ts';
import type { Panel } from './panel.ts';

export interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const fileOf = (name: string, byteCount: number): File => {
  return { name, mimeType: 'application/octet-stream', buffer: randomBytes(byteCount) };
};

/** Attaches by the button's file chooser. */
export async function attaches(panel: Panel, ...files: File[]): Promise<void> {
  await panel.page.locator('form.composer input[type=file]').setInputFiles(files);
}

/** As a drop, or a paste, of a file from elsewhere. */
export async function drops(panel: Panel, file: File, how: 'drop' | 'paste'): Promise<void> {
  const transfer = await panel.page.evaluateHandle(
    ([name, type, base64]) => {
      const made = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      made.items.add(new File([bytes], name, { type }));
      return made;
    },
    [file.name, file.mimeType, file.buffer.toString('base64')] as const,
  );
  if (how === 'drop') {
    await panel.page.dispatchEvent('.drop-zone', 'dragenter', { dataTransfer: transfer });
    await expect(panel.page.locator('.drop-here')).toBeVisible();
    await panel.shot('attachments-drop');
    await panel.page.dispatchEvent('.drop-zone', 'drop', { dataTransfer: transfer });
    await expect(panel.page.locator('.drop-here')).toBeHidden();
  } else
    await panel.composer.evaluate(
      (field, data) =>
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })),
      transfer,
    );
}

export function attachment(panel: Panel, name: string): Locator {
  return panel.page.getByRole('group', { name: new RegExp(`(Picture|File) ${name.replace(/[.]/g, '\\.')}(,|$)`) });
}

/** Waits for a transfer, for as long as the panel of the person who moves it shows progress. */
export async function moves(panel: Panel, name: string, until: Locator): Promise<void> {
  const place = attachment(panel, name);
  const look = async () => ({
    there: await until.isVisible(),
    shown: await place.allInnerTexts(),
    said: await panel.deliveries(),
  });
  await progressUntil(name, look, ({ there }) => there);
}

/**
 * What a press on Save saves. Only for a panel in a tab: what the side panel saves is not announced to a client like
 * this one.
 */
export async function savedFrom(panel: Panel, place: Locator): Promise<{ name: string; content: Buffer }> {
  let come: Download | null = null;
  panel.page.once('download', (download) => {
    come = download;
  });
  await place.getByRole('button', { name: 'Save', exact: true }).click();
  const look = async () => ({ there: come !== null, shown: await place.allInnerTexts() });
  await progressUntil('what is saved', look, ({ there }) => there);
  const download = come as unknown as Download;
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  return { name: download.suggestedFilename(), content: Buffer.concat(pieces) };
}

/** Whether the picture is drawn, and how wide it is in truth. */
export async function seesPicture(place: Locator, width: number): Promise<void> {
  const picture = place.getByRole('img');
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(width);
}

/** A PNG of a soft gradient, with a hidden text in it. */
export function picture(width: number, height: number, hidden: string): Buffer {
  const chunk = (name: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(name), body]);
    const framed = Buffer.alloc(named.length + 8);
    framed.writeUInt32BE(body.length);
    named.copy(framed, 4);
    framed.writeUInt32BE(crc32(named), framed.length - 4);
    return framed;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  // Eight bits a channel, red, green and blue.
  head.set([8, 2], 8);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set(
        [60 + (150 * x) / width, 90 + (90 * y) / height, 170 - (80 * x) / width],
        y * (1 + 3 * width) + 1 + 3 * x,
      );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${hidden}`)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
