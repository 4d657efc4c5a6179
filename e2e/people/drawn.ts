// What Nucleus has drawn into a tab, read in a page of the extension by its own right: its scripts may enter the closed roots of web pages,
// in both browsers. Each function is evaluated in such a page and uses nothing from here.

type Box = { x: number; y: number; width: number; height: number };

/** What is drawn into a page, boxes by the tab's window. */
export interface Drawn {
  /** Whether a choice would count. */
  ready: boolean;
  rows: { title: string; box: Box }[];
  /** Which row the keyboard has come to; -1 for none. */
  selected: number;
}

type Scripting = {
  scripting: {
    executeScript(what: {
      target: { tabId: number; allFrames: boolean };
      func: () => unknown;
    }): Promise<{ frameId: number; result?: unknown }[]>;
  };
  tabs: { query(what: object): Promise<{ id: number; url?: string }[]> };
};
export type ScriptWorld = {
  browser?: Scripting;
  chrome?: Scripting & { dom?: { openOrClosedShadowRoot(host: Element): ShadowRoot | null } };
};

/** Runs in a page of the extension. */
export async function findTab(url: string): Promise<number> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const open = (await (browser ?? chrome)?.tabs.query({})) ?? [];
  return open.find((tab) => tab.url === url)?.id ?? -1;
}

/** Runs in a page of the extension. */
export async function readDrawn(tabId: number): Promise<Drawn | null> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const results = await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: true },
    func: () => {
      const world = globalThis as unknown as ScriptWorld;
      type Host = HTMLElement & { openOrClosedShadowRoot?: ShadowRoot };
      for (const host of document.querySelectorAll<Host>('[popover=manual]')) {
        const root = host.openOrClosedShadowRoot ?? world.chrome?.dom?.openOrClosedShadowRoot(host);
        if (!root?.querySelector('.said')) continue;
        let [left, top, scale] = [0, 0, 1];
        for (let view: Window = window; view.frameElement; view = view.parent) {
          const frame = view.frameElement as HTMLElement;
          const { x, y, width } = frame.getBoundingClientRect();
          const drawnAt = width / frame.offsetWidth;
          [left, top] = [x + (frame.clientLeft + left) * drawnAt, y + (frame.clientTop + top) * drawnAt];
          scale *= drawnAt;
        }
        return {
          ready: root.querySelector('.menu.ready') !== null,
          rows: [...root.querySelectorAll('.row')].map((row) => {
            const { x, y, width, height } = row.getBoundingClientRect();
            const title = row.querySelector('.title')?.textContent ?? '';
            const box = { x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale };
            return { title, box };
          }),
          selected: [...root.querySelectorAll('.row')].findIndex((row) => row.getAttribute('aria-selected') === 'true'),
        };
      }
      return null;
    },
  });
  return (results?.find(({ result }) => result)?.result ?? null) as Drawn | null;
}

/**
 * Each drawn part's looks as they are computed; the same on every page, whatever its style. Apart from the rest, which is asked for often:
 * this is much work. Runs in a page of the extension.
 */
export async function readLooks(tabId: number): Promise<string[]> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const results = await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: true },
    func: () => {
      const world = globalThis as unknown as ScriptWorld;
      type Host = HTMLElement & { openOrClosedShadowRoot?: ShadowRoot };
      const names = ['color', 'background-color', 'font', 'letter-spacing', 'word-spacing', 'text-indent', 'direction'];
      names.push('visibility', 'opacity', '-webkit-text-fill-color', 'text-transform', 'padding', 'border-color');
      for (const host of document.querySelectorAll<Host>('[popover=manual]')) {
        const root = host.openOrClosedShadowRoot ?? world.chrome?.dom?.openOrClosedShadowRoot(host);
        if (!root?.querySelector('.said')) continue;
        return [...root.querySelectorAll('.menu,.row,.title,.detail,.icon')].map((part) => {
          const style = getComputedStyle(part);
          const { width, height } = part.getBoundingClientRect();
          const computed = names.map((name) => style.getPropertyValue(name));
          return [part.className.replace(' ready', ''), width, height, ...computed].join(' ');
        });
      }
      return null;
    },
  });
  return (results?.find(({ result }) => result)?.result ?? []) as string[];
}
