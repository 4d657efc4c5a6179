// One value written into one field as a person's typing arrives: the focus, keys, `beforeinput`, `input`, `change`, and
// at last the focus gone. Pages wake up at any of these. Must not judge whether the field may be written: filling.ts
// does, just before.

type Realm = Window & typeof globalThis;
const realmOf = (field: Element): Realm | null => field.ownerDocument.defaultView;

/** Sent if the browser sends none: the popup is in front, and the page's window has no focus. */
function say(field: Element, types: readonly string[]): void {
  const realm = realmOf(field);
  if (!realm || field.ownerDocument.hasFocus()) return;
  for (const type of types)
    field.dispatchEvent(new realm.FocusEvent(type, { bubbles: /in|out/.test(type), composed: true }));
}

export function enterField(field: HTMLElement): void {
  field.focus({ preventScroll: true });
  say(field, ['focus', 'focusin']);
}

export function leaveField(field: HTMLElement): void {
  field.blur();
  say(field, ['blur', 'focusout']);
}

/** The events of a press: some fields that are read-only until a person comes wait for them. */
export function pressField(field: HTMLElement): void {
  const realm = realmOf(field);
  if (!realm) return;
  const { left, top, width, height } = field.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, composed: true, cancelable: true };
  for (const type of ['mousedown', 'mouseup', 'click']) field.dispatchEvent(new realm.MouseEvent(type, at));
}

/**
 * The native setter of the element's own realm, since a framework may have shadowed `value` on the instance. Once, with
 * all that goes with it.
 */
export function writeField(field: HTMLInputElement, value: string): void {
  const realm = realmOf(field);
  if (!realm) return;
  // `composed`, because frameworks listen outside the shadow root that holds the field.
  const sent = { bubbles: true, composed: true };
  // The key that keyboards on screens send: one that no page takes for Enter.
  const key = { ...sent, cancelable: true, key: 'Unidentified', keyCode: 229 };
  const input = { ...sent, inputType: 'insertReplacementText', data: value };
  field.dispatchEvent(new realm.KeyboardEvent('keydown', key));
  field.dispatchEvent(new realm.InputEvent('beforeinput', { ...input, cancelable: true }));
  const { HTMLInputElement: Input, HTMLSelectElement: List, HTMLTextAreaElement: Text } = realm;
  const { prototype } = field.localName === 'select' ? List : field.localName === 'textarea' ? Text : Input;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new realm.InputEvent('input', input));
  field.dispatchEvent(new realm.KeyboardEvent('keyup', key));
  field.dispatchEvent(new realm.Event('change', sent));
}
