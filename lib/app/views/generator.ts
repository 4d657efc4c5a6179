// What pages are shown of the generator. Texts that it made are asked for one at a time.
export type GeneratedWhat = 'password' | 'passphrase' | 'username' | 'mask';

export interface GeneratedView {
  id: string;
  what: GeneratedWhat;
  /** As a person reads it; empty: it was made for none. */
  site: string;
  at: number;
}

/** How a person likes passwords and names that are made for them. */
export interface GeneratorView {
  what: GeneratedWhat;
  password: {
    length: number;
    lower: boolean;
    upper: boolean;
    digits: boolean;
    specials: boolean;
    lookAlikes: boolean;
    minDigits: number;
    minSpecials: number;
  };
  /** `language` is empty where the browser's counts. */
  passphrase: { words: number; separator: string; capitals: boolean; digit: boolean; language: string };
  username: { from: 'words' | 'syllables'; digits: number };
}
