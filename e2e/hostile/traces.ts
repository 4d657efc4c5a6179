// What a page can find of Nucleus by its own means, in both browsers. Runs in the page and takes nothing along.

/** Without Nucleus. */
export const NO_TRACES = {
  messages: 0,
  added: [],
  globals: [],
  runtime: 'undefined',
  reached: [false, false, false],
  loaded: [],
  sheets: 0,
  boxes: [],
};

/** Before any other script of the page: notes messages, new parts and changed attributes. */
export function watchTraces(): void {
  const seen = { messages: 0, added: [] as string[] };
  Object.assign(document, { seen });
  addEventListener('message', () => {
    seen.messages++;
  });
  new MutationObserver((records) => {
    for (const { addedNodes, attributeName, target } of records) {
      if (attributeName) seen.added.push(`${(target as Element).localName} ${attributeName}`);
      for (const node of addedNodes) if (node.parentNode === document.documentElement) seen.added.push(node.nodeName);
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
}

/** @param origin the extension's own, which a page that was told of it may ask */
export async function readTraces(origin: string) {
  const { seen } = document as unknown as { seen: { messages: number; added: string[] } };
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
  frame.remove();
  const reach = (path: string) =>
    new Promise<boolean>((answer) => {
      const picture = new Image();
      picture.onload = () => answer(true);
      picture.onerror = () => answer(false);
      picture.src = `${origin}${path}`;
    });
  const fetched = (path: string) =>
    fetch(`${origin}${path}`).then(
      () => true,
      () => false,
    );
  return {
    messages: seen.messages,
    // While the menu is open the browser's own list is kept away from the field; the page sees the menu's box then
    // anyway.
    added: seen.added.filter((it) => !/^(HEAD|BODY|#text|iframe hidden|input autocomplete)$/.test(it)),
    globals: Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$/.test(name)),
    runtime: typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime,
    reached: [await reach('icon/16.png'), await fetched('manifest.json'), await fetched('autofill.js')],
    loaded: performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => !name.startsWith(location.origin) && !name.startsWith(origin)),
    sheets: document.adoptedStyleSheets.length,
    boxes: [...document.documentElement.children]
      .filter(({ localName }) => localName !== 'head' && localName !== 'body')
      .map((box) => ({
        name: box.localName,
        attributes: box.getAttributeNames().sort(),
        root: box.shadowRoot,
        inside: box.childNodes.length,
        text: box.textContent,
      })),
  };
}
