// Callers as Chromium and Firefox describe them: who may call, and who is a page of the web.
import { describe, expect, test } from 'vitest';
import { type CallerHeaders, mayCall } from './callers.ts';

const OWN = 'https://service.example';
const headers = (origin?: string, site?: string, mode?: string, browser?: string): CallerHeaders => ({
  ...(browser === undefined ? {} : { 'user-agent': browser }),
  ...(origin === undefined ? {} : { origin }),
  ...(site === undefined ? {} : { 'sec-fetch-site': site }),
  ...(mode === undefined ? {} : { 'sec-fetch-mode': mode }),
});
const CHROME = 'chrome-extension://dgnpilcaplhionipiegimngacemagjmb';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
const CHROMIUM =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const MOZ = 'moz-extension://0962db40-a5c1-41bb-b892-259734bd8889';

describe('may call', () => {
  test.each<[string, CallerHeaders]>([
    ['another service, or a command line', headers()],
    ['Chromium’s extension, whether it has rights over the host or not', headers(CHROME, 'cross-site', 'cors')],
    ['Chromium’s extension, by a socket', headers(CHROME)],
    ['Firefox’s extension without rights over the host', headers(MOZ, 'cross-site', 'cors')],
    ['Firefox’s extension with rights over the host', headers(MOZ, 'same-origin', 'cors')],
    ['Firefox’s extension, a GET', headers(undefined, 'same-origin', 'cors')],
    ['Firefox’s extension, by a socket', headers(MOZ, 'same-origin', 'websocket')],
    ['an extension whose browser hides its origin', headers('null', 'same-origin', 'cors')],
    [
      'Firefox’s extension in its frame, and so any sandboxed frame there',
      headers('null', 'cross-site', 'cors', FIREFOX),
    ],
    ['the same by a socket', headers('null', 'cross-site', 'websocket', FIREFOX)],
    ['a page of the service', headers(OWN, 'same-origin', 'cors')],
    ['a page of the service, a GET', headers(undefined, 'same-origin', 'cors')],
  ])('%s', (_, caller) => expect(mayCall(caller, OWN)).toBe(true));
});

describe('may not call', () => {
  test.each<[string, CallerHeaders]>([
    ['a page', headers('https://evil.example', 'cross-site', 'cors')],
    ['a page, by a socket of Chromium', headers('https://evil.example')],
    ['a page, by a socket of Firefox', headers('https://evil.example', 'cross-site', 'websocket')],
    ['a page that hides what it sends', headers('https://evil.example', 'cross-site', 'no-cors')],
    ['a page of a host beside the service', headers('https://other.service.example', 'same-site', 'cors')],
    ['a page on another port', headers('https://service.example:8443', 'same-site', 'cors')],
    ['a page in plain text', headers('http://service.example', 'cross-site', 'cors')],
    ['a sandboxed frame', headers('null', 'cross-site', 'cors')],
    ['a sandboxed frame in Chromium', headers('null', 'cross-site', 'cors', CHROMIUM)],
    ['a page’s form in a sandboxed frame of Firefox', headers('null', 'cross-site', 'navigate', FIREFOX)],
    ['a page in Firefox', headers('https://evil.example', 'cross-site', 'cors', FIREFOX)],
    ['a sandboxed frame, by a socket of Chromium', headers('null')],
    ['a picture', headers(undefined, 'cross-site', 'no-cors')],
    ['a form', headers('https://evil.example', 'cross-site', 'navigate')],
    ['a form of the service’s own, which has none', headers(OWN, 'same-origin', 'navigate')],
    ['a link', headers(undefined, 'none', 'navigate')],
    ['a GET that a browser would send for another site', headers(undefined, 'cross-site', 'cors')],
    ['a page in capital letters', headers('HTTPS://evil.example', undefined, 'cors')],
  ])('%s', (_, caller) => expect(mayCall(caller, OWN)).toBe(false));
});
