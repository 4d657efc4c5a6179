// Imports of the last week, each with its way back.
import { Undo2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Card } from '../ui/surfaces.tsx';
import { date, dateAndTime } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

export function ImportsCard() {
  const app = useApp();
  const { worker } = app;
  const model = useLifetime((lifetime) => createResource(app, ['settings'], () => worker.imports(), lifetime));
  const [asked, ask] = useState<string | null>(null);
  const undo = useAction(async (id: string) => {
    let kept = 0;
    for (let left = 1; left > 0; ) {
      const undone = await worker.undoImport({ import: id });
      left = undone.left;
      kept += undone.kept;
    }
    ask(null);
    showToast(kept === 0 ? i18n.t('moving.undone') : i18n.t('moving.undoneBut', kept));
  });
  const imports = model.value.value ?? [];
  if (imports.length === 0) return null;
  return (
    <Card label={i18n.t('moving.imports')}>
      {imports.map(({ id, from, at, count, merged, undoUntil }) => (
        <div class="item" key={id}>
          <span class="grow">
            <span class="strong">{i18n.t('moving.importOf', [from, dateAndTime(at)])}</span>
            <span class="small muted" style="display:block">
              {i18n.t('moving.importCount', count)} {merged > 0 && `${i18n.t('moving.importMerged', merged)} `}
              {i18n.t('moving.undoUntil', [date(undoUntil)])}
            </span>
          </span>
          <Button small icon={Undo2} onPress={() => ask(id)}>
            {i18n.t('moving.undo')}
          </Button>
        </div>
      ))}
      {asked !== null && (
        <Dialog
          title={i18n.t('moving.undoTitle')}
          confirm={i18n.t('moving.undo')}
          danger
          busy={undo.busy}
          onConfirm={() => void undo.run(asked)}
          onClose={() => ask(null)}
        >
          <p>{i18n.t('moving.undoText')}</p>
        </Dialog>
      )}
    </Card>
  );
}
