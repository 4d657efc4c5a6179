// The generated picture of an identity: two arcs and a core on a tinted ground, coloured from a seed. Same seed, same
// picture, so a person recognises an identity before reading its name. Shapes are data: the in-page menu and the pages
// draw them each their own way. A picture identifies to the eye only; it is no fingerprint to compare.

export interface Arc {
  readonly radius: number;
  readonly width: number;
  /** Degrees clockwise from three o'clock at which the arc begins. */
  readonly rotation: number;
  /** Length along the circle, in the units of the view box. */
  readonly length: number;
  readonly colour: string;
}

/** Drawn in a box of 40 × 40, centre 20, 20; arcs have round ends and no fill. */
export interface Picture {
  readonly ground: string;
  readonly arcs: readonly Arc[];
  readonly core: { readonly radius: number; readonly colour: string };
}

/** FNV-1a over the characters, 32 bits. */
function hash(seed: string, start: number): number {
  let value = start;
  for (let i = 0; i < seed.length; i++) value = Math.imul(value ^ seed.charCodeAt(i), 16777619);
  return value >>> 0;
}

const colour = (lightness: number, chroma: number, hue: number): string => `oklch(${lightness} ${chroma} ${hue})`;

/** The picture of a seed (any text; identities use lower-case hex). */
export function pictureOf(seed: string): Picture {
  const bits = hash(seed, 2166136261);
  const more = hash(seed, 0x9747b28c);
  const hue = bits % 360;
  // The second hue stays 70 to 190 degrees away, so the arcs can be told apart with poor colour vision too.
  const other = (hue + 70 + ((bits >>> 9) % 120)) % 360;
  const arc = (radius: number, width: number, rotation: number, degrees: number, paint: string): Arc => ({
    radius,
    width,
    rotation,
    length: Math.round((degrees / 360) * 2 * Math.PI * radius * 100) / 100,
    colour: paint,
  });
  return {
    ground: colour(0.93, 0.045, hue),
    arcs: [
      arc(13.5, 3, more % 360, 120 + ((more >>> 9) % 110), colour(0.62, 0.15, hue)),
      arc(9, 3, (more >>> 18) % 360, 120 + ((bits >>> 17) % 120), colour(0.55, 0.17, other)),
    ],
    core: { radius: 4.2, colour: colour(0.42, 0.15, other) },
  };
}
