// The built extensions ask for no more than they were meant to, reveal nothing to pages, and carry no code from
// elsewhere. A permission added here is a question put to every user: say why in docs/decisions.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extensionFolder } from './harness/browsers.ts';

const PERMISSIONS = [
  'storage',
  'unlimitedStorage',
  'alarms',
  'notifications',
  'scripting',
  'activeTab',
  'contextMenus',
];

describe.each(['chrome', 'firefox'] as const)('the extension for %s', (browser) => {
  const folder = extensionFolder(browser);
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const policy: string = manifest.content_security_policy.extension_pages;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });

  it('asks for exactly these permissions, and for sites only when a person lets it', () => {
    expect(manifest.permissions).toEqual(browser === 'firefox' ? PERMISSIONS : [...PERMISSIONS, 'sidePanel']);
    expect(manifest.optional_host_permissions).toEqual(['*://*/*']);
    expect(manifest.optional_permissions).toEqual(browser === 'firefox' ? ['privacy'] : ['privacy', 'favicon']);
    expect(manifest.host_permissions).toBeUndefined();
  });

  it('puts nothing into pages by itself and lets pages reach nothing', () => {
    for (const key of ['content_scripts', 'web_accessible_resources', 'externally_connectable']) {
      expect(manifest).not.toHaveProperty(key);
    }
  });

  it('runs code from its own package only', () => {
    const directive = (name: string) => policy.split('; ').find((it) => it.startsWith(`${name} `));
    expect(directive('script-src')).toBe("script-src 'self' 'wasm-unsafe-eval'");
    expect(directive('object-src')).toBe("object-src 'self'");
    expect(directive('img-src')).toBe("img-src 'self' data: blob:");
    for (const file of files.filter((it) => it.endsWith('.html'))) {
      const html = readFileSync(join(folder, file), 'utf8');
      expect(html.match(/(?:src|href)="(?:https?:)?\/\/[^"]*"/)).toBeNull();
      expect(html.match(/<script(?![^>]*\bsrc=)[^>]*>/)).toBeNull();
    }
  });

  it.runIf(browser === 'chrome')('has a worker that loads nothing later: a service worker has no import()', () => {
    expect(readFileSync(join(folder, 'background.js'), 'utf8')).not.toMatch(/\bimport\s*\(/);
  });

  it('carries dictionaries in files of their own, which only a page that takes a new passphrase reads', () => {
    // Names that stand beside the words and nowhere in our own code.
    const dictionaries = ['passwords-common', 'commonWords-en', 'wikipedia-en'];
    const scripts = files.filter((it) => it.endsWith('.js'));
    const holders = scripts.filter((it) => {
      const text = readFileSync(join(folder, it), 'utf8');
      return dictionaries.some((name) => text.includes(name));
    });
    // Some files must hold them, so that the absence elsewhere says something.
    expect(holders.length).toBeGreaterThan(0);
    for (const holder of holders) expect(holder).toMatch(/^chunks\//);
    // Nothing names them before it is asked for: no page's own tags, and no script that a page begins with.
    for (const html of files.filter((it) => it.endsWith('.html')))
      for (const holder of holders) expect(readFileSync(join(folder, html), 'utf8')).not.toContain(holder);
  });

  it('has a name, a description within the stores’ limit, icons, and its declarations', () => {
    const { extension_name: name, extension_description: description } = JSON.parse(
      readFileSync(join(folder, '_locales/en/messages.json'), 'utf8'),
    );
    expect(name.message.length).toBeLessThanOrEqual(45);
    expect(description.message.length).toBeLessThanOrEqual(132);
    expect(Object.values(manifest.icons)).toHaveLength(5);
    for (const icon of Object.values(manifest.icons) as string[]) expect(files).toContain(icon);
    if (browser === 'firefox') {
      const { gecko } = manifest.browser_specific_settings;
      expect(gecko.data_collection_permissions).toEqual({ required: ['personalCommunications'] });
      expect(Number.parseInt(gecko.strict_min_version, 10)).toBeGreaterThanOrEqual(140);
    } else {
      expect(Number(manifest.minimum_chrome_version)).toBeGreaterThanOrEqual(120);
    }
  });
});
