// One step's sheet; its heading takes the focus when the step opens, so that a screen reader starts there.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export function Step({ title, lead, children }: { title: string; lead: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!sheet.current?.contains(document.activeElement)) heading.current?.focus();
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
