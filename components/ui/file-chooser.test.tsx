// A file that is pasted as soon as a screen is drawn is taken.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usePastedFiles } from './file-chooser.tsx';

let root: Element;
let PageEvent: typeof Event;
beforeEach(() => {
  const { document, Event } = parseHTML('<body><main></main></body>');
  PageEvent = Event;
  vi.stubGlobal('document', document);
  root = document.querySelector('main') as unknown as Element;
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

const taken: string[] = [];
function Screen() {
  usePastedFiles((files) => taken.push(...files.map(({ name }) => name)));
  return <h1>Key or link</h1>;
}

test('a picture that is pasted at once is taken', () => {
  render(<Screen />, root);
  const item = { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['x'], 'code.png') };
  const clipboardData = { items: [item], types: ['Files'] };
  document.dispatchEvent(Object.assign(new PageEvent('paste'), { clipboardData }));
  expect(taken).toEqual(['code.png']);
});
