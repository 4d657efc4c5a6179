// A small menu under a button: arrow keys move, Escape and a press elsewhere close it, the focus goes back to the
// button.

import { Ellipsis } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Icon, IconButton } from './button.tsx';
import './menu.css';

export interface MenuItem {
  label: string;
  icon: Icon;
  danger?: boolean;
  onPress: () => void;
}

/** @param icon of its button; three dots, if it is not said */
export function ActionMenu({ label, items, icon = Ellipsis }: { label: string; items: MenuItem[]; icon?: Icon }) {
  // In one piece: the keys of a menu (ARIA Authoring Practices, menu button) and the one state that they move.
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    place.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const entries = [...(place.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowDown') entries[(at + 1) % entries.length]?.focus();
    else if (event.key === 'ArrowUp') entries[(at - 1 + entries.length) % entries.length]?.focus();
    else if (event.key === 'Home') entries[0]?.focus();
    else if (event.key === 'End') entries.at(-1)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') {
      setOpen(false);
      button.current?.focus();
      if (event.key === 'Tab') return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="menu-place" ref={place}>
      <IconButton icon={icon} label={label} hasMenu expanded={open} anchor={button} onPress={() => setOpen(!open)} />
      {open && (
        <div class="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map(({ label: words, icon: Mark, danger, onPress }) => (
            <button
              type="button"
              key={words}
              role="menuitem"
              tabIndex={-1}
              class={danger ? 'danger' : ''}
              onClick={() => {
                setOpen(false);
                button.current?.focus();
                onPress();
              }}
            >
              <Mark size={16} aria-hidden="true" />
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
