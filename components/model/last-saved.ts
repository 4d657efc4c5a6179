// Says in one line when everything was last saved as a sealed file.
import type { SavedFileView } from '#app/views/entries.ts';
import { i18n } from '#i18n';

/** @param ago when that was, in words */
export function lastSavedWords({ at, isWhole }: SavedFileView, ago: (at: number) => string): string {
  if (at === null) return i18n.t('lastSaved.never');
  return i18n.t(isWhole ? 'lastSaved.whole' : 'lastSaved.changed', [ago(at)]);
}
