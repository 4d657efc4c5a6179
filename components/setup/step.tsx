// One step's sheet. When it opens its first field takes the focus, or its heading if there is none, so that a screen
// reader starts there.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Step({ title, lead, children }: { title: string; lead: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The browser itself does so for the first field of a page only once, and not after a reload.
    if (sheet.current?.contains(document.activeElement)) return;
    (sheet.current?.querySelector<HTMLElement>('input[autofocus]') ?? heading.current)?.focus();
  }, []);
  return (
    <div class="sheet" ref={sheet}>
      <div>
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        <p class="lead">{lead}</p>
      </div>
      {children}
    </div>
  );
}
