// A key that is pressed before the help has come is not lost.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { afterEach, beforeEach, test, vi } from 'vitest';
import { eventually } from '#services/testing/eventually.ts';

let root: Element;
const window = new EventTarget();
beforeEach(() => {
  const { document, HTMLElement } = parseHTML('<body><main></main></body>');
  vi.stubGlobal('document', document);
  vi.stubGlobal('HTMLElement', HTMLElement);
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.resetModules();
  root = document.querySelector('main') as unknown as Element;
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
  vi.doUnmock('./keys.tsx');
  vi.doUnmock('../search/search-field.tsx');
  vi.resetModules();
});

test('the help for keys comes to a press that was made before it was there', async () => {
  let comes = (): void => {};
  const coming = new Promise<void>((come) => {
    comes = come;
  });
  vi.doMock('./keys.tsx', async () => {
    await coming;
    return { KeysDialog: () => <dialog>Keyboard</dialog> };
  });
  vi.doMock('../search/search-field.tsx', () => ({ isTyping: () => false }));
  const { KeysHelp } = await import('./help.tsx');
  render(<KeysHelp />, root);
  window.dispatchEvent(Object.assign(new Event('keydown'), { key: '?' }));
  comes();
  await eventually(() => root.textContent === 'Keyboard');
});
