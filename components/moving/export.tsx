// Moving out: everything in a file for another program, behind the passphrase, with words about plain files.
import { useSignal } from '@preact/signals';
import { Download, TriangleAlert } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { visible } from '#app/words/visible.ts';
import { decodeBase64url } from '#bytes/base64url.ts';
import { i18n } from '#i18n';
import type { VaultEntry } from '#logins/formats/entry.ts';
import {
  EXPORT_KINDS,
  type ExportKind,
  type FileWriting,
  holdsFiles,
  isSealedKind,
} from '#logins/formats/file-reading.ts';
import type { ExportedFile, ExportedState } from '#rpc/logins/contract.ts';
import { useAction } from '../model/action.ts';
import { type App, useApp } from '../model/app.ts';
import { readEntryFile } from '../model/entry-files.ts';
import { lastSavedWords } from '../model/last-saved.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource, onTopicsAside } from '../model/resource.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PassphraseField } from '../ui/field.tsx';
import { saveBlob } from '../ui/file.ts';
import { Card, Notice } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { showToast } from '../ui/toast.tsx';
import { Beginning } from './beginning.tsx';
import './moving.css';

const NAMES: Readonly<Record<ExportKind, string>> = {
  nucleus: 'nucleus.archive',
  bitwarden: 'nucleus.json',
  zip: 'nucleus.zip',
  csv: 'nucleus.csv',
  cxf: 'nucleus-cxf.json',
  protected: 'nucleus-protected.json',
  kdbx: 'nucleus.kdbx',
  age: 'nucleus.json.age',
};
const TOGETHER = 100;

interface Everything {
  readonly ticket: string;
  readonly state: ExportedState;
  readonly entries: readonly VaultEntry[];
  readonly files: readonly ExportedFile[];
}

/** @returns null: the passphrase is wrong */
async function everything({ worker }: App, passphrase: string, vault: boolean): Promise<Everything | null> {
  const begun = await worker.beginExport({ passphrase, vault });
  if (!begun.ok) return null;
  const entries: VaultEntry[] = [];
  const files: ExportedFile[] = [];
  for (let at = 0; at < begun.ids.length; at += TOGETHER) {
    const some = await worker.exportEntries({ ticket: begun.ticket, ids: begun.ids.slice(at, at + TOGETHER) });
    if (!some.ok) throw new Error('the worker was ended');
    entries.push(...some.entries);
    files.push(...some.files);
  }
  return { ticket: begun.ticket, state: begun.state, entries, files };
}

/** The whole vault, for a device that takes this one's place. */
async function wholeVault({ worker }: App, ticket: string): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const some = await worker.exportPiece({ ticket, at: pieces.length });
    if (!some.ok) throw new Error('the worker was ended');
    if (some.piece === null) return pieces;
    pieces.push(decodeBase64url(some.piece) ?? new Uint8Array());
  }
}

/** Those that were removed meanwhile are left out. */
async function contentOf(app: App, files: readonly ExportedFile[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const content = new Map<string, Uint8Array>();
  for (const { entry, ref, size } of files) {
    const whole = await readEntryFile(app, { entry, file: ref, size });
    if (whole !== null) content.set(ref, new Uint8Array(await whole.arrayBuffer()));
  }
  return content;
}

/** Names the files that the one saved last does not hold. */
export function FilesLeft({ files }: { files: readonly ExportedFile[] }) {
  if (files.length === 0) return null;
  return (
    <Notice tone="warn" icon={TriangleAlert} live>
      <details>
        <summary>{i18n.t('moving.export.filesLeft', files.length)}</summary>
        <Beginning
          list="small problems"
          of={files}
          row={({ title, name }) => (
            <>
              <span class="strong">{visible(title) || i18n.t('entries.untitled')}</span>, {visible(name)}
            </>
          )}
        />
      </details>
    </Notice>
  );
}

interface SaveFileProps {
  kind: ExportKind;
  write: FileWriting;
  /** Is told the files that it does not hold. */
  onLeft?: (files: readonly ExportedFile[]) => void;
  onClose: () => void;
}

/** Asks for the passphrase, with words about what such a file means, and saves it. */
export function SaveFile({ kind, write, onLeft, onClose }: SaveFileProps) {
  const app = useApp();
  const passphrase = useSignal('');
  const error = useSignal<string | null>(null);
  const save = useAction(async () => {
    const isBackup = kind === 'nucleus';
    const all = await everything(app, passphrase.value, isBackup);
    if (all === null) {
      error.value = i18n.t('moving.export.wrong');
      return;
    }
    const files = holdsFiles(kind) ? await contentOf(app, all.files) : new Map<string, Uint8Array>();
    const vault = isBackup ? await wholeVault(app, all.ticket) : [];
    const bytes = await write(kind, { entries: all.entries, files, vault }, passphrase.value);
    saveBlob(
      kind === 'age' && files.size > 0 ? 'nucleus.zip.age' : NAMES[kind],
      new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }),
    );
    const left = all.files.filter(({ ref }) => !files.has(ref));
    // The file is there, whatever becomes of the note of it.
    if (isBackup && left.length === 0) await app.worker.exportSaved(all.state).catch(() => {});
    onLeft?.(left);
    onClose();
    showToast(i18n.t('moving.export.saved', all.entries.length));
  });
  return (
    <Dialog
      title={i18n.t('moving.export.title')}
      confirm={i18n.t('moving.export.save')}
      busy={save.busy}
      onConfirm={() => void save.run()}
      onClose={onClose}
    >
      {isSealedKind(kind) ? (
        <p>{i18n.t('moving.export.sealed')}</p>
      ) : (
        <Notice tone="warn" icon={TriangleAlert}>
          {i18n.t('moving.export.plain')}
        </Notice>
      )}
      <PassphraseField
        label={i18n.t('moving.export.passphrase')}
        value={passphrase}
        autocomplete="current-password"
        autofocus
        fault={error}
      />
    </Dialog>
  );
}

export function ExportCard({ write }: { write: FileWriting }) {
  const app = useApp();
  const saved = useLifetime((lifetime) =>
    createResource(app, ['settings', 'entries'], () => app.worker.savedFile(), lifetime, { listens: onTopicsAside }),
  ).value.value;
  const [kind, setKind] = useState<ExportKind>('nucleus');
  const [asking, setAsking] = useState(false);
  const [left, setLeft] = useState<readonly ExportedFile[]>([]);
  return (
    <Card label={i18n.t('moving.export.title')}>
      <div class="moving">
        <p class="strong">{i18n.t('moving.export.title')}</p>
        <Chips
          label={i18n.t('moving.export.kind')}
          value={kind}
          options={EXPORT_KINDS.map((value) => ({
            value,
            label: i18n.t(`moving.export.kinds.${value}`),
          }))}
          onChange={setKind}
        />
        <p class="small muted">{i18n.t(`moving.export.about.${kind}`)}</p>
        {kind === 'nucleus' && saved !== undefined && <p class="small">{lastSavedWords(saved, app.clock.now())}</p>}
        <div class="acts">
          <Button icon={Download} onPress={() => setAsking(true)}>
            {i18n.t('moving.export.save')}
          </Button>
        </div>
        <FilesLeft files={left} />
        {asking && <SaveFile kind={kind} write={write} onLeft={setLeft} onClose={() => setAsking(false)} />}
      </div>
    </Card>
  );
}
