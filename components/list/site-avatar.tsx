// The picture of an identity with its site in the corner: the site's icon, or else the first letter of its host. The
// words beside it say the same, so it is hidden from screen readers. Small, and never in the place of our own: a site
// chooses its icon itself.

import { useState } from 'preact/hooks';
import { useApp } from '../model/app.ts';
import { Avatar } from '../ui/avatar.tsx';
import { siteIconsOf } from './site-icons.ts';

/** @param host as a person reads it */
export function SiteAvatar({ id, seed, host, size }: { id: string; seed: string; host: string; size?: number }) {
  const icon = siteIconsOf(useApp()).of(id).value;
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <Avatar
      seed={seed}
      {...(size === undefined ? {} : { size })}
      corner={
        icon === null || icon === broken ? (
          <span class="letter">{letterOf(host)}</span>
        ) : (
          <img src={icon} alt="" width={14} height={14} draggable={false} onError={() => setBroken(icon)} />
        )
      }
    />
  );
}

const letterOf = (host: string): string => {
  const [letter = '?'] = host.replace(/^www\./, '').match(/[\p{L}\p{N}]/u) ?? [];
  return letter.toLocaleUpperCase();
};
