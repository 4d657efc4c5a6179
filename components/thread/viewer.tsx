// A picture over the whole panel: Escape or a press beside it closes it, and the focus goes back where it was. A press
// on it changes between fitting and full size, which then scrolls.

import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { IconButton } from '../ui/button.tsx';

interface ViewerProps {
  url: string;
  name: string;
  acts: ComponentChildren;
  onClose: () => void;
}

export function Viewer({ url, name, acts, onClose }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [full, setFull] = useState(false);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      class="viewer"
      ref={dialog}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="top">
        <span class="grow cut" dir="auto">
          {name}
        </span>
        {acts}
        <IconButton icon={X} label={i18n.t('common.close')} onPress={onClose} />
      </div>
      <div class={full ? 'stage full' : 'stage'}>
        <button
          type="button"
          aria-pressed={full}
          aria-label={i18n.t('attachment.fullSize')}
          onClick={() => setFull(!full)}
        >
          <img src={url} alt={name} />
        </button>
      </div>
    </dialog>
  );
}
