// What pages are shown of the vault and the settings.

export type VaultView =
  | { state: 'new' }
  /** `waiting`: how many messages came while locked. `pinTries`: left of the PIN; null: there is none. */
  | { state: 'locked'; waiting: number; pinTries: number | null }
  /** Open, and being rewritten: nothing else can be asked meanwhile. In records. */
  | { state: 'tidying'; done: number; total: number }
  | { state: 'open'; recoveryConfirmed: boolean };

/** The vault key. */
export interface KeyView {
  /** The day on which it was drawn (ms since the epoch); 0: it is to be replaced soon. */
  since: number;
  /** It can be replaced only once the recovery code was typed, or made anew. */
  codeWanted: boolean;
  /**
   * Why it was not replaced the last time: no room on the disk, or records that cannot be read. Tried again by itself,
   * within a day.
   */
  failed: 'storage' | 'other' | null;
  /** Until the browser ends, a PIN unlocks it too. */
  pin: boolean;
}

export interface SettingsView {
  /** Minutes without use until the vault locks; 0 never does. */
  autoLockMinutes: number;
  notifications: boolean;
  /** Whether others are told that I have read. */
  readReceipts: boolean;
  /** Whether others are told that what they wrote arrived. */
  receivedReceipts: boolean;
  /** How long receipts and other automatic messages may be held back at random at most. */
  automaticDelay: 'none' | 'minute' | 'ten-minutes' | 'hour';
  /** Sites (hosts) on which Nucleus offers nothing. */
  quietSites: string[];
  unaskedSites: string[];
}
