// Moving out: everything in a file for another program, behind the passphrase, with words about plain files.
import { useSignal } from '@preact/signals';
import { Download, TriangleAlert } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { VaultEntry } from '#logins/formats/entry.ts';
import { EXPORT_KINDS, type ExportKind, type FileWriting, isSealedKind } from '#logins/formats/file-reading.ts';
import { useAction } from '../model/action.ts';
import { type App, useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PassphraseField } from '../ui/field.tsx';
import { saveBlob } from '../ui/file.ts';
import { Card, Notice } from '../ui/surfaces.tsx';
import { Chips } from '../ui/switch.tsx';
import { showToast } from '../ui/toast.tsx';
import './moving.css';

const NAMES: Readonly<Record<ExportKind, string>> = {
  bitwarden: 'nucleus.json',
  csv: 'nucleus.csv',
  protected: 'nucleus-protected.json',
  kdbx: 'nucleus.kdbx',
  age: 'nucleus.json.age',
};
const TOGETHER = 100;

/** @returns null: the passphrase is wrong */
async function everything({ worker }: App, passphrase: string): Promise<VaultEntry[] | null> {
  const begun = await worker.beginExport({ passphrase });
  if (!begun.ok) return null;
  const entries: VaultEntry[] = [];
  for (let at = 0; at < begun.ids.length; at += TOGETHER) {
    const some = await worker.exportEntries({ ticket: begun.ticket, ids: begun.ids.slice(at, at + TOGETHER) });
    if (!some.ok) throw new Error('the worker was ended');
    entries.push(...some.entries);
  }
  return entries;
}

export function ExportCard({ write }: { write: FileWriting }) {
  // In one piece: the picture of a card and its question, from top to bottom.
  const app = useApp();
  const [kind, setKind] = useState<ExportKind>('bitwarden');
  const [asking, setAsking] = useState(false);
  const passphrase = useSignal('');
  const error = useSignal<string | null>(null);
  const close = () => {
    passphrase.value = '';
    error.value = null;
    setAsking(false);
  };
  const save = useAction(async () => {
    const entries = await everything(app, passphrase.value);
    if (entries === null) {
      error.value = i18n.t('moving.export.wrong');
      return;
    }
    const bytes = await write(kind, entries, passphrase.value);
    saveBlob(NAMES[kind], new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
    close();
    showToast(i18n.t('moving.export.saved', entries.length));
  });
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
        <div class="acts">
          <Button icon={Download} onPress={() => setAsking(true)}>
            {i18n.t('moving.export.save')}
          </Button>
        </div>
        {asking && (
          <Dialog
            title={i18n.t('moving.export.title')}
            confirm={i18n.t('moving.export.save')}
            busy={save.busy}
            onConfirm={() => void save.run()}
            onClose={close}
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
              error={error.value}
              onInput={() => {
                error.value = null;
              }}
            />
          </Dialog>
        )}
      </div>
    </Card>
  );
}
