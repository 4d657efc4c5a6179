// A plain fact, with a button that copies it.
import type { ComponentChildren } from 'preact';
import { CopyButton } from '../ui/copy.tsx';

export interface FactProps {
  name: string;
  /** Empty: there is no such fact, and nothing is shown. */
  value: string;
  /** What its copy button is called; without it there is none. */
  copy?: string;
  after?: ComponentChildren;
}

export function Fact({ name, value, copy, after }: FactProps) {
  if (value === '') return null;
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{name}</div>
        <div class="fact-value entry-note" dir="auto">
          {value}
        </div>
      </div>
      {copy !== undefined && <CopyButton text={value} label={`${copy}: ${name}`} />}
      {after}
    </li>
  );
}
