// Something of the last step that a person may do or leave: it ticks itself when it is done.

import { Check } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import type { Icon } from '../ui/button.tsx';

export interface ToDoProps {
  icon: Icon;
  title: string;
  done: boolean;
  children: ComponentChildren;
  act?: ComponentChildren;
}

export function ToDo({ icon, title, done, children, act }: ToDoProps) {
  const Mark = done ? Check : icon;
  return (
    <li class={done ? 'done' : undefined}>
      <span class="mark">
        <Mark size={18} aria-hidden="true" />
      </span>
      <div class="grow">
        <div class="strong">{title}</div>
        <div class="muted small" role="status">
          {children}
        </div>
        {!done && act}
      </div>
    </li>
  );
}
