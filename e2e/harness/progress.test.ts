// A wait lasts as long as something moves; when it stands still, the failure tells the last look.

import { describe, expect, it } from 'vitest';
import { progressUntil } from './progress.ts';

describe('a wait that is bounded by progress', () => {
  // Any time without a move is too long, so nothing here depends on the speed of the machine.
  const AT_ONCE = -1;

  it('goes on for as long as something moves', async () => {
    let bytes = 0;
    const look = async () => ({ bytes: bytes++ });
    expect(await progressUntil('a file comes', look, (seen) => seen.bytes === 5, AT_ONCE)).toEqual({ bytes: 5 });
  });

  it('ends when nothing moves, and says what was seen last', async () => {
    const look = async () => ({ bytes: 7 });
    await expect(progressUntil('a file comes', look, () => false, AT_ONCE)).rejects.toThrow(
      /^a file comes: nothing has moved for .* last seen: {"bytes":7}$/,
    );
  });
});
