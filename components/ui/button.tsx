// Buttons. A busy button keeps its place, its size and the focus; it only stops listening, so that an impatient second
// press does nothing.

import type { ComponentChildren, ComponentType, Ref } from 'preact';
import './button.css';

export type Icon = ComponentType<{ size?: number; 'aria-hidden'?: boolean | 'true' | 'false' }>;

interface Common {
  kind?: 'plain' | 'primary' | 'quiet' | 'danger' | undefined;
  small?: boolean | undefined;
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Without one the button submits its form. */
  onPress?: (() => void) | undefined;
  /** For the tests and for the wiring of other elements; not shown. */
  id?: string | undefined;
  anchor?: Ref<HTMLButtonElement> | undefined;
  expanded?: boolean | undefined;
  describedBy?: string | undefined;
}

export interface ButtonProps extends Common {
  wide?: boolean | undefined;
  grow?: boolean | undefined;
  icon?: Icon | undefined;
  /** In place of its words, for those who hear the page: if several buttons have the same. */
  label?: string | undefined;
  /** A destructive act that is also the main act of its dialog. */
  strong?: boolean | undefined;
  children: ComponentChildren;
}

function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

export function Button({ kind = 'plain', icon: Mark, children, ...rest }: ButtonProps) {
  const { small, wide, grow, strong, label, busy, disabled, onPress, id, anchor, expanded, describedBy } = rest;
  return (
    <button
      type={onPress ? 'button' : 'submit'}
      id={id}
      {...(anchor && { ref: anchor })}
      class={classes('button', kind, strong && 'primary', small && 'small', wide && 'wide', grow && 'grow')}
      disabled={disabled}
      aria-label={label}
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-expanded={expanded}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {Mark && <Mark size={small ? 14 : 16} aria-hidden="true" />}
      <span>{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Common {
  icon: Icon;
  label: string;
  hasMenu?: boolean | undefined;
  pressed?: boolean | undefined;
  /** Stands beside the icon for a while, in place of the label. */
  word?: string | undefined;
}

export function IconButton({ kind = 'quiet', icon: Mark, label, hasMenu, pressed, word, ...rest }: IconButtonProps) {
  const { small, busy, disabled, onPress, id, anchor, expanded, describedBy } = rest;
  return (
    <button
      type={onPress ? 'button' : 'submit'}
      id={id}
      {...(anchor && { ref: anchor })}
      class={classes('button', !word && 'icon', kind, small && 'small')}
      disabled={disabled}
      aria-label={word ? undefined : label}
      title={label}
      aria-disabled={busy ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      aria-haspopup={hasMenu ? 'menu' : undefined}
      aria-expanded={expanded}
      aria-pressed={pressed}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      <Mark size={small ? 15 : 18} aria-hidden="true" />
      {word && <span>{word}</span>}
    </button>
  );
}
