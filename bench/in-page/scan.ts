// Looks at the page it is run in as the autofill script does: facts, then a first glance; with the menu there, all
// words. Bundled and run in web pages (autofill.ts).
import { classify } from '#autofill/forms/classify.ts';
import { glance } from '#autofill/forms/glance.ts';
import { readFacts } from '#autofill/page/facts.ts';
import { watchFields } from '#autofill/page/watch.ts';

const ELEMENTS = 10_000;
const CHANGES = 1_000;

export interface Seen {
  /** ms each */
  scans: number[];
  scansWithoutField: number;
}

function scans(rounds: number, tell: typeof glance): number[] {
  return Array.from({ length: rounds }, (_, round) => {
    // What a look forces the page to lay out is part of its cost.
    document.body.style.paddingBottom = `${round % 2}px`;
    const startedAt = performance.now();
    tell(readFacts(document).facts);
    return performance.now() - startedAt;
  }).slice(1);
}

export function scanPage(rounds: number): Seen {
  return { scans: scans(rounds, glance), scansWithoutField: 0 };
}

export function scanPageClosely(rounds: number): Seen {
  return { scans: scans(rounds, classify), scansWithoutField: 0 };
}

export async function scanLargePage(rounds: number): Promise<Seen> {
  const list = document.createElement('div');
  for (let row = 0; row < ELEMENTS / 5; row++) {
    const item = document.createElement('section');
    item.innerHTML = `<h3>Row ${row}</h3><p>Some <b>words</b> about it</p><a href="#${row}">More</a>`;
    list.append(item);
  }
  document.body.append(list);
  const times = scans(rounds, glance);
  let looks = 0;
  const life = new AbortController();
  const { observe } = watchFields(
    window,
    () => {},
    () => looks++,
    life.signal,
  );
  observe(document);
  await idle();
  // The look at the beginning.
  looks = 0;
  for (let change = 0; change < CHANGES; change++) {
    const note = document.createElement('p');
    note.textContent = `Note ${change}`;
    list.append(note);
  }
  await idle();
  life.abort();
  return { scans: times, scansWithoutField: looks };
}

/** After everything that is due has run. */
function idle(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(() => setTimeout(resolve, 700))));
}
