// A file that is locked: its passphrase, its key file, and the question whether to spend what opening it takes.
import { useSignal } from '@preact/signals';
import { KeyRound } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { type FileToRead, MOST_KEY_FILE_BYTES } from '#logins/formats/file-reading.ts';
import { useAction } from '../model/action.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm } from '../ui/field.tsx';
import { FileChooser } from '../ui/file-chooser.tsx';
import type { ImportModel, ImportState } from './model.ts';

type At<Name extends ImportState['at']> = Extract<ImportState, { at: Name }>;

function faultOf({ wrong, given: { hasPassphrase, keyFile } }: At<'locked'>): string | null {
  if (wrong === null) return null;
  if (wrong === 'key-file') return i18n.t('moving.wrong.keyFile');
  if (keyFile === null) return i18n.t('moving.wrong.secret');
  return hasPassphrase ? i18n.t('moving.wrong.withKeyFile') : i18n.t('moving.wrong.keyFileAlone');
}

/** What these ask of the model that reads the file: an import, or a restore. */
type Opening = Pick<ImportModel, 'open' | 'goOn' | 'startOver'>;

export function Locked({ model, state }: { model: Opening; state: At<'locked'> }) {
  const passphrase = useSignal('');
  const [keyFile, setKeyFile] = useState(state.given.keyFile);
  const error = useSignal(faultOf(state));
  const open = useAction(() => model.open(passphrase.value, keyFile));
  const fields = useRef<HTMLDivElement>(null);
  // The browser itself focuses a field only once in the life of a page.
  useEffect(() => fields.current?.querySelector('input')?.focus(), []);
  return (
    <SendForm onSend={() => open.run()}>
      <div class="stack" ref={fields}>
        <PassphraseField
          label={i18n.t('moving.filePassphrase')}
          value={passphrase}
          autocomplete="current-password"
          autofocus
          fault={error}
        />
        {state.mayHaveKeyFile && (
          <KeyFileChoice
            chosen={keyFile}
            choose={(chosen) => {
              setKeyFile(chosen);
              error.value = null;
            }}
            refuse={() => {
              error.value = i18n.t('moving.keyFileTooLarge');
            }}
          />
        )}
        <div class="acts">
          <Button kind="primary" icon={KeyRound} busy={open.busy}>
            {i18n.t('moving.openFile')}
          </Button>
          <Button kind="quiet" onPress={() => model.startOver()}>
            {i18n.t('common.cancel')}
          </Button>
        </div>
      </div>
    </SendForm>
  );
}

interface KeyFileChoiceProps {
  chosen: FileToRead | null;
  choose: (chosen: FileToRead | null) => void;
  refuse: () => void;
}

function KeyFileChoice({ chosen, choose, refuse }: KeyFileChoiceProps) {
  const take = useAction(async (file: File) => {
    if (file.size > MOST_KEY_FILE_BYTES) refuse();
    else choose({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  });
  return (
    <section class="stack" aria-label={i18n.t('moving.keyFile')}>
      <p aria-live="polite">
        <span class="strong">{i18n.t('moving.keyFile')}</span> <span class="muted">{chosen?.name}</span>
      </p>
      <div class="acts">
        <FileChooser onFiles={([file]) => file !== undefined && void take.run(file)}>
          {(open) => (
            <Button small busy={take.busy} onPress={open}>
              {chosen === null ? i18n.t('moving.chooseKeyFile') : i18n.t('moving.anotherKeyFile')}
            </Button>
          )}
        </FileChooser>
        {chosen !== null && (
          <Button small kind="quiet" onPress={() => choose(null)}>
            {i18n.t('moving.withoutKeyFile')}
          </Button>
        )}
      </div>
      <p class="small muted">{i18n.t('moving.keyFileHint')}</p>
    </section>
  );
}

/** In seconds up to a minute and a half, then in minutes. */
export const aboutSoLong = (seconds: number): string =>
  seconds < 90 ? i18n.t('moving.seconds', seconds) : i18n.t('moving.minutes', Math.round(seconds / 60));

const LEAST_GIB_MIB = 1000;

/** As people say it: 512 MB, 1.5 GB. */
function memoryOf(memoryMiB: number): string {
  const isLarge = memoryMiB >= LEAST_GIB_MIB;
  const amount = isLarge ? Math.round((10 * memoryMiB) / 1024) / 10 : memoryMiB;
  const unit = isLarge ? 'gigabyte' : 'megabyte';
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short' }).format(amount);
}

export function Costly({ model, state: { memoryMiB, seconds } }: { model: Opening; state: At<'costly'> }) {
  const go = useAction(() => model.goOn());
  const long = aboutSoLong(seconds);
  return (
    <section class="stack" role="alert" aria-label={i18n.t('moving.costly')}>
      <p class="strong">{i18n.t('moving.costly')}</p>
      <p>
        {memoryMiB === 0
          ? i18n.t('moving.costlyTime', [long])
          : i18n.t('moving.costlyMemory', [memoryOf(memoryMiB), long])}
      </p>
      <div class="acts">
        <Button kind="primary" busy={go.busy} onPress={() => void go.run()}>
          {i18n.t('moving.goOn')}
        </Button>
        <Button kind="quiet" onPress={() => model.startOver()}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </section>
  );
}
