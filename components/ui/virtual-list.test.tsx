// A record that cannot be drawn costs a list its row, and nothing else.
import { parseHTML } from 'linkedom';
import { type ComponentType, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { VirtualListProps } from './virtual-list.tsx';

let VirtualList: ComponentType<VirtualListProps>;
let root: Element;
beforeEach(async () => {
  // Words by their names: they are the browser's. Another file of this process may have drawn before.
  vi.resetModules();
  vi.doMock('#i18n', () => ({ i18n: { t: (name: string) => name } }));
  ({ VirtualList } = await import('./virtual-list.tsx'));
  const { document } = parseHTML('<body><main></main></body>');
  vi.stubGlobal('document', document);
  root = document.querySelector('main') as unknown as Element;
});
afterEach(() => {
  vi.doUnmock('#i18n');
  vi.resetModules();
  vi.unstubAllGlobals();
});

function Name({ text }: { text: string }) {
  if (text === 'bad') throw new Error('cannot be drawn: bad');
  return <b>{text}</b>;
}

const show = (texts: readonly string[]) =>
  act(() =>
    render(
      <VirtualList
        count={texts.length}
        rowHeight={60}
        label="Names"
        offset={{ current: 0 }}
        onRange={() => {}}
        record={(index) => texts[index]}
        row={(index) => {
          if (texts[index] === 'worse') throw new Error('cannot be drawn: worse');
          return <Name text={texts[index] ?? ''} />;
        }}
      />,
      root,
    ),
  );
const shown = () => [...root.querySelectorAll('li')].map(({ textContent }) => textContent);

test('rows beside one that cannot be drawn stay, and it is tried again once it is another', async () => {
  await show(['one', 'bad', 'worse', 'four']);
  expect(shown()).toEqual(['one', 'common.notDrawn', 'common.notDrawn', 'four']);
  expect(root.querySelector('[data-row="1"]')?.textContent).toBe('common.notDrawn');
  await show(['one', 'two', 'worse', 'four']);
  expect(shown()).toEqual(['one', 'two', 'common.notDrawn', 'four']);
});
