// Shared by both ways into a locked vault: the words above the fields, and the way back to a page that waits.

import type { App } from '../model/app.ts';
import { Logo } from '../ui/logo.tsx';
import './unlock.css';

export function Head({ title, children }: { title: string; children: string }) {
  return (
    <div class="head">
      <span class="mark">
        <Logo size={40} />
      </span>
      <h1>{title}</h1>
      <p class="muted">{children}</p>
    </div>
  );
}

/** In a popup that a page's menu opened: back to that page, which goes on by itself. */
export async function goBackToPage({ worker }: App): Promise<void> {
  if ((await worker.backToPage()).ok) close();
}
