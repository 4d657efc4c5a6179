// The menu's own field: what the person types into it is theirs alone. Every key of the window is taken before the page
// can hear of it (presses.ts), wherever the page has put the focus; the field itself is empty but while a letter is
// composed, since a page can search itself for text (`window.find`), fields in closed roots included. What was typed
// stands beside it, inert.
import type { Presses } from '../page/presses.ts';

const MOST_LETTERS = 200;

// Here and not in style.ts, so that they come with this part alone.
const LOOKS = 'display:flex;align-items:center;gap:12px;padding:4px 10px 8px';
const INPUT_LOOKS = 'flex:1;min-width:2em;padding:4px 0;border:0;outline:0;background:none;color:inherit;font:inherit';
const SHOWN_LOOKS =
  'display:none;max-width:75%;margin-inline-end:-11px;overflow:hidden;white-space:pre;justify-content:flex-end';

export interface FinderSetting {
  readonly document: Document;
  readonly presses: Presses;
  readonly label: string;
  readonly icon: Element;
  /** Its text has changed. */
  readonly typed: (text: string) => void;
  /** A key that is none of its text. */
  readonly key: (event: KeyboardEvent) => void;
  /** The focus has gone elsewhere, by the person's doing or the page's. */
  readonly left: () => void;
  /** Keys and focus are the page's again. */
  readonly released: () => void;
}

export class Finder {
  readonly element: HTMLElement;
  /** The person ended it: what they type next is the page's again. */
  isMeant = false;
  readonly #setting: FinderSetting;
  readonly #input: HTMLInputElement;
  readonly #shown: HTMLElement;
  readonly #listening = new AbortController();
  #isOpen = false;
  #text = '';
  /** The text in the field was announced. */
  #isTyped = false;

  constructor(setting: FinderSetting) {
    const { document, label, icon, left } = setting;
    this.#setting = setting;
    this.element = document.createElement('div');
    this.element.className = 'finder';
    this.element.style.cssText = LOOKS;
    this.#shown = document.createElement('div');
    this.#shown.className = 'typed';
    this.#shown.style.cssText = SHOWN_LOOKS;
    this.#shown.inert = true;
    this.#input = document.createElement('input');
    this.#input.style.cssText = INPUT_LOOKS;
    const attributes = { 'aria-label': label, placeholder: label, autocomplete: 'off', spellcheck: 'false' };
    for (const [name, value] of Object.entries(attributes)) this.#input.setAttribute(name, value);
    this.#input.addEventListener('blur', () => {
      // Else the window has gone to the back, and comes again.
      if (document.hasFocus() && this.#isOpen) left();
    });
    this.element.append(icon, this.#shown, this.#input);
  }

  /** Once it is drawn. */
  begin(window: Window): void {
    const { presses } = this.#setting;
    presses.keys = (event) => this.#heard(event);
    this.#isOpen = true;
    const pressed = (event: Event): void => {
      if (!event.isTrusted || presses.isOurs(event)) return;
      this.isMeant = true;
      if (!this.#isOpen) this.#release();
    };
    window.addEventListener('pointerdown', pressed, { capture: true, signal: this.#listening.signal });
    this.#input.focus({ preventScroll: true });
  }

  /** If the page ended it, the person types on without knowing: no key is the page's until they press or leave it. */
  end(giveBack: () => void): void {
    this.#isOpen = false;
    giveBack();
    if (this.isMeant) this.#release();
    else
      this.#setting.presses.keys = (event) => {
        if ((event as KeyboardEvent).key === 'Escape') this.#release();
      };
  }

  #release(): void {
    const { presses, released } = this.#setting;
    presses.keys = null;
    this.#listening.abort();
    released();
  }

  #heard(event: Event): void {
    const { type } = event;
    if (type === 'keydown') this.#pressed(event as KeyboardEvent);
    else if (type === 'beforeinput') this.#isTyped = true;
    else if (type === 'compositionend' || (type === 'input' && !(event as InputEvent).isComposing)) {
      // A page can insert a text where the focus is (`execCommand`), which no browser announces before.
      const text = this.#isTyped ? this.#input.value : '';
      this.#isTyped = false;
      this.#write(this.#text + text);
    }
  }

  add(text: string): void {
    if (text !== '') this.#write(this.#text + text);
  }

  #pressed(event: KeyboardEvent): void {
    const { key, ctrlKey, altKey, metaKey, isComposing } = event;
    if (isComposing || this.#input.value !== '') return;
    if (key === 'Backspace') this.#write(ctrlKey || altKey || metaKey ? '' : [...this.#text].slice(0, -1).join(''));
    else this.#setting.key(event);
  }

  #write(text: string): void {
    this.#input.value = '';
    this.#text = text.slice(0, MOST_LETTERS);
    this.#shown.textContent = this.#text;
    this.#shown.style.display = this.#text === '' ? 'none' : 'flex';
    this.#input.placeholder = this.#text === '' ? this.#setting.label : '';
    this.#setting.typed(this.#text);
  }
}
