// On the page behind an invitation's link: who invites, and a way into Nucleus. Any page may call itself one, so the
// card opens our own page, which asks, and does nothing else; and a press that the guard refuses opens nothing, since
// to look at an invitation is to ask its host for it. It has one size whatever is in it, in a closed root in the top
// layer: a page learns that Nucleus is there, as by the mark.

import { Guard } from '../guard/guard.ts';
import { drawPicture, drawShapes, dress, LOGO, type Make, makerIn } from './drawing.ts';
import { HOST_STYLE } from './style.ts';

/** `unseen`: it was not asked for yet, and is once the person goes on. */
export type CardInvitation =
  | { readonly state: 'unseen' }
  | { readonly state: 'seen'; readonly name: string; readonly picture: string };

export interface InvitationWords {
  /** With `{name}`. */
  readonly title: string;
  readonly unseenTitle: string;
  readonly text: string;
  readonly accept: string;
  readonly dismiss: string;
  readonly refused: string;
  readonly beneath: string;
}

const WIDTH = 380;
const HEIGHT = 336;

const coloursOf = (
  ground: string,
  surface: string,
  line: string,
  ink: string,
  quiet: string,
  accent: string,
  onAccent: string,
): string => `
.pane{background:${ground}}
.card{background:${surface};color:${ink};border-color:${line}}
.text,.dismiss{color:${quiet}}
.brand{color:${accent}}
.accept{background:${accent};color:${onAccent}}
button:focus-visible{outline-color:${accent}}
`;

const CSS = `
:host::before,:host::after{display:none!important}
:host::backdrop{display:none!important}
*{box-sizing:border-box;margin:0;-webkit-user-modify:read-only!important}
.pane{position:fixed}
.card{position:absolute;display:flex;flex-direction:column;align-items:center;gap:10px;padding:20px 24px 16px;overflow:hidden;color-scheme:light dark;border:1px solid;border-radius:16px;font:15px/1.45 sans-serif;letter-spacing:normal;text-align:center;user-select:none;box-shadow:0 2px 6px #00000014,0 18px 48px #0000002e}
.brand{display:flex;align-items:center;gap:8px;align-self:flex-start;font-weight:600}
.icon{display:grid;place-items:center;flex:none;width:64px;height:64px}
.av{border-radius:50%}
.title{display:-webkit-box;overflow:hidden;max-width:100%;overflow-wrap:anywhere;-webkit-box-orient:vertical;-webkit-line-clamp:3;font-size:18px;line-height:1.3;font-weight:650;unicode-bidi:plaintext;text-wrap:balance}
.text{font-size:14px}
.acts{display:grid;gap:4px;width:100%;margin-top:auto}
button{padding:11px;border:0;border-radius:10px;background:none;color:inherit;font:inherit;cursor:pointer;outline:2px solid transparent;outline-offset:2px}
.accept{font-weight:600}
.card:not(.ready) .accept{cursor:default}
.dismiss{padding:7px;font-size:14px}
svg{display:block}
${coloursOf('#fbfaf8', '#fff', '#e6e2db', '#1d1b18', '#5d5850', '#4b3fd1', '#fff')}
@media(prefers-color-scheme:dark){${coloursOf('#141317', '#1c1b20', '#34323a', '#f2f0f5', '#b3aebb', '#a49bff', '#16132e')}}
@media(forced-colors:active){button{outline-color:ButtonText}button:focus-visible{outline-color:Highlight}}
`;

export interface InvitationCardSetting {
  readonly window: Window & typeof globalThis;
  readonly words: InvitationWords;
  readonly invitation: CardInvitation;
  /** A press on *Accept* that the guard let through: opens our own page, and accepts nothing. */
  readonly onAccept: () => void;
  readonly signal: AbortSignal;
}

export class InvitationCard {
  readonly #setting: InvitationCardSetting;
  readonly #host: HTMLElement;
  readonly #pane: HTMLElement;
  readonly #card: HTMLElement;
  readonly #text: HTMLElement;
  readonly #guard: Guard;
  readonly #make: Make;
  readonly #life = new AbortController();
  #pressedAt = Number.NEGATIVE_INFINITY;

  constructor(setting: InvitationCardSetting) {
    this.#setting = setting;
    const { window, words, invitation, signal } = setting;
    this.#make = makerIn(window.document);
    this.#host = this.#make('div', '');
    this.#host.style.cssText = HOST_STYLE;
    this.#host.popover = 'manual';
    const shadow = this.#host.attachShadow({ mode: 'closed' });
    const title =
      invitation.state === 'seen' ? words.title.replace('{name}', () => invitation.name) : words.unseenTitle;
    this.#card = this.#make('div', 'card', { role: 'region', 'aria-label': title });
    this.#text = this.#make('div', 'text', { role: 'status' }, words.text);
    this.#card.append(this.#brand(), this.#icon(), this.#make('div', 'title', {}, title), this.#text, this.#acts());
    this.#pane = this.#make('div', 'pane');
    this.#pane.append(this.#card);
    dress(shadow, CSS);
    shadow.append(this.#pane);
    const listening = { capture: true, signal: this.#life.signal };
    signal.addEventListener('abort', () => this.close(), { signal: this.#life.signal });
    // A press that the page keeps from us began before all reading.
    const pressed = (event: Event): void => {
      if (event.isTrusted) this.#pressedAt = event.timeStamp;
    };
    window.addEventListener('pointerdown', pressed, listening);
    window.addEventListener('resize', () => this.#place(), listening);
    window.document.documentElement.append(this.#host);
    this.#host.showPopover();
    const guarded = { host: this.#host, menu: this.#card, pane: this.#pane, field: null };
    const ready = (isReady: boolean): void => void this.#card.classList.toggle('ready', isReady);
    this.#guard = new Guard(guarded, ready, this.#life.signal);
    this.#place();
  }

  close(): void {
    this.#life.abort();
    this.#host.remove();
  }

  #accept(event: Event): void {
    const { onAccept, words } = this.#setting;
    const begunAt = (event as PointerEvent).pointerType ? this.#pressedAt : event.timeStamp;
    const refusal = this.#guard.judge(event, begunAt);
    if (refusal === null) {
      this.close();
      onAccept();
    } else if (refusal !== 'untrusted' && refusal !== 'hasty')
      this.#text.textContent = refusal === 'beneath' ? words.beneath : words.refused;
  }

  /** In the middle; the pane covers the whole window, since what the page says is for those who have no Nucleus. */
  #place(): void {
    const { innerWidth, innerHeight } = this.#setting.window;
    const width = Math.min(WIDTH, innerWidth - 24);
    const left = Math.round((innerWidth - width) / 2);
    const top = Math.max(12, Math.round((innerHeight - HEIGHT) / 3));
    this.#pane.style.cssText = `left:0;top:0;width:${innerWidth}px;height:${innerHeight}px`;
    this.#card.style.cssText = `left:${left}px;top:${top}px;width:${width}px;height:${HEIGHT}px`;
    this.#guard.settle(innerWidth, innerHeight);
  }

  #brand(): HTMLElement {
    const brand = this.#make('div', 'brand');
    brand.append(drawShapes(this.#setting.window.document, 22, LOGO), this.#make('span', '', {}, 'Nucleus'));
    return brand;
  }

  #icon(): HTMLElement {
    const { invitation, window } = this.#setting;
    const icon = this.#make('div', invitation.state === 'seen' ? 'icon' : 'icon brand');
    icon.append(
      invitation.state === 'seen'
        ? drawPicture(window.document, invitation.picture, 64)
        : drawShapes(window.document, 44, [['path', { d: ENVELOPE, 'stroke-width': 1.6 }]]),
    );
    return icon;
  }

  #acts(): HTMLElement {
    const { words } = this.#setting;
    const acts = this.#make('div', 'acts');
    const { signal } = this.#life;
    const accept = this.#make('button', 'accept', { type: 'button' }, words.accept);
    const dismiss = this.#make('button', 'dismiss', { type: 'button' }, words.dismiss);
    accept.addEventListener('click', (event) => this.#accept(event), { signal });
    dismiss.addEventListener('click', (event) => event.isTrusted && this.close(), { signal });
    acts.append(accept, dismiss);
    return acts;
  }
}

/** After Lucide's mail-open (ISC). */
const ENVELOPE =
  'M21.2 8.4c.5.38.8.97.8 1.6v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V10a2 2 0 0 1 .8-1.6l8-6a2 2 0 0 1 2.4 0l8 6M22 10l-8.97 5.7a1.94 1.94 0 0 1-2.06 0L2 10';
