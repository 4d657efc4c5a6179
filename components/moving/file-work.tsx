// What an import and a restore show alike: a place to drop or choose files, and work under way that can be stopped.
import { FileUp } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { Button } from '../ui/button.tsx';
import { FileChooser, useDrop } from '../ui/file-chooser.tsx';
import { Notice } from '../ui/surfaces.tsx';

interface ChooseFileProps {
  multiple?: boolean;
  /** Of the button, and of the place. */
  label: string;
  words: string;
  /** Why a file was not taken; null: none was refused. */
  refused: string | null;
  onFiles: (files: readonly File[]) => Promise<void>;
  /** Below the button. */
  children?: ComponentChildren;
}

export function ChooseFile({ multiple, label, words, refused, onFiles, children }: ChooseFileProps) {
  const choose = useAction(onFiles);
  const take = (files: readonly File[]): void => void choose.run(files);
  const { over, drop } = useDrop(take);
  return (
    <>
      {refused !== null && (
        <Notice tone="bad" live>
          {refused}
        </Notice>
      )}
      <section class={over ? 'drop over' : 'drop'} aria-label={label} {...drop}>
        <FileUp size={22} aria-hidden="true" />
        <p>{words}</p>
        <FileChooser multiple={multiple} onFiles={take}>
          {(open) => (
            <Button kind="primary" busy={choose.busy} onPress={open}>
              {label}
            </Button>
          )}
        </FileChooser>
        {children}
      </section>
    </>
  );
}

interface UnderWayProps {
  words: string;
  /** After the words. */
  more?: string;
  /** From 0 to 1; null: not known. */
  part: number | null;
  onStop: () => void;
}

export function UnderWay({ words, more = '', part, onStop }: UnderWayProps) {
  return (
    <div class="stack" role="status">
      <p>
        {words}
        {more}
      </p>
      <progress {...(part === null ? {} : { value: part, max: 1 })} aria-label={words} />
      <div class="acts">
        <Button onPress={onStop}>{i18n.t('moving.stop')}</Button>
      </div>
    </div>
  );
}
