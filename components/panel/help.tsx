// The help for keys, on `?`: heard from the first moment on, though what it shows comes with the first press.

import { useState } from 'preact/hooks';
import { useModule } from '../model/lazy.ts';
import { useLifetime } from '../model/lifetime.ts';
import { isTyping } from '../search/search-field.tsx';

const loadKeys = () => import('./keys.tsx');

function Shown({ onClose }: { onClose: () => void }) {
  const keys = useModule(loadKeys);
  return keys && <keys.KeysDialog onClose={onClose} />;
}

/** Waits for `?` outside of text fields. */
export function KeysHelp() {
  const [shown, setShown] = useState(false);
  // Not in an effect: those run after the first paint, and a key may come before.
  useLifetime((signal) =>
    addEventListener(
      'keydown',
      (event) => {
        if (event.key !== '?' || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
        if (document.querySelector('dialog[open]')) return;
        event.preventDefault();
        setShown(true);
      },
      { signal },
    ),
  );
  return shown ? <Shown onClose={() => setShown(false)} /> : null;
}
