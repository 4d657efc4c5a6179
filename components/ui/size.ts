// Sizes of files as people say them.

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `1.8 MB`. `atMost`: a limit, which is never told as more than it is. */
export function byteSize(byteCount: number, atMost = false): string {
  let value = byteCount;
  let unit = 0;
  const told = atMost ? Math.floor : Math.round;
  while (told(value) >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
    roundingMode: atMost ? 'floor' : 'halfExpand',
  }).format(value);
}
