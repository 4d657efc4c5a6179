// When a card expires: kept as `2027-04`, printed on cards and typed by people as 04/27.

/** `2027-04` of a year and a month; another text stays as it was written. */
export function expiryOf(year: string, month: string): string {
  const [y, m] = [year.trim(), month.trim()];
  if (y === '' && m === '') return '';
  const isDate = /^(\d\d)?\d\d$/.test(y) && /^(0?[1-9]|1[0-2])$/.test(m);
  return isDate ? `${y.length === 2 ? `20${y}` : y}-${m.padStart(2, '0')}` : [y, m].filter(Boolean).join('-');
}

/** Of one text, as a person types it: `04/27`, `4-2027`, `0427`, `2027-04`. */
export function expiryTyped(typed: string): string {
  const text = typed.trim();
  const [, month = '', year = ''] =
    /^(\d{1,2})\s*[/.\s-]\s*((?:\d\d)?\d\d)$/.exec(text) ?? /^(\d\d)(\d\d)$/.exec(text) ?? [];
  return Number(month) >= 1 && Number(month) <= 12 ? expiryOf(year, month) : text;
}

/** As cards have it, with the whole year: `04/2027`. */
export const expiryShown = (expiry: string): string => expiry.replace(/^(\d{4})-(\d\d)$/, '$2/$1');
