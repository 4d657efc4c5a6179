// What a part that throws leaves of a page.
import { parseHTML } from 'linkedom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Boundary } from './boundary.tsx';

let root: Element;
beforeEach(() => {
  const { document } = parseHTML('<body><ol></ol></body>');
  vi.stubGlobal('document', document);
  root = document.querySelector('ol') as unknown as Element;
});
afterEach(() => vi.unstubAllGlobals());

function Message({ text }: { text: string }) {
  if (text === 'bad') throw new Error('cannot be drawn: bad');
  return <li>{text}</li>;
}

const list = (texts: readonly string[]) => (
  <>
    {texts.map((text, at) => (
      <Boundary key={`${at}${text}`} instead={<li>Not shown.</li>}>
        <Message text={text} />
      </Boundary>
    ))}
  </>
);

test('what cannot be drawn is replaced, and its neighbours stay', async () => {
  await act(() => render(list(['one', 'bad', 'three']), root));
  expect([...root.children].map(({ textContent }) => textContent)).toEqual(['one', 'Not shown.', 'three']);
});

test('so is what comes later', async () => {
  await act(() => render(list(['one']), root));
  await act(() => render(list(['one', 'bad']), root));
  expect([...root.children].map(({ textContent }) => textContent)).toEqual(['one', 'Not shown.']);
});
