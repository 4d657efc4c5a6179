// Labelled text fields. The text lives in the signal that the owner passes: a field never keeps the only copy of it.

import type { Signal } from '@preact/signals';
import { Eye, EyeOff } from 'lucide-preact';
import type { ComponentChildren, Ref } from 'preact';
import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { IconButton } from './button.tsx';
import './field.css';

interface Common {
  label: string;
  value: Signal<string>;
  hint?: ComponentChildren;
  /** Said instead of the hint; also marks the field. */
  error?: string | null | undefined;
  placeholder?: string | undefined;
  autofocus?: boolean | undefined;
  maxLength?: number | undefined;
  control?: Ref<HTMLInputElement> | undefined;
  onInput?: (() => void) | undefined;
  /** Stands between the field and its hint: a meter, say. */
  between?: ComponentChildren;
  /** Keeps two lines for hints that may be long. */
  roomy?: boolean | undefined;
}

function Frame({
  id,
  label,
  hint,
  error,
  between,
  roomy,
  children,
}: Common & { id: string; children: ComponentChildren }) {
  return (
    <div class={error ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      <div class="control">{children}</div>
      {between}
      <div class={`below ${error ? 'bad' : ''} ${roomy ? 'roomy' : ''}`} id={`${id}-below`} aria-live="polite">
        {error ?? hint}
      </div>
    </div>
  );
}

export interface TextFieldProps extends Common {
  autocomplete?: string | undefined;
  spellcheck?: boolean | undefined;
  mono?: boolean | undefined;
  after?: ComponentChildren;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <input
        id={id}
        {...(props.control && { ref: props.control })}
        class={props.mono ? 'mono' : undefined}
        value={props.value.value}
        placeholder={props.placeholder}
        autocomplete={props.autocomplete ?? 'off'}
        spellcheck={props.spellcheck ?? false}
        maxLength={props.maxLength}
        autofocus={props.autofocus}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={`${id}-below`}
        onInput={(event) => {
          props.value.value = event.currentTarget.value;
          props.onInput?.();
        }}
      />
      {props.after}
    </Frame>
  );
}

export interface PassphraseFieldProps extends Common {
  autocomplete: 'new-password' | 'current-password';
}

/** Hidden until asked: an eye shows it, so that a long passphrase can be checked before it counts. */
export function PassphraseField(props: PassphraseFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Frame {...props} id={id}>
      <input
        id={id}
        {...(props.control && { ref: props.control })}
        {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
        value={props.value.value}
        placeholder={props.placeholder}
        autocomplete={props.autocomplete}
        spellcheck={false}
        maxLength={1024}
        autofocus={props.autofocus}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={`${id}-below`}
        onInput={(event) => {
          props.value.value = event.currentTarget.value;
          props.onInput?.();
        }}
      />
      <IconButton
        small
        icon={shown ? EyeOff : Eye}
        label={shown ? i18n.t('field.hide') : i18n.t('field.show')}
        onPress={() => setShown(!shown)}
      />
    </Frame>
  );
}

/** Its errors are told elsewhere, so no line is kept for them. */
export interface TextAreaProps extends Common {
  rows?: number | undefined;
}

export function TextArea(props: TextAreaProps) {
  const id = useId();
  return (
    <Frame {...props} id={id}>
      <textarea
        id={id}
        rows={props.rows ?? 4}
        value={props.value.value}
        placeholder={props.placeholder}
        spellcheck={false}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={`${id}-below`}
        onInput={(event) => {
          props.value.value = event.currentTarget.value;
          props.onInput?.();
        }}
      />
    </Frame>
  );
}
