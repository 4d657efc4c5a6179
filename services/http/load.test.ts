// Bodies under way: never more than the bound, never more of one peer than its share, and given back exactly once.
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { Load } from './load.ts';

it('holds its bounds whatever is taken and given back', () => {
  const step = record({
    peer: constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1', '2001:db8::2'),
    bytes: integer({ min: 0, max: 400 }),
    give: integer({ min: 0, max: 9 }),
  });
  assert(
    property(array(step, { maxLength: 200 }), (steps) => {
      const load = new Load(1000, 600);
      const held: { peer: string; bytes: number; release: () => void }[] = [];
      // An IPv6 peer is its /64.
      const nameOf = (peer: string) => peer.replace(/::.*/, '');
      const sum = (peer?: string) =>
        held.reduce((all, one) => all + (peer === undefined || nameOf(one.peer) === nameOf(peer) ? one.bytes : 0), 0);
      for (const { peer, bytes, give } of steps) {
        const fits = sum() + bytes <= 1000 && sum(peer) + bytes <= 600;
        const release = load.take(peer, bytes);
        expect(release !== null).toBe(fits);
        if (release !== null) held.push({ peer, bytes, release });
        const given = give < held.length ? held.splice(give, 1) : [];
        for (const one of given) {
          one.release();
          one.release();
        }
        expect(load.bytes).toBe(sum());
      }
    }),
  );
});
