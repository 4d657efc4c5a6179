// Whether our button stands on the toolbar. Browsers put the button of a new extension behind their puzzle piece, and
// only a person can bring it out.
import { browser } from 'wxt/browser';

/** Firefox's older versions have neither, Chromium before 130 no event. */
interface UserSettings {
  readonly getUserSettings?: () => Promise<{ readonly isOnToolbar?: boolean }>;
  readonly onUserSettingsChanged?: {
    addListener(listener: () => void): void;
    removeListener(listener: () => void): void;
  };
}

const action = (): UserSettings => browser.action as UserSettings;

export const toolbar = {
  /** null: the browser does not say. */
  async hasButton(): Promise<boolean | null> {
    const settings = await action().getUserSettings?.();
    return settings?.isOnToolbar ?? null;
  },

  /** Told if the browser tells; the page also asks when it gets the focus back. */
  onChange(listener: () => void, signal: AbortSignal): void {
    const changed = action().onUserSettingsChanged;
    changed?.addListener(listener);
    signal.addEventListener('abort', () => changed?.removeListener(listener));
    addEventListener('focus', listener, { signal });
  },
};
