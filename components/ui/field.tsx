// Labelled text fields, and the form around them. The text lives in the signal that the owner passes: a field never
// keeps the only copy of it.

import type { Signal } from '@preact/signals';
import { Eye, EyeOff } from 'lucide-preact';
import type { ComponentChildren, ComponentProps, Ref } from 'preact';
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
  /** An error that typing clears; before the other. */
  fault?: Signal<string | null> | undefined;
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

const errorOf = ({ fault, error }: Common): string | null => fault?.value ?? error ?? null;

function typeInto({ value, fault, onInput }: Common, text: string): void {
  value.value = text;
  if (fault) fault.value = null;
  onInput?.();
}

function Frame({ id, children, ...field }: Common & { id: string; children: ComponentChildren }) {
  const { label, hint, between, roomy } = field;
  const error = errorOf(field);
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
        aria-invalid={errorOf(props) ? 'true' : undefined}
        aria-describedby={`${id}-below`}
        onInput={(event) => typeInto(props, event.currentTarget.value)}
      />
      {props.after}
    </Frame>
  );
}

export interface PassphraseFieldProps extends Common {
  autocomplete: 'new-password' | 'current-password' | 'off';
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
        aria-invalid={errorOf(props) ? 'true' : undefined}
        aria-describedby={`${id}-below`}
        onInput={(event) => typeInto(props, event.currentTarget.value)}
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
        aria-invalid={errorOf(props) ? 'true' : undefined}
        aria-describedby={`${id}-below`}
        onInput={(event) => typeInto(props, event.currentTarget.value)}
      />
    </Frame>
  );
}

type SendFormProps = Omit<ComponentProps<'form'>, 'onSubmit'> & { onSend: () => unknown };

/** A form whose sending is ours: by Enter or its first button, and nothing of it goes to an address. */
export function SendForm({ onSend, ...form }: SendFormProps) {
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    />
  );
}
