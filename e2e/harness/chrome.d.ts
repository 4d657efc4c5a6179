// `chrome` as seen by the functions that stories hand to pages and workers of the extension.

declare global {
  const chrome: typeof import('wxt/browser').browser;
}

export {};
