// The files of an entry: chosen, dropped or pasted here, saved, and removed with a way back.
import { Download, FilePlus, Trash2, Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { EntryView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { type App, useApp } from '../model/app.ts';
import { handInEntryFile, readEntryFile } from '../model/entry-files.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { saveBlob } from '../ui/file.ts';
import { FileChooser, useDrop, usePastedFiles } from '../ui/file-chooser.tsx';
import { camel } from '../ui/key.ts';
import { byteSize } from '../ui/size.ts';
import { Section } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';

type FileView = EntryView['attachments'][number];

interface Reading {
  readonly name: string;
  readonly share: number;
}

/** One after another, in the order given; each that was not kept is told with its reason. */
async function addFiles(app: App, entry: string, files: readonly File[], told: (reading: Reading) => void) {
  for (const content of files) {
    const { name } = content;
    told({ name, share: 0 });
    const refused = await handInEntryFile(app, { entry, name, content, import: null }, (share) =>
      told({ name, share }),
    );
    if (refused !== null) showToast(i18n.t(`entries.files.refused.${camel(refused)}`, [name]), 'bad');
  }
}

export function EntryFiles({ entry }: { entry: EntryView }) {
  const app = useApp();
  const [reading, setReading] = useState<Reading | null>(null);
  const [removed, setRemoved] = useState<readonly FileView[]>([]);
  const adding = useAction(async (files: readonly File[]) => {
    await addFiles(app, entry.id, files, setReading).finally(() => setReading(null));
  });
  const take = (files: readonly File[]): void => {
    if (files.length > 0) void adding.run(files);
  };
  const isOpen = entry.deletedAt === null;
  const isGone = ({ file }: FileView) => isOpen && !entry.attachments.some((one) => one.file === file);
  usePastedFiles(isOpen ? take : null);
  const { over, drop } = useDrop(isOpen ? take : null);
  if (!isOpen && entry.attachments.length === 0) return null;
  return (
    <Section title={i18n.t('entries.files.title')}>
      <div class={over ? 'entry-files over' : 'entry-files'} {...drop}>
        <ul class="facts">
          {entry.attachments.map((file) => (
            <FileRow
              key={file.file}
              entry={entry.id}
              file={file}
              onRemoved={isOpen ? () => setRemoved([...removed, file]) : null}
            />
          ))}
          {removed.filter(isGone).map((file) => (
            <RemovedRow key={file.file} entry={entry.id} file={file} />
          ))}
        </ul>
        {isOpen && <AddFiles reading={reading} busy={adding.busy} take={take} />}
      </div>
    </Section>
  );
}

interface AddFilesProps {
  reading: Reading | null;
  busy: boolean;
  take: (files: readonly File[]) => void;
}

function AddFiles({ reading, busy, take }: AddFilesProps) {
  return (
    <div class="acts">
      <FileChooser multiple onFiles={take}>
        {(choose) => (
          <Button small icon={FilePlus} busy={busy} onPress={choose}>
            {i18n.t('entries.files.add')}
          </Button>
        )}
      </FileChooser>
      <span class="small muted grow" role="status">
        {reading === null
          ? i18n.t('entries.files.hint')
          : i18n.t('entries.files.reading', [reading.name, Math.floor(reading.share * 100)])}
      </span>
    </div>
  );
}

/** In the place of one that was removed, until the page is left. */
function RemovedRow({ entry, file: { file, name, size } }: { entry: string; file: FileView }) {
  const { worker } = useApp();
  const putBack = useAction(async () => {
    // All its parts are there still.
    const taken = await worker.putEntryFile({ ...{ entry, file, name, size, import: null }, part: 0, bytes: '' });
    if (!taken.ok) showToast(i18n.t(`entries.files.refused.${camel(taken.reason)}`, [name]), 'bad');
    else if (taken.next !== null) showToast(i18n.t('entries.files.gone', [name]), 'bad');
  });
  return (
    <li class="fact">
      <div class="grow muted" role="status">
        {i18n.t('entries.files.removed', [name])}
      </div>
      <Button small icon={Undo2} busy={putBack.busy} onPress={() => void putBack.run()}>
        {i18n.t('entries.putBack')}
      </Button>
    </li>
  );
}

function FileRow(props: { entry: string; file: FileView; onRemoved: (() => void) | null }) {
  const { entry, file, onRemoved } = props;
  const app = useApp();
  const save = useAction(async () => {
    const content = await readEntryFile(app, { entry, ...file });
    if (content === null) showToast(i18n.t('entries.files.gone', [file.name]), 'bad');
    // Whatever it is called: nothing opens it by its content.
    else saveBlob(file.name, new Blob([content], { type: 'application/octet-stream' }));
  });
  const remove = useAction(async () => {
    await app.worker.removeEntryFile({ entry, file: file.file });
    onRemoved?.();
  });
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-value file-name" dir="auto">
          {file.name}
        </div>
        <div class="small muted">{byteSize(file.size)}</div>
      </div>
      <IconButton
        small
        icon={Download}
        busy={save.busy}
        label={i18n.t('entries.files.save', [file.name])}
        onPress={() => void save.run()}
      />
      {onRemoved !== null && (
        <IconButton
          small
          icon={Trash2}
          busy={remove.busy}
          label={i18n.t('entries.files.remove', [file.name])}
          onPress={() => void remove.run()}
        />
      )}
    </li>
  );
}
