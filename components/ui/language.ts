// The language and direction of a page are those of the strings it shows, which may differ from the browser's.

import { i18n } from '#i18n';

export function setLanguage(root: HTMLElement): void {
  root.lang = i18n.t('language.code');
  root.dir = i18n.t('language.direction');
}
