// Times as people say them, by Intl in the browser's language. Formatters are made once: making one costs more than
// using it a thousand times.

import { i18n } from '#i18n';

const DAY_MS = 86_400_000;

/** Made when first used: a page shows some of them only, and its first paint waits for each. */
function once<Formatter>(make: () => Formatter): () => Formatter {
  let made: Formatter | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

const dated = (options: Intl.DateTimeFormatOptions) => once(() => new Intl.DateTimeFormat(undefined, options));

const clock = dated({ hour: 'numeric', minute: '2-digit' });
const weekday = dated({ weekday: 'short' });
const longWeekday = dated({ weekday: 'long' });
const dayOfYear = dated({ day: 'numeric', month: 'short' });
const longDay = dated({ day: 'numeric', month: 'long' });
const dayWithYear = dated({ day: 'numeric', month: 'short', year: 'numeric' });
const longDayWithYear = dated({ day: 'numeric', month: 'long', year: 'numeric' });
const full = dated({ dateStyle: 'long', timeStyle: 'short' });
const relative = once(() => new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }));

/** Midnight of the local day that holds `at`. */
export function localMidnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Whole local days from `at` to `now`; a day of 23 or 25 hours counts as one. */
export function daysBetween(at: number, now: number): number {
  return Math.round((localMidnight(now) - localMidnight(at)) / DAY_MS);
}

export function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}

/** `17:41` */
export function clockTime(at: number): string {
  return clock().format(at);
}

/** For a list, as short as it can be: `17:41`, `Tue`, `1 Nov`, `1 Nov 2024`. */
export function shortTime(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return clock().format(at);
  if (days < 7) return weekday().format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayOfYear().format(at) : dayWithYear().format(at);
}

/** For the line between days: `Today`, `Yesterday`, `Tuesday`, `1 November`. */
export function dayName(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 1 && days >= 0) return capital(relative().format(-days, 'day'));
  if (days > 0 && days < 7) return capital(longWeekday().format(at));
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? longDay().format(at)
    : longDayWithYear().format(at);
}

/** `1 November 2026` */
export function date(at: number): string {
  return longDayWithYear().format(at);
}

/** `1 November 2026 at 17:41` */
export function dateAndTime(at: number): string {
  return full().format(at);
}

/** `in 6 days`, `2 minutes ago`, `just now` */
export function fromNow(at: number, now: number): string {
  const minutes = Math.round((at - now) / 60_000);
  // The browser's own words are *this minute*, which nobody says.
  if (minutes === 0 && at <= now) return i18n.t('common.justNow');
  if (Math.abs(minutes) < 60) return relative().format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 48) return relative().format(hours, 'hour');
  return relative().format(Math.round(hours / 24), 'day');
}
