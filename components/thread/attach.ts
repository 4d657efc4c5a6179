// Files that the person chooses, drops or pastes, on their way into a conversation. The names of files that could not
// go are said once.

import { i18n } from '#i18n';
import type { App } from '../model/app.ts';
import { camel } from '../ui/key.ts';
import { prepare } from '../ui/picture.ts';
import { showToast } from '../ui/toast.tsx';
import { handingOf } from './handing.ts';

/** One after the other, in the order given: that is the order in which they are sent and stand in the conversation. */
export async function attachFiles(app: App, relationship: string, files: readonly File[]): Promise<void> {
  const handing = handingOf(app);
  let before: string | undefined;
  for (const file of files) {
    const { message, refused: reason } = await handing.handIn(relationship, await prepare(file), before);
    if (reason === null) before = message;
    // The person stopped it.
    if (reason !== null && reason !== 'gone')
      showToast(i18n.t(`attachment.refused.${camel(reason)}`, [file.name]), 'bad');
  }
}
