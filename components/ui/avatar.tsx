// The generated picture of an identity. It carries no name: the words beside it do, so it is hidden from screen
// readers.

import type { ComponentChildren } from 'preact';
import { pictureOf } from '#logins/picture.ts';
import './avatar.css';

export interface AvatarProps {
  seed: string;
  size?: number;
  /** Something small that lies over its corner. */
  corner?: ComponentChildren;
}

export function Avatar({ seed, size = 40, corner }: AvatarProps) {
  if (corner === undefined) return <Rings seed={seed} size={size} />;
  return (
    <span class="avatar-place" aria-hidden="true">
      <Rings seed={seed} size={size} />
      <span class="corner">{corner}</span>
    </span>
  );
}

function Rings({ seed, size }: { seed: string; size: number }) {
  const { ground, arcs, core } = pictureOf(seed);
  return (
    <span class="avatar" style={{ inlineSize: `${size}px`, blockSize: `${size}px` }} aria-hidden="true">
      <svg viewBox="0 0 40 40" fill="none" aria-hidden="true">
        <rect width="40" height="40" fill={ground} />
        {arcs.map((arc) => (
          <circle
            key={arc.radius}
            cx="20"
            cy="20"
            r={arc.radius}
            stroke={arc.colour}
            stroke-width={arc.width}
            stroke-linecap="round"
            stroke-dasharray={`${arc.length} 999`}
            transform={`rotate(${arc.rotation} 20 20)`}
          />
        ))}
        <circle cx="20" cy="20" r={core.radius} fill={core.colour} />
      </svg>
    </span>
  );
}
