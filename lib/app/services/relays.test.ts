// The choice between my sending services: none sees all, those with more room see more, and those that do badly are
// asked last.
import { describe, expect, test } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { scripted } from '#protocol/vectors/scripted.ts';
import { ENVELOPE_SIZES } from '#wire/sizes.ts';
import type { ServiceStatus } from '#wire/transport.ts';
import type { Transport } from '../ports/ports.ts';
import { Relays } from './relays.ts';

const [A, B, C] = ['https://a.example', 'https://b.example', 'https://c.example'] as const;
const NEED = { destination: 'https://theirs.example', byteCount: 4096 };
const OPEN: ServiceStatus = {
  availability: 'open',
  freeQuarters: 4,
  envelopeBytes: [...ENVELOPE_SIZES],
  maxBlobBytes: 0,
  routes: [],
};
const AT = 1_700_000_000_000;

/** Relays that have asked services which say this of themselves. */
async function relaysOf(statuses: Record<string, Partial<ServiceStatus>>): Promise<Relays> {
  const relays = new Relays();
  await relays.ask(appOf(statuses), Object.keys(statuses), () => {});
  return relays;
}

function appOf(statuses: Record<string, Partial<ServiceStatus>>, asked: string[] = [], now = () => AT) {
  const call = async (_: string, origin: string) => {
    asked.push(origin);
    if (statuses[origin] === undefined) throw new Fault('unavailable', 'no-answer', 'away');
    return { ...OPEN, ...statuses[origin] };
  };
  return { entropy: scripted('relays').draw, now, transport: { call } as unknown as Transport };
}

/** How often each comes first of a thousand times. */
function firsts(relays: Relays, origins: readonly string[], need = NEED, now = AT): Record<string, number> {
  const { draw } = scripted('draws');
  const counted: Record<string, number> = Object.fromEntries(origins.map((origin) => [origin, 0]));
  for (let time = 0; time < 1000; time++) {
    const [first] = relays.order(origins, need, now, draw);
    counted[first as string] = (counted[first as string] ?? 0) + 1;
  }
  return counted;
}

describe('which is asked first', () => {
  test('is chance, the same for all where nothing is known', () => {
    for (const count of Object.values(firsts(new Relays(), [A, B, C]))) expect(count).toBeGreaterThan(280);
  });

  test('is whoever learns least, unless it does badly', async () => {
    const tells = (origin: string): number => (origin === A ? 5 : origin === B ? 2 : 0);
    const need = { ...NEED, tells };
    expect(firsts(new Relays(), [A, B, C], need)).toEqual({ [A]: 0, [B]: 0, [C]: 1000 });
    const full = await relaysOf({ [C]: { availability: 'full' } });
    expect(firsts(full, [A, B, C], need)).toEqual({ [A]: 0, [B]: 1000, [C]: 0 });
    full.heard(B, false, AT);
    expect(firsts(full, [A, B, C], need)).toEqual({ [A]: 1000, [B]: 0, [C]: 0 });
  });

  test('is chance in proportion to the room they have', async () => {
    const relays = await relaysOf({ [A]: { freeQuarters: 4 }, [B]: { freeQuarters: 1 } });
    const counted = firsts(relays, [A, B]);
    // Five to two.
    expect(counted[A]).toBeGreaterThan(650);
    expect(counted[B]).toBeGreaterThan(230);
  });

  test.each([
    ['that is full', { availability: 'full', freeQuarters: 0 }],
    ['that is going down', { availability: 'closing' }],
    ['that does not deliver there', { routes: ['https://others.example'] }],
    ['that does not take the size', { envelopeBytes: [16_384] }],
  ] as const)('is none %s, and it is asked all the same where no other takes it', async (_, status) => {
    const relays = await relaysOf({ [A]: status as Partial<ServiceStatus>, [B]: {} });
    expect(firsts(relays, [A, B])).toEqual({ [A]: 0, [B]: 1000 });
    expect(relays.order([A], NEED, AT, scripted('one').draw)).toEqual([A]);
  });

  test('believes no more room than there can be', async () => {
    const relays = await relaysOf({ [A]: { freeQuarters: 255 }, [B]: { freeQuarters: 4 } });
    expect(firsts(relays, [A, B])[B]).toBeGreaterThan(400);
  });

  test('is not the one that did not answer, for a minute, then two, until it answers', () => {
    const relays = new Relays();
    relays.heard(A, false, AT);
    expect(firsts(relays, [A, B], NEED, AT + 59_000)[A]).toBe(0);
    expect(firsts(relays, [A, B], NEED, AT + 60_001)[A]).toBeGreaterThan(400);
    relays.heard(A, false, AT + 60_001);
    expect(firsts(relays, [A, B], NEED, AT + 170_000)[A]).toBe(0);
    relays.heard(A, true, AT + 170_000);
    expect(firsts(relays, [A, B], NEED, AT + 170_001)[A]).toBeGreaterThan(400);
  });

  test('may be any where the clock was put back', () => {
    const relays = new Relays();
    relays.heard(A, false, AT + 86_400_000);
    expect(relays.isSilent(A, AT)).toBe(false);
  });
});

describe('asking for a status', () => {
  test('happens once in ten minutes, and not where nobody answered', async () => {
    const asked: string[] = [];
    let now = AT;
    const relays = new Relays();
    const turn = async () => {
      await relays.ask(
        appOf({ [A]: {} }, asked, () => now),
        [A, B],
        (origin, answered) => relays.heard(origin, answered, now),
      );
      return asked.splice(0).sort();
    };
    expect(await turn()).toEqual([A, B]);
    now += 5 * 60_000;
    expect(await turn()).toEqual([]);
    now += 16 * 60_000;
    expect(await turn()).toEqual([A, B]);
  });

  test('that an older service does not know is no sign of anything', async () => {
    const relays = new Relays();
    const told: boolean[] = [];
    const call = async () => {
      throw new Fault('refused', 'not-found', 'no such endpoint');
    };
    await relays.ask({ ...appOf({}), transport: { call } as unknown as Transport }, [A], (_, answered) =>
      told.push(answered),
    );
    expect(told).toEqual([]);
    expect(relays.isSilent(A, AT)).toBe(false);
  });
});
