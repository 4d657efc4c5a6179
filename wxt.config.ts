// One source, two browsers: the manifests of the Chromium and the Firefox extension (both Manifest V3) and how they are
// bundled. It must never ask for a host permission at install time, allow remote code, or make a resource reachable by
// web pages: a web-accessible resource reveals the per-install id of a Firefox extension to every page that asks for
// it.

import { mergeConfig } from 'vite';
import { defineConfig } from 'wxt';
import { readSources } from './e2e/house/imports.ts';
import { noticesOf, shippedPackages } from './e2e/house/licences.ts';
import { commonWordsText } from './e2e/words/common-words.ts';
import { LANGUAGES, scriptOf } from './lib/autofill/forms/words-script.ts';

// Public half of a throw-away RSA key; it fixes the id of an unpacked Chromium extension
// (dgnpilcaplhionipiegimngacemagjmb), so that origins, profiles and service allow-lists stay the same from build to
// build. The store assigns its own key and refuses one in the zip.
const UNPACKED_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA21q2BekWedGkY/TDlICn1ZTl6IM9h7jvac1txi4zajfl+0vdaMyPG84ZlTMAp0K6wyDH' +
  'AvspKf9GKkQi4xtQiOCrefVVe7BSlfSMZIgLxfWNsAmylMi+nYYcUVmyY/eJJZdlvS6OfkwsTuZc36uohaKBC2VxYBFYWEeHixgG+ITXFMYy+AeD' +
  '1LQXxa2NQt93brtE7V8+kZDKF537UtkXobEJOPGnhWQJdS0Bbmg8WxNzO8ZDnO3DRFan3voljR3N9078OWjZySUvmVJ31SkWg1xrA43rHKMAcgpw' +
  'xum2qeeXGPXKM6sF3EiINmDI2ni0Rv4Vp5XxoDtiSNI+SCF+ewIDAQAB';

// Services may live at any https origin the user chooses, and on loopback while developing. Everything else comes from
// the package: mail is shown in a sandboxed srcdoc frame, which inherits this policy, so that no picture or font of a
// mail is ever fetched.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "object-src 'self'",
  "frame-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* http://*.localhost:* ws://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Shared by the welcome page and Options only. */
const SETTING_UP =
  /\/components\/(setup\/|moving\/|ui\/file-chooser|unlock\/(new-passphrase|strength|suggest))|\/entrypoints\/page\/files\./;

/** WXT wraps a script into words for its own log, of which a build has none; every page would carry them. */
const bareScripts = {
  name: 'nucleus:bare-scripts',
  transform(code: string, id: string): string | null {
    const [, begins] = code.match(/^(import definition from "[^"]+";)/) ?? [];
    if (!id.includes('wxt-unlisted-script-entrypoint') || begins === undefined) return null;
    return `${begins} export default definition.main();`;
  },
};

// A build that is not told to be for development is for production. Left alone, the mode `store` would be neither: JSX
// would carry the path of every file on the machine that built it, and no two machines would make the same package.
if (process.env.NODE_ENV !== 'development') process.env.NODE_ENV = 'production';

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill', '@wxt-dev/i18n/module'],
  // Every import is written out: the layer test reads them.
  imports: false,
  manifestVersion: 3,
  webExt: { disabled: true },
  vite: ({ mode }) => ({
    // `store` differs from `production` in the manifest only.
    ...(mode === 'store'
      ? { define: { 'import.meta.env.MODE': '"production"', 'process.env.NODE_ENV': '"production"' } }
      : {}),
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { sourcemap: false },
    plugins: [bareScripts],
  }),
  hooks: {
    'build:publicAssets': async ({ config: { browser } }, files) => {
      // The words of each language for the script in pages, which asks for those that a page needs
      // (lib/autofill/worker/loader.ts).
      for (const [language, words] of Object.entries(LANGUAGES))
        files.push({ relativeDest: `autofill-words-${language}.js`, contents: scriptOf(words) });
      // What people choose for passwords, read when those are judged (lib/logins/watch/common-words.ts).
      files.push({ relativeDest: 'common-words.txt', contents: await commonWordsText() });
      // Licences that go with every copy.
      files.push({ relativeDest: 'NOTICE.txt', absoluteSrc: `${import.meta.dirname}/NOTICE` });
      // The terms of the packages inside, which most of them want beside every copy.
      const notices = noticesOf(shippedPackages(readSources(['lib', 'components', 'entrypoints'])));
      files.push({ relativeDest: 'licences.txt', contents: notices });
      // Written and not built, since a page that is built gets module scripts (see entrypoints/line.ts).
      if (browser !== 'firefox') return;
      const contents = '<!doctype html><meta charset="utf-8"><title>Nucleus</title><script src="/line.js"></script>\n';
      files.push({ relativeDest: 'line.html', contents });
    },
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.every(({ inputPath }) => inputPath.endsWith('.html'))) return;
      // The code that all pages share at their start is one file: each file costs a page some 10 ms before its first
      // paint. The side panel and the popup read it too, so it holds nothing of setting up.
      const test = (id: string): boolean => !SETTING_UP.test(id);
      const groups = [{ name: 'shared', tags: ['$initial' as const], minShareCount: 2, test }];
      config.build = mergeConfig(config.build ?? {}, { rolldownOptions: { output: { codeSplitting: { groups } } } });
    },
    'build:manifestGenerated': (_wxt, manifest) => {
      // Firefox would open the sidebar beside the welcome page, unasked.
      if (manifest.sidebar_action) manifest.sidebar_action.open_at_install = false;
    },
  },
  manifest: ({ browser, mode }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'notifications',
      'scripting',
      'activeTab',
      'contextMenus',
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    optional_host_permissions: ['*://*/*'],
    // To be the password manager of this browser in place of its own (lib/adapters/browser/browser-passwords.ts), and
    // to see the icons that Chromium keeps of pages (site-icons.ts).
    optional_permissions: ['privacy', ...(browser === 'firefox' ? [] : ['favicon'])],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    action: { default_title: '__MSG_extension_name__' },
    // Keys that neither browser uses itself: of the ones it uses, Chromium binds none (e2e/smoke.spec.ts asks it).
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+K' } },
      [browser === 'firefox' ? '_execute_sidebar_action' : 'open-panel']: {
        suggested_key: { default: 'Alt+Shift+M' },
        description: '__MSG_command_openPanel__',
      },
      'fill-next': { suggested_key: { default: 'Alt+Shift+L' }, description: '__MSG_command_fillNext__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'nucleus@nucleus.example',
              // The first release that shows the data-collection declaration below at install time.
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['personalCommunications'] },
            },
          },
        }
      : {
          // Alarms of 30 s, sidePanel.open and sockets that keep the worker alive: all present from 120 on.
          minimum_chrome_version: '120',
          ...(mode === 'store' ? {} : { key: UNPACKED_KEY }),
        }),
  }),
  zip: {
    artifactTemplate: 'nucleus-{{version}}-{{browser}}.zip',
    sourcesTemplate: 'nucleus-{{version}}-sources.zip',
    // Files that .gitignore names and WXT does not leave out by itself.
    excludeSources: ['test-results/**', 'playwright-report/**', '**/*.log'],
  },
});
