// How tests wait: for a state that the product shows, and for as long as something moves. A busy machine is slow and
// moves on; a product that rests short of the state will never show it. So the only bound is on rest: so long a time,
// and so many looks within it, since a process that was not let run for a minute has seen nothing.

/** Longer than any pause that the product makes by itself in a test. */
const REST_MS = 30_000;
const RESTING_LOOKS = 400;
/** Often at first; what takes longer is looked at less often. */
const LOOK_MS = 5;
const SELDOM_MS = 50;

type Asked<T> = T | null | undefined | false;

/**
 * Asks again until the answer is there.
 * @param moves a value that changes as long as the work goes on (a count, a state, a line of a log); without it, only
 * the answer itself is looked at
 * @throws Error if nothing moved any more
 */
export async function eventually<T>(
  ask: () => Promise<Asked<T>> | Asked<T>,
  moves: () => unknown | Promise<unknown> = () => null,
): Promise<T> {
  let last = '';
  let restsSince = performance.now();
  for (let looks = 0; ; looks++) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    const now = JSON.stringify(await moves()) ?? '';
    if (now !== last) {
      last = now;
      restsSince = performance.now();
      looks = 0;
    }
    if (looks >= RESTING_LOOKS && performance.now() - restsSince > REST_MS)
      throw new Error(`nothing moved for ${REST_MS / 1000} s, and it is not there: ${String(ask)}; last seen: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(SELDOM_MS, LOOK_MS * (1 + looks / 20))));
  }
}
