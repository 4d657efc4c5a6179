// Says in one line when everything was last saved as a backup file.
import type { SavedFileView } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { fromNow } from '../ui/time.ts';

export function lastSavedWords({ at, isWhole }: SavedFileView, now: number): string {
  if (at === null) return i18n.t('lastSaved.never');
  return i18n.t(isWhole ? 'lastSaved.whole' : 'lastSaved.changed', [fromNow(at, now)]);
}
