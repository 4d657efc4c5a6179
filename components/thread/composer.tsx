// The field for messages. Enter sends, Shift+Enter starts a line; no typed text is lost, and a text that is too long is
// marked before it is sent. Files are chosen here, or pasted; dropping them is the whole conversation's matter
// (thread.tsx).

import { ArrowUp, Paperclip } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { IconButton } from '../ui/button.tsx';
import { SendForm } from '../ui/field.tsx';
import { filesOf } from '../ui/file.ts';
import { FileChooser } from '../ui/file-chooser.tsx';
import { attachFiles } from './attach.ts';
import { charactersLeft } from './length.ts';
import type { ThreadModel } from './model.ts';

export function Composer({ model, name, relationship }: { model: ThreadModel; name: string; relationship: string }) {
  // In one piece: the field, its keys and its buttons, which share the text.
  const app = useApp();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = model.draft.text.value;
  const left = charactersLeft(text);
  const tooLong = left !== null && left < 0;
  const empty = text.trim() === '';

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const send = () => {
    if (empty || tooLong) return;
    void model.send();
    field.current?.focus();
  };

  return (
    <footer>
      <div class={tooLong ? 'composer-note bad' : 'composer-note'} role="status" hidden={left === null}>
        {left === null ? '' : tooLong ? i18n.t('thread.tooLong', [-left]) : i18n.t('thread.charactersLeft', [left])}
      </div>
      <SendForm class="composer" onSend={send}>
        <FileChooser multiple onFiles={(files) => void attachFiles(app, relationship, files)}>
          {(choose) => <IconButton icon={Paperclip} label={i18n.t('attachment.attach')} onPress={choose} />}
        </FileChooser>
        <div class="control">
          <div class="mirror" aria-hidden="true">
            {/* A last empty line has no height of its own. */}
            {`${text}\u200b`}
          </div>
          <textarea
            ref={field}
            rows={1}
            value={text}
            dir="auto"
            placeholder={i18n.t('thread.placeholder', [name])}
            aria-label={i18n.t('thread.placeholder', [name])}
            aria-invalid={tooLong ? 'true' : undefined}
            onInput={(event) => model.draft.type(event.currentTarget.value)}
            onBlur={() => void model.draft.flush()}
            onPaste={(event) => {
              const files = filesOf(event.clipboardData);
              // Programs that copy text often add a picture of it: words come first.
              if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
              event.preventDefault();
              void attachFiles(app, relationship, files);
            }}
            onKeyDown={(event) => {
              // While an input method composes, Enter belongs to it.
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              send();
            }}
          />
        </div>
        <IconButton kind="primary" icon={ArrowUp} label={i18n.t('thread.send')} disabled={empty || tooLong} />
      </SendForm>
    </footer>
  );
}
