// The keys and their effects: here in the panel, and from anywhere as the browser has bound it. It comes with the first
// `?` (help.tsx).

import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createShortcuts } from '../model/shortcuts.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/dialog.tsx';
import { KeyList } from '../ui/keys.tsx';

const HERE = [
  { keys: '/', does: 'search' },
  { keys: '↑ ↓', does: 'move' },
  { keys: 'Enter', does: 'open' },
  { keys: 'Esc', does: 'back' },
  { keys: 'Enter', does: 'send' },
  { keys: 'Shift+Enter', does: 'line' },
  { keys: '?', does: 'help' },
] as const;

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const model = useLifetime((lifetime) => createShortcuts(app, lifetime));
  return (
    <Sheet
      title={i18n.t('keys.title')}
      onClose={onClose}
      onSubmit={onClose}
      foot={<Button strong>{i18n.t('common.close')}</Button>}
    >
      <KeyList
        rows={[
          ...(model.all.value ?? []).map(({ opens, keys }) => ({ does: i18n.t(`keys.opens.${opens}`), keys })),
          ...HERE.map(({ does, keys }) => ({ does: i18n.t(`keys.does.${does}`), keys })),
        ]}
      />
    </Sheet>
  );
}
