import { it } from 'vitest';

it('sets a clock', () => {
  setInterval(() => {}, 1000);
});
