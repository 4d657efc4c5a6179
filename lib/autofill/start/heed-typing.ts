// Brings what notices typed log-ins (lib/autofill/saving) into a frame, when the person comes to a field for a name or
// a password, or when a log-in waits for what this frame shows. Every page carries this part, so it is kept small.

import { FormReader } from '../forms/reader.ts';
import type { Saving } from '../saving/saving.ts';
import type { OfferSetting } from './offer.ts';

const FIELDS = 'input:is([type=password],[type=email],[autocomplete*=user],[name*=user i],[name*=log])';

/** @param known of this frame, if it has one already */
export function heedTyping(setting: OfferSetting, known?: FormReader): void {
  const { window, client, signal, menu } = setting;
  let begun: Promise<Saving | null> | null = null;
  const begin = async (): Promise<Saving> => {
    const reader = known ?? new FormReader(window, () => {}, signal);
    const languages = reader.languages();
    (await menu(languages)).teach(reader);
    reader.knows(languages);
    return new (await setting.saving())({ ...setting, reader });
  };
  const saving = (): Promise<Saving | null> => {
    begun ??= begin().catch(() => (begun = null));
    return begun;
  };
  const heed = (event: Event): void => {
    const [on] = event.composedPath() as Element[];
    if (event.isTrusted && on?.matches?.(FIELDS)) void saving();
  };
  for (const type of ['focusin', 'input']) window.addEventListener(type, heed, { capture: true, signal });
  client.onKeep?.(async () => (await saving())?.hear() ?? false, signal);
}
