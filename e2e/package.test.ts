// What goes to the stores, built here as `npm run package` builds it: the extension alone, without a trace of the
// machine that built it, so that anybody can build the same bytes from the same source.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runTool } from '#demo/bootstrap.mjs';

const KINDS =
  /\.(?:js|css|html|png)$|^manifest\.json$|^_locales\/[a-z]{2}\/messages\.json$|^(?:NOTICE|licences|common-words)\.txt$/;

describe.each(['chrome', 'firefox'])('the package for %s', (browser) => {
  const folder = join(ROOT, '.output', `${browser}-mv3-store`);
  let files: { path: string; text: string }[];

  beforeAll(async () => {
    const { code, output } = await runTool('wxt/bin/wxt.mjs', ['build', '-b', browser, '--mode', 'store'], {
      quiet: true,
    });
    if (code !== 0) throw new Error(output);
    files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => ({
        path: path.slice(folder.length + 1).replaceAll('\\', '/'),
        text: readFileSync(path, 'latin1'),
      }));
  });

  it('holds scripts, pages, styles, words, icons and the terms of others, and nothing else', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.map(({ path }) => path).filter((path) => !KINDS.test(path))).toEqual([]);
    expect(files.find(({ path }) => path === 'NOTICE.txt')?.text).toBe(readFileSync(join(ROOT, 'NOTICE'), 'latin1'));
  });

  it('tells nothing of the machine that built it', () => {
    const traces = [ROOT, 'node_modules', '.tsx', 'sourceMappingURL'];
    // Names of modules inside kdbxweb's own bundle, as its authors built it.
    const told = (text: string) => text.replaceAll('../node_modules/fflate/', '');
    const found = files.flatMap(({ path, text }) =>
      traces.filter((trace) => told(text).includes(trace)).map((trace) => `${path}: ${trace}`),
    );
    expect(found).toEqual([]);
  });

  it('makes no code out of text', () => {
    const found = files.filter(({ text }) => /\beval\(|new Function\b|\bimportScripts\b/.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  // What every page carries, what a menu and its filling bring, and the words of a language, which come only into pages
  // that need them.
  it('loads little into pages: 10 kB each, 26.8 kB more for a menu in a language but English, 1 kB for a further one', () => {
    const kilobytes = (path: string) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length / 1000;
    const words = files.map(({ path }) => path).filter((path) => path.startsWith('autofill-words-'));
    const largest = Math.max(...words.map(kilobytes));
    expect(words.length).toBe(24);
    // Under 10.0 by GNU gzip at the same level.
    expect(kilobytes('autofill.js')).toBeLessThanOrEqual(10.1);
    expect(kilobytes('autofill-save.js')).toBeLessThanOrEqual(13);
    expect(kilobytes('autofill-menu.js') + largest).toBeLessThanOrEqual(26.8);
    expect(kilobytes('autofill-demands.js')).toBeLessThanOrEqual(2.2);
    expect(kilobytes('autofill-finder.js')).toBeLessThanOrEqual(2);
    expect(largest).toBeLessThanOrEqual(1);
  });

  // What the side panel reads before it shows its first row.
  it('opens the side panel with 54 kB of scripts', () => {
    const html = readFileSync(join(folder, 'sidepanel.html'), 'utf8');
    const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path = '']) => path);
    expect(scripts).toContain('wake.js');
    expect(scripts.length).toBe(3);
    const weigh = (path: string) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length / 1000;
    expect(scripts.map(weigh).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(54);
  });

  it('names the packages inside, and the terms under which they are there', () => {
    const terms = files.find(({ path }) => path === 'licences.txt')?.text ?? '';
    expect(terms).toMatch(/^preact [\d.]+ \(MIT\)$/m);
    expect(terms).toMatch(/^webextension-polyfill [\d.]+ \(MPL-2\.0\)$/m);
  });

  it('leaves the key of its id to the store', () => {
    expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).not.toHaveProperty('key');
  });
});
