// Bitwarden's way to have fields in one cell: `name: value`, one below the other. A line without `: ` goes on with the
// value above it.

export interface FieldLine {
  readonly name: string;
  readonly value: string;
}

const BETWEEN = ': ';

export function readFieldLines(cell: string): FieldLine[] {
  if (cell === '') return [];
  const fields: { name: string; value: string }[] = [];
  for (const line of cell.split('\n')) {
    const end = line.indexOf(BETWEEN);
    const above = fields.at(-1);
    if (end >= 0) fields.push({ name: line.slice(0, end), value: line.slice(end + BETWEEN.length) });
    else if (above !== undefined) above.value += `\n${line}`;
    else fields.push({ name: '', value: line });
  }
  return fields;
}

/** One cell of all fields that would be read from it as they are, and those that would not. */
export function fieldLines(fields: readonly FieldLine[]): { readonly lines: string; readonly others: FieldLine[] } {
  const lineOf = ({ name, value }: FieldLine): string => `${name}${BETWEEN}${value}`;
  const isExact = (field: FieldLine): boolean => {
    const [read] = readFieldLines(lineOf(field));
    return read?.name === field.name && read.value === field.value;
  };
  return {
    lines: fields.filter(isExact).map(lineOf).join('\n'),
    others: fields.filter((field) => !isExact(field)),
  };
}
