// Origins as people read them: the host alone, since services are reached over https; another scheme is said.

/** `https://a.example` → `a.example`; what is no https origin stays as it is. */
export function hostOf(origin: string): string {
  return origin.startsWith('https://') && URL.canParse(origin) ? new URL(origin).host : origin;
}
