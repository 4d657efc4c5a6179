// Which address of theirs a message goes to: never one that has expired, never twice one beside which another is left,
// and the one for recovery only if nothing else is.
import { array, assert, integer, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryAddress } from '#wire/address.ts';
import type { AddressGrant } from '#wire/message.ts';
import {
  isGood,
  mergeGrants,
  mergeLongTerm,
  type TakenAddress,
  takeAddress,
  wantsAddresses,
} from './their-addresses.ts';

const TODAY = 20_000;
let made = 0;
/** An address as it lies in a grant; only the service reads the part that is sealed in it. */
function addressUntil(expiryDay: number): Uint8Array {
  const sealed = new Uint8Array(144);
  new DataView(sealed.buffer).setUint32(0, made++);
  return deliveryAddress.encode({ suite: 1, generation: 1, expiryDay, sealed });
}
const expiryOf = (address: Uint8Array) => deliveryAddress.decode(address).expiryDay;
const serviceOf = (index: number) => ({ origin: `https://${index}.example`, key: new Uint8Array(32).fill(index) });

const known = record({
  ephemeral: array(array(integer({ min: -5, max: 30 }), { maxLength: 8 }), { maxLength: 4 }),
  longTerm: array(integer({ min: -5, max: 180 }), { maxLength: 4 }),
}).map(({ ephemeral, longTerm }) => ({
  grants: ephemeral.map((days, index) => ({
    service: serviceOf(index),
    addresses: days.toSorted((a, b) => b - a).map((day) => addressUntil(TODAY + day)),
  })),
  longTerm: longTerm.map((day, index) => ({ service: serviceOf(index), address: addressUntil(TODAY + day) })),
}));

test('until nothing is left', () => {
  assert(
    property(known, nat(3), nat(255), (held, perDay, chance) => {
      let grants: readonly AddressGrant[] = held.grants;
      const used = new Set<string>();
      for (let sent = 0; sent < 60; sent++) {
        const today = TODAY + Math.floor(sent / (perDay + 1));
        const good = grants.flatMap(({ addresses }) => addresses.filter((one) => isGood(one, today)));
        const recovery = held.longTerm.map(({ address }) => address);
        const taken = takeAddress({ grants: [...grants], longTerm: held.longTerm }, today, Uint8Array.of(chance));
        if (taken === null) {
          expect([...good, ...recovery].filter((one) => isGood(one, today))).toEqual([]);
          continue;
        }
        const { address, service, alternates } = taken as TakenAddress;
        expect(expiryOf(address)).toBeGreaterThanOrEqual(today);
        // Each other way leads to another service, is good, and stays where it was.
        const ways = [service, ...alternates.map((one) => one.service)].map(({ origin }) => origin);
        expect(new Set(ways).size).toBe(ways.length);
        for (const { address: other } of alternates) {
          expect(expiryOf(other)).toBeGreaterThanOrEqual(today);
          expect([...taken.left.flatMap(({ addresses }) => addresses), ...recovery]).toContain(other);
        }
        const reachable = grants.filter(({ addresses }) => addresses.some((one) => isGood(one, today)));
        expect(alternates.length).toBeGreaterThanOrEqual(Math.min(2, reachable.length - 1));
        const isRecovery = recovery.includes(address);
        // One that is good for as long as a message may be on its way comes before all else, and an ephemeral one
        // before one for recovery.
        const lasting = good.filter((one) => isGood(one, today + 8));
        if (isRecovery) expect(lasting).toEqual([]);
        if (lasting.length > 0) expect(lasting).toContain(address);
        const name = String(address);
        const here = grants.find(({ addresses }) => addresses.includes(address))?.addresses ?? [];
        if (!isRecovery && used.has(name))
          expect(here.filter((one) => isGood(one, today) && one !== address && isGood(one, today + 8))).toEqual([]);
        used.add(name);
        grants = taken.left;
      }
    }),
    { numRuns: 300 },
  );
});

test('a message of theirs is taken in whole: services not named are forgotten, with their addresses for recovery', () => {
  const [one, two] = [addressUntil(TODAY + 30), addressUntil(TODAY + 30)];
  const recovery = { service: serviceOf(1), address: addressUntil(TODAY + 180) };
  const first = mergeGrants({ grants: [], longTerm: [] }, [{ service: serviceOf(1), addresses: [one] }], TODAY);
  const longTerm = mergeLongTerm(first, [recovery, { ...recovery, service: serviceOf(2) }], TODAY);
  expect(longTerm).toEqual([recovery]);
  const more = mergeGrants({ ...first, longTerm }, [{ service: serviceOf(1), addresses: [two] }], TODAY);
  expect(more).toEqual({ grants: [{ service: serviceOf(1), addresses: [two, one] }], longTerm: [recovery] });
  const newer = { service: serviceOf(1), address: addressUntil(TODAY + 170) };
  // The last one given counts, not the one that lives longest: the other may have been revoked.
  expect(mergeLongTerm(more, [newer], TODAY)).toEqual([newer]);
  expect(mergeLongTerm(more, [{ ...newer, address: addressUntil(TODAY - 1) }], TODAY)).toEqual([recovery]);
  expect(mergeGrants(more, [{ service: serviceOf(2), addresses: [] }], TODAY).longTerm).toEqual([]);
});

test('the same service under another key is another service', () => {
  const service = { ...serviceOf(1), key: new Uint8Array(32).fill(9) };
  const given = { grants: [{ service: serviceOf(1), addresses: [] }], longTerm: [] };
  expect(mergeLongTerm(given, [{ service, address: addressUntil(TODAY + 9) }], TODAY)).toEqual([]);
});

test('what is no address is none', () => {
  expect(isGood(new Uint8Array(155), 0)).toBe(false);
  const grants = [{ service: serviceOf(1), addresses: [new Uint8Array(155)] }];
  expect(
    takeAddress({ grants, longTerm: [{ service: serviceOf(1), address: new Uint8Array(155) }] }, 1, Uint8Array.of(0)),
  ).toBeNull();
});

test('which of their services a conversation goes to is chance by relationship, and stays', () => {
  const grants = [1, 2].map((n) => ({ service: serviceOf(n), addresses: [addressUntil(TODAY + 30)] }));
  const to = (chance: number) => takeAddress({ grants, longTerm: [] }, TODAY, Uint8Array.of(chance))?.service.origin;
  expect([to(0), to(1), to(2), to(255)]).toEqual([1, 2, 1, 2].map((n) => serviceOf(n).origin));
});

test('asking is for who holds only what expires soon, something still, and once a month', () => {
  const week = addressUntil(TODAY + 7);
  const grants = [{ service: serviceOf(1), addresses: [week] }];
  const recovery = (days: number) => [{ service: serviceOf(1), address: addressUntil(TODAY + days) }];
  const wants = (longTermDays: number, askedDay = 0, spread = 0) =>
    wantsAddresses({ grants, longTerm: recovery(longTermDays), askedDay }, spread, TODAY);
  expect([wants(91), wants(90), wants(7), wants(90, 0, 15), wants(75, 0, 15)]).toEqual([
    false,
    true,
    true,
    false,
    true,
  ]);
  expect([wants(50, TODAY), wants(50, TODAY - 29), wants(50, TODAY - 30)]).toEqual([false, false, true]);
  expect(wantsAddresses({ grants: [], longTerm: recovery(-1), askedDay: 0 }, 0, TODAY)).toBe(false);
  expect(wantsAddresses({ grants: [], longTerm: [], askedDay: 0 }, 0, TODAY)).toBe(false);
});
