// Which sites take one-time codes, by a list that the package carries: no site is asked.
import { TWO_FACTOR_HOSTS } from './two-factor-data.ts';

let hosts: ReadonlySet<string> | null = null;

/** Whether accounts at this host, or at one above it, take time-based one-time codes. */
export function takesCodesAt(host: string): boolean {
  hosts ??= new Set(TWO_FACTOR_HOSTS.trim().split(/\s+/));
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  return labels.some((_, at) => hosts?.has(labels.slice(at).join('.')) === true);
}
