// Facts of fields as tests tell them: a plain text field, visible and empty, except for the given facts.
import type { FieldFacts } from './facts.ts';

export const textField = (facts: Partial<FieldFacts>): FieldFacts => ({
  type: 'text',
  autocomplete: '',
  attributes: '',
  placeholder: '',
  label: '',
  near: '',
  maxLength: -1,
  numeric: false,
  visible: true,
  clear: false,
  masked: false,
  narrow: false,
  decoy: false,
  editable: true,
  empty: true,
  ...facts,
});
