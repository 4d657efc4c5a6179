// The search field. `/` brings the focus here, Escape empties it, Arrow Down goes into the results.

import { Search, X } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { IconButton } from '../ui/button.tsx';
import type { SearchModel } from './model.ts';
import './search.css';

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]');
}

/** What the field needs of a search, here or in a list of its own. */
export type Searched = Pick<SearchModel, 'query' | 'type'>;

export interface SearchFieldProps {
  model: Searched;
  autofocus?: boolean;
  /** What it searches, if that is less than everything. */
  label?: string;
}

export function SearchField({ model, autofocus, label = i18n.t('search.placeholder') }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const controller = new AbortController();
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        event.preventDefault();
        input.current?.focus();
      },
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, []);
  return (
    <search class="search">
      <Search size={16} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        autofocus={autofocus}
        value={model.query.value}
        placeholder={label}
        aria-label={label}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        onInput={(event) => model.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && model.query.value !== '') {
            event.preventDefault();
            model.type('');
          } else if (event.key === 'ArrowDown') {
            const first = document.querySelector<HTMLElement>('main li a');
            if (first) event.preventDefault();
            first?.focus();
          }
        }}
      />
      {model.query.value !== '' && (
        <IconButton
          small
          icon={X}
          label={i18n.t('search.clear')}
          onPress={() => {
            model.type('');
            input.current?.focus();
          }}
        />
      )}
    </search>
  );
}
