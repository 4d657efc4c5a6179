// Every CSV whose product is known by its columns, and last any other from which log-ins can be read.
import type { EntryFormat } from '../format.ts';
import { addyFormat, simpleLoginFormat } from './aliases.ts';
import { bitwardenCsvFormat } from './bitwarden.ts';
import { appleFormat, chromiumFormat, firefoxFormat } from './browsers.ts';
import { dashlaneFormat } from './dashlane.ts';
import { genericCsvFormat } from './generic.ts';
import { keepassCsvFormat, keepassXcCsvFormat } from './keepass.ts';
import { lastpassFormat } from './lastpass.ts';
import { nordpassFormat, onePasswordCsvFormat, roboformFormat } from './managers.ts';
import { protonCsvFormat } from './proton.ts';

const KNOWN: readonly EntryFormat[] = [
  chromiumFormat,
  firefoxFormat,
  appleFormat,
  bitwardenCsvFormat,
  lastpassFormat,
  keepassXcCsvFormat,
  keepassCsvFormat,
  protonCsvFormat,
  onePasswordCsvFormat,
  dashlaneFormat,
  nordpassFormat,
  roboformFormat,
  simpleLoginFormat,
  addyFormat,
];

export const CSV_FORMATS: readonly EntryFormat[] = [...KNOWN, genericCsvFormat(KNOWN)];
