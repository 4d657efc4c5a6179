// On or off, and one of a few: a switch with its words, and chips.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './switch.css';

export interface SwitchProps {
  on: boolean;
  label: string;
  hint?: ComponentChildren;
  busy?: boolean | undefined;
  onChange: (on: boolean) => void;
}

export function Switch({ on, label, hint, busy, onChange }: SwitchProps) {
  const id = useId();
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on}
      aria-disabled={busy ? 'true' : undefined}
      aria-labelledby={id}
      aria-describedby={hint ? `${id}-hint` : undefined}
      onClick={() => {
        if (!busy) onChange(!on);
      }}
    >
      <span class="words">
        <span id={id} class="strong">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} class="small muted" style="display:block">
            {hint}
          </span>
        )}
      </span>
      <span class="track">
        <i />
      </span>
    </button>
  );
}

export interface ChipsProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** Radio buttons drawn as chips: the browser moves between them with the arrow keys. */
export function Chips<T extends string>({ label, options, value, onChange }: ChipsProps<T>) {
  const name = useId();
  return (
    <fieldset class="chips">
      <legend class="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} class="chip">
          <input
            type="radio"
            class="unseen"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
