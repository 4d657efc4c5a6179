// A page to draw into, new for each test of a file. Words are their names and numbers: they are the browser's.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, vi } from 'vitest';

const joined = (name: string, of: unknown = []): string => [name, of].flat().join(' ');

/** Once in a file. Parts that say something are imported within a test, so that they find these words. */
export function useDrawnPage(words: (name: string, of?: unknown) => string = joined): { readonly root: Element } {
  const page = { root: null as unknown as Element };
  beforeEach(() => {
    const { document } = parseHTML('<body><main></main></body>');
    vi.stubGlobal('document', document);
    // Another file of this process may have drawn before.
    vi.resetModules();
    vi.doMock('#i18n', () => ({ i18n: { t: words } }));
    page.root = document.querySelector('main') as unknown as Element;
  });
  afterEach(async () => {
    await act(() => render(null, page.root));
    vi.unstubAllGlobals();
    vi.doUnmock('#i18n');
    vi.resetModules();
  });
  return page;
}
