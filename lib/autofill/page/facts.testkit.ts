// Facts of fields as tests tell them: a plain text field that is seen and empty, but for what is said.
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
