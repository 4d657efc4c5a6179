// A web page in front of a person, with what Nucleus draws into it. The menu lies in a closed shadow root, which no
// script of a page can enter; a person sees it all the same, and so does the debugging protocol, by which it is read
// here. It is only pressed with real input: mouse and keyboard.

import { type CDPSession, expect, type Frame, type Locator, type Page } from '@playwright/test';
import { STRINGS } from '#autofill/menu/strings.ts';
import { comesAndPresses } from '../harness/browsers.ts';

type Node = {
  nodeName: string;
  nodeValue: string;
  backendNodeId: number;
  attributes?: string[];
  children?: Node[];
  shadowRoots?: (Node & { shadowRootType: string })[];
  contentDocument?: Node;
};
export type Row = { title: string; detail: string; selected: boolean };
type Box = { x: number; y: number; width: number; height: number };

const attribute = ({ attributes = [] }: Node, name: string): string => attributes[attributes.indexOf(name) + 1] ?? '';
const inside = (node: Node): Node[] => [
  node,
  ...[
    ...(node.children ?? []),
    ...(node.shadowRoots ?? []),
    ...(node.contentDocument ? [node.contentDocument] : []),
  ].flatMap(inside),
];
const withClass = (node: Node, name: string): Node[] =>
  inside(node).filter((it) =>
    it.attributes?.includes('class') ? attribute(it, 'class').split(' ').includes(name) : false,
  );
const textOf = (node: Node | undefined): string =>
  node
    ? inside(node)
        .map((it) => it.nodeValue)
        .join('')
    : '';

export class Site {
  readonly page: Page;
  readonly #frame: Frame | null;
  #session: Promise<CDPSession> | null = null;

  /** @param frame of another origin, which is a document of its own */
  constructor(page: Page, frame: Frame | null = null) {
    this.page = page;
    this.#frame = frame;
  }

  field(label: string | RegExp): Locator {
    return (this.#frame ?? this.page).getByLabel(label, { exact: typeof label === 'string' });
  }

  /** What Nucleus has drawn: the inside of each closed root under the document. */
  async #drawn(): Promise<Node[]> {
    this.#session ??= this.page.context().newCDPSession(this.#frame ?? this.page);
    const session = await this.#session;
    const { root } = (await session.send('DOM.getDocument', { depth: -1, pierce: true })) as unknown as { root: Node };
    return inside(root).filter(
      (node) =>
        node.shadowRoots?.some(({ shadowRootType }) => shadowRootType === 'closed') &&
        attribute(node, 'popover') === 'manual',
    );
  }

  async #rows(): Promise<(Row & { node: Node })[]> {
    return (await this.#drawn())
      .flatMap((host) => withClass(host, 'row'))
      .map((node) => ({
        title: textOf(withClass(node, 'title')[0]),
        detail: textOf(withClass(node, 'detail')[0]),
        selected: attribute(node, 'aria-selected') === 'true',
        node,
      }));
  }

  async #box({ backendNodeId }: Node): Promise<Box | null> {
    const session = await this.#session;
    const found = await session?.send('DOM.getBoxModel', { backendNodeId }).catch(() => null);
    if (!found) return null;
    const [x1 = 0, y1 = 0, , , x2 = 0, y2 = 0] = found.model.border;
    return { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
  }

  /** The rows of the open menu, top to bottom; none if it is closed. */
  async menu(): Promise<Row[]> {
    return (await this.#rows()).map(({ title, detail, selected }) => ({ title, detail, selected }));
  }

  async titles(): Promise<string[]> {
    return (await this.#rows()).map(({ title }) => title);
  }

  async offers(...titles: (string | RegExp)[]): Promise<void> {
    const wanted = titles.map((title) => (typeof title === 'string' ? title : expect.stringMatching(title)));
    await expect.poll(() => this.titles(), { message: 'what the menu offers' }).toEqual(wanted);
  }

  async offersNothing(): Promise<void> {
    await expect.poll(() => this.titles(), { message: 'the menu is closed' }).toEqual([]);
  }

  async hasMark(): Promise<boolean> {
    return (await this.#drawn()).some((host) => withClass(host, 'mark').length > 0);
  }

  async seesMark(): Promise<void> {
    await expect.poll(() => this.hasMark(), { message: 'the mark is in the field' }).toBe(true);
  }

  async pressesMark(): Promise<void> {
    const [mark] = (await this.#drawn()).flatMap((host) => withClass(host, 'mark'));
    const box = mark && (await this.#box(mark));
    if (!box) throw new Error('there is no mark to press');
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** What the card on an invitation's page says, and whether a press on it would count; null if there is none. */
  async invitation(): Promise<{ title: string; text: string; ready: boolean } | null> {
    const [card] = (await this.#drawn()).flatMap((host) => withClass(host, 'card'));
    if (card === undefined) return null;
    const [title, text] = ['title', 'text'].map((name) => textOf(withClass(card, name)[0]));
    return { title: title ?? '', text: text ?? '', ready: attribute(card, 'class').split(' ').includes('ready') };
  }

  /** Presses a button of that card at its place on the screen. */
  async answersInvitation(button: 'accept' | 'dismiss'): Promise<void> {
    const [node] = (await this.#drawn()).flatMap((host) => withClass(host, button));
    const box = node && (await this.#box(node));
    if (!box) throw new Error('there is no such button');
    await comesAndPresses(this.page.mouse, box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Reads that card and presses *Accept*; again if the press came before it could be read. */
  async acceptsInvitation(): Promise<void> {
    do {
      await expect.poll(async () => (await this.invitation())?.ready, { message: 'a press counts' }).toBe(true);
      await this.answersInvitation('accept');
    } while ((await this.invitation()) !== null);
  }

  /** The bar that asks about a typed log-in; null: there is none. */
  async bar(): Promise<{ title: string; detail: string; ready: boolean } | null> {
    const [bar] = (await this.#drawn()).flatMap((host) => withClass(host, 'bar'));
    if (bar === undefined) return null;
    const [title = '', detail = ''] = ['title', 'detail'].map((name) => textOf(withClass(bar, name)[0]));
    return { title, detail, ready: attribute(bar, 'class').split(' ').includes('ready') };
  }

  async isAsked(title: RegExp, detail: string): Promise<void> {
    const asks = { title: expect.stringMatching(title), detail };
    await expect.poll(() => this.bar(), { message: 'the bar asks' }).toMatchObject(asks);
  }

  /** Reads the bar and presses a button at its place on the screen; again if it asks to be read anew. */
  async answersBar(button: string): Promise<void> {
    do {
      await expect.poll(async () => (await this.bar())?.ready, { message: 'a press on the bar counts' }).toBe(true);
      const [bar] = (await this.#drawn()).flatMap((host) => withClass(host, 'bar'));
      const node = inside(bar as Node).find((one) => one.nodeName === 'BUTTON' && textOf(one) === button);
      const box = node && (await this.#box(node));
      if (!box) throw new Error(`the bar has no button ${button}`);
      await comesAndPresses(this.page.mouse, box.x + box.width / 2, box.y + box.height / 2);
    } while (await this.#asksAgain('note', STRINGS.keepHasty, STRINGS.keepMoved, STRINGS.beneath));
  }

  /** The middle of a row, once the menu has stood for as long as a person reads, and says so. */
  async reads(title: string | RegExp): Promise<{ x: number; y: number }> {
    let middle = { x: 0, y: 0 };
    await this.#shows(title, async (box) => {
      await this.#scrollsTo(box);
      const before = middle;
      middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      // The wheel turns on for some frames.
      if (before.x !== middle.x || before.y !== middle.y) return false;
      // The bar or a card may be ready beside it.
      const menus = (await this.#drawn()).flatMap((host) => withClass(host, 'menu'));
      return menus.some((menu) => attribute(menu, 'class').split(' ').includes('ready'));
    });
    return middle;
  }

  /** The middle of a row, read or not: for pages that may be in the way of reading. */
  async finds(title: string | RegExp): Promise<{ x: number; y: number }> {
    let middle = { x: 0, y: 0 };
    await this.#shows(title, async (box) => {
      middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      return true;
    });
    return middle;
  }

  async #shows(title: string | RegExp, look: (box: Box) => Promise<boolean>): Promise<void> {
    await expect
      .poll(
        async () => {
          const row = (await this.#rows()).find((it) =>
            typeof title === 'string' ? it.title.startsWith(title) : title.test(it.title),
          );
          const box = row && (await this.#box(row.node));
          return box ? look(box) : false;
        },
        { message: `the menu shows ${title}`, intervals: [50] },
      )
      .toBe(true);
  }

  /** Turns the wheel over a menu that is longer than its place. */
  async #scrollsTo(row: Box): Promise<void> {
    const [node] = (await this.#drawn()).flatMap((host) => withClass(host, 'menu'));
    const menu = node && (await this.#box(node));
    if (!menu) return;
    const beyond = row.y + row.height - (menu.y + menu.height);
    if (beyond <= 0 && row.y >= menu.y) return;
    await this.page.mouse.move(menu.x + menu.width / 2, menu.y + menu.height / 2);
    await this.page.mouse.wheel(0, beyond > 0 ? beyond + 8 : row.y - menu.y - 8);
  }

  /**
   * Reads the menu and presses the row that begins so. If it changed or could not be painted just before the press, the
   * menu asks to be read again, and a person does so.
   */
  async chooses(title: string | RegExp): Promise<void> {
    do {
      const { x, y } = await this.reads(title);
      await comesAndPresses(this.page.mouse, x, y);
    } while (await this.#asksAgain('title', STRINGS.hasty, STRINGS.moved, STRINGS.beneath));
  }

  /**
   * Evaluates in the world of our script in the page.
   * @returns what it came to, or that it threw
   */
  async inScript(expression: string): Promise<unknown> {
    const session = await this.page.context().newCDPSession(this.page);
    const world = new Promise<number>((found) => {
      session.on('Runtime.executionContextCreated', ({ context }) => {
        const { type } = context.auxData ?? {};
        if (type === 'isolated' && context.origin.startsWith('chrome-extension:')) found(context.id);
      });
    });
    await session.send('Runtime.enable');
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression: `(async () => ${expression})().catch((error) => 'threw: ' + error.message)`,
      contextId: await world,
      awaitPromise: true,
      returnByValue: true,
    });
    await session.detach();
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  }

  /**
   * Until typed log-ins are noticed here: the part for that comes with the first focus, in less time than a person
   * takes to type.
   */
  async heedsTyping(): Promise<void> {
    // The worker has answered the question for that part before it answers another.
    const isHeard = `'nucleusSave' in globalThis && (await chrome.runtime.sendMessage(
      { channel: 'content', method: 'standing', request: null })).ok`;
    await expect.poll(() => this.inScript(isHeard), { message: 'typed log-ins are noticed' }).toBe(true);
  }

  /** Whether the press that was just made did not count, as a part of ours says. */
  async #asksAgain(part: string, ...words: readonly string[]): Promise<boolean> {
    // It counted if the page has gone with it.
    const hosts = await this.#drawn().catch(() => []);
    return hosts.flatMap((host) => withClass(host, part)).some((node) => words.includes(textOf(node)));
  }

  /** The values of the fields as the page sees them, by name. */
  values(scope = 'form'): Promise<Record<string, string>> {
    return this.page
      .locator(scope)
      .first()
      .evaluate((form) =>
        Object.fromEntries(
          [...form.querySelectorAll('input')]
            .filter((it) => it.name !== 'csrf' && it.type !== 'submit')
            .map((it) => [it.name, it.value]),
        ),
      );
  }

  /** The page was idle and painted since, twice: what the last step was to bring is there. */
  async settles(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      await this.page.evaluate(
        () =>
          new Promise<void>((done) =>
            requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
          ),
      );
      await this.#drawn();
    }
  }

  async shot(name: string): Promise<void> {
    if (process.env.NUCLEUS_SHOTS) await this.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/${name}.png` });
  }
}
