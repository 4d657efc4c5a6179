// What Nucleus has drawn into a tab, read in a page of the extension by its own right: its scripts may enter the closed
// roots of web pages, in both browsers. Each function is evaluated in such a page and uses nothing from here.

type Box = { x: number; y: number; width: number; height: number };

/** The parts drawn into a page, boxes by the tab's window, and the values of its fields. */
export interface Drawn {
  /** Whether anything of ours is there: the mark, the menu, or words for a screen reader. */
  marked: boolean;
  /** Whether a choice would count. */
  ready: boolean;
  rows: { title: string; box: Box }[];
  /** Which row the keyboard has come to; -1 for none. */
  selected: number;
  /** The last words told to a screen reader. */
  said: string;
  values: string[];
}

/** The state to wait for: all given fields. */
export interface Wish {
  readonly marked?: boolean;
  readonly ready?: boolean;
  /** A row whose title begins so; with an empty list, no row at all. */
  readonly says?: readonly string[];
  /** Which row the keyboard has come to. */
  readonly selected?: number;
  /** The beginning of the words told to a screen reader. */
  readonly tells?: string;
  /** A place within the first row. */
  readonly rowAt?: readonly [x: number, y: number];
  /** For each field from the first on, how many characters it holds at least, and which one among them. */
  readonly holds?: readonly (readonly [length: number, among: string])[];
}

/** @param came whether one of the wishes did */
export type Seen = { readonly came: boolean; readonly drawn: Drawn };

type Scripting = {
  scripting: {
    executeScript<Given extends readonly unknown[]>(what: {
      target: { tabId: number; allFrames: boolean };
      args?: Given;
      func: (...given: Given) => unknown;
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

/**
 * Looks at a tab at each of its frames until one of the wishes comes true, or for a dozen frames: the page's own pace
 * spares asking again and again from outside. Without wishes, once. Runs in a page of the extension.
 */
export async function readDrawn({ tabId, wishes = [] }: { tabId: number; wishes?: readonly Wish[] }): Promise<Seen> {
  // In one piece: it is handed to a page of the extension as text, and takes nothing along.
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const results = await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: true },
    args: [wishes] as const,
    func: (wanted: readonly Wish[]) => {
      // In one piece: it runs in the page, and takes nothing along either.
      const world = globalThis as unknown as ScriptWorld;
      type Host = HTMLElement & { openOrClosedShadowRoot?: ShadowRoot };
      const rootOf = (host: Host) => host.openOrClosedShadowRoot ?? world.chrome?.dom?.openOrClosedShadowRoot(host);
      const read = (): Drawn => {
        const values = [...document.querySelectorAll('input')].map(({ value }) => value);
        const root = [...document.querySelectorAll<Host>('[popover=manual]')]
          .map(rootOf)
          .find((inner) => inner?.querySelector('.said'));
        if (!root) return { marked: false, ready: false, rows: [], selected: -1, said: '', values };
        let [left, top, scale] = [0, 0, 1];
        for (let view: Window = window; view.frameElement; view = view.parent) {
          const frame = view.frameElement as HTMLElement;
          const { x, y, width } = frame.getBoundingClientRect();
          const drawnAt = width / frame.offsetWidth;
          [left, top] = [x + (frame.clientLeft + left) * drawnAt, y + (frame.clientTop + top) * drawnAt];
          scale *= drawnAt;
        }
        const rows = [...root.querySelectorAll('.row')];
        return {
          marked: true,
          ready: root.querySelector('.menu.ready') !== null,
          rows: rows.map((row) => {
            const { x, y, width, height } = row.getBoundingClientRect();
            const title = row.querySelector('.title')?.textContent ?? '';
            const box = { x: left + x * scale, y: top + y * scale, width: width * scale, height: height * scale };
            return { title, box };
          }),
          selected: rows.findIndex((row) => row.getAttribute('aria-selected') === 'true'),
          said: root.querySelector('.said [aria-label]')?.getAttribute('aria-label') ?? '',
          values,
        };
      };
      const hasCome = ({ marked, ready, rows, selected, said, values }: Drawn, wish: Wish): boolean =>
        (!wish.marked || marked) &&
        ready === (wish.ready ?? ready) &&
        selected === (wish.selected ?? selected) &&
        said.startsWith(wish.tells ?? '') &&
        (!wish.rowAt ||
          rows
            .slice(0, 1)
            .some(
              ({ box: { x, y, width, height } }) =>
                Math.abs(x + width / 2 - (wish.rowAt?.[0] ?? 0)) < width / 2 &&
                Math.abs(y + height / 2 - (wish.rowAt?.[1] ?? 0)) < height / 2,
            )) &&
        (!wish.says ||
          (wish.says.length === 0
            ? rows.length === 0
            : rows.some(({ title }) => wish.says?.some((words) => title.startsWith(words))))) &&
        (wish.holds ?? []).every(([length, among], at) => {
          const value = values[at] ?? '';
          return value.length >= length && value.includes(among);
        });
      return new Promise<Seen>((resolve) => {
        let frames = 0;
        const look = (): void => {
          const drawn = read();
          // A page around the frame with the form has nothing of ours.
          const isAround = window.frames.length > 0;
          const came = !isAround && wanted.some((wish) => hasCome(drawn, wish));
          if (came || isAround || wanted.length === 0 || ++frames > 12) resolve({ came, drawn });
          else requestAnimationFrame(look);
        };
        look();
      });
    },
  });
  const seen = (results ?? []).flatMap(({ result }) => (result ? [result as Seen] : []));
  const best = seen.find(({ came }) => came) ?? seen.find(({ drawn }) => drawn.marked) ?? seen.at(-1);
  return best ?? { came: false, drawn: { marked: false, ready: false, rows: [], selected: -1, said: '', values: [] } };
}

/** A drawn part: its words and its box by the tab's window. */
export interface Part {
  readonly text: string;
  readonly box: Box;
}

/** The parts of ours in a tab's own page that a selector names. Runs in a page of the extension. */
export async function readParts({ tabId, selector }: { tabId: number; selector: string }): Promise<Part[]> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const results = await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: false },
    args: [selector] as const,
    func: (wanted: string) => {
      const world = globalThis as unknown as ScriptWorld;
      type Host = HTMLElement & { openOrClosedShadowRoot?: ShadowRoot };
      const roots = [...document.querySelectorAll<Host>('[popover=manual]')].map(
        (host) => host.openOrClosedShadowRoot ?? world.chrome?.dom?.openOrClosedShadowRoot(host),
      );
      return roots
        .flatMap((root) => [...(root?.querySelectorAll<HTMLElement>(wanted) ?? [])])
        .map((part) => {
          const { x, y, width, height } = part.getBoundingClientRect();
          return { text: part.innerText ?? part.textContent ?? '', box: { x, y, width, height } };
        });
    },
  });
  return (results?.[0]?.result ?? []) as Part[];
}

/** Whether what notices typed log-ins is in a tab's own page. Runs in a page of the extension. */
export async function readHeeded(tabId: number): Promise<boolean> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const results = await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: false },
    func: () => 'nucleusSave' in globalThis,
  });
  return results?.[0]?.result === true;
}

/**
 * Each drawn part's looks as they are computed; the same on every page, whatever its style. Apart from the rest, which
 * is asked for often: this is much work. Runs in a page of the extension.
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
          // Sums of fractions of a pixel differ beyond the first digit.
          const size = [width, height].map((px) => px.toFixed(1));
          return [part.className.replace(' ready', ''), ...size, ...computed].join(' ');
        });
      }
      return null;
    },
  });
  return (results?.find(({ result }) => result)?.result ?? []) as string[];
}
