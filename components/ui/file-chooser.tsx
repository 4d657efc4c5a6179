// Taking files: by the browser's own dialog, dropped, or pasted.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { filesOf } from './file.ts';

interface FileChooserProps {
  /** As in HTML; without it any. */
  accept?: string | undefined;
  multiple?: boolean | undefined;
  onFiles: (files: readonly File[]) => void;
  /** The button that opens the dialog. */
  children: (choose: () => void) => ComponentChildren;
}

export function FileChooser({ accept, multiple, onFiles, children }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      {children(() => input.current?.click())}
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same file may be chosen again.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}

/** For an element on which files are dropped; with null it takes none. `over`: files are held over it. */
export function useDrop(take: ((files: readonly File[]) => void) | null) {
  const [over, setOver] = useState(false);
  const holds = (event: DragEvent): boolean => take !== null && event.dataTransfer?.types.includes('Files') === true;
  return {
    over,
    drop: {
      onDragOver: (event: DragEvent) => {
        if (!holds(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        if (!holds(event)) return;
        event.preventDefault();
        const files = filesOf(event.dataTransfer);
        if (files.length > 0) take?.(files);
      },
    },
  };
}

/** Files that are pasted anywhere; where words come along, those are meant. With null none are taken. */
export function usePastedFiles(take: ((files: readonly File[]) => void) | null): void {
  const latest = useRef(take);
  latest.current = take;
  // From the first paint on: an effect would begin some frames later.
  useLayoutEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = filesOf(event.clipboardData);
      if (latest.current === null || files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
