// The mark of Nucleus: a core and two arcs around it, never closed. The side panel's HTML has it, too.

export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle cx="12" cy="12" r="3.6" fill="currentColor" />
      <path d="M20.5 12a8.5 8.5 0 0 1-8.5 8.5" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />
      <path d="M3.5 12A8.5 8.5 0 0 1 12 3.5" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />
    </svg>
  );
}
