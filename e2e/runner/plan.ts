// Runs stages in order. A stage that fails does not stop the others; a stage whose need failed cannot run, and counts
// as failed.

export interface TestTime {
  readonly name: string;
  readonly ms: number;
}

export interface StageReport {
  readonly passed: number;
  readonly failed: number;
  /** What a person reads in brackets after the stage's title. */
  readonly note?: string;
  /** One sentence for each failure: which test, and what it said first. */
  readonly failures?: readonly string[];
  readonly times?: readonly TestTime[];
}

export interface Stage {
  /** The word for `--only`. */
  readonly name: string;
  readonly title: string;
  /** Names of stages without whose result this one cannot run. */
  readonly needs: readonly string[];
  /** Throws, or reports a failure; a string is a report without tests. */
  run(): Promise<StageReport | string | undefined>;
}

export interface StageResult extends StageReport {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  readonly ms: number;
}

/** @param tell prints a line when a stage ends */
export async function runPlan(stages: readonly Stage[], tell: (line: string) => void): Promise<StageResult[]> {
  const results = new Map<string, StageResult>();
  for (const stage of stages) {
    const missing = stage.needs.filter((name) => (results.get(name)?.outcome ?? 'passed') !== 'passed');
    const result = missing.length > 0 ? notRun(stage, missing, stages) : await runStage(stage);
    results.set(stage.name, result);
    tell(lineOf(result));
  }
  return [...results.values()];
}

async function runStage(stage: Stage): Promise<StageResult> {
  const startedAt = performance.now();
  const ended = (report: StageReport): StageResult => ({
    ...report,
    title: stage.title,
    outcome: report.failed === 0 ? 'passed' : 'failed',
    ms: performance.now() - startedAt,
  });
  try {
    const report = await stage.run();
    if (typeof report === 'object') return ended(report);
    return ended({ passed: 0, failed: 0, ...(report === undefined ? {} : { note: report }) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return ended({ passed: 0, failed: 1, failures: [message] });
  }
}

function notRun(stage: Stage, missing: readonly string[], stages: readonly Stage[]): StageResult {
  const titles = missing.map((name) => stages.find((other) => other.name === name)?.title ?? name);
  const sentence = `could not run without: ${titles.join(', ')}`;
  return { title: stage.title, outcome: 'not run', passed: 0, failed: 1, note: sentence, failures: [sentence], ms: 0 };
}

const SIGN = { passed: '✓', failed: '✗', 'not run': '–' } as const;

export function lineOf({ title, outcome, passed, failed, note, ms }: StageResult): string {
  const counts = outcome !== 'not run' && passed + failed > 0 ? `${passed} passed, ${failed} failed` : '';
  const inBrackets = [counts, note].filter(Boolean).join('; ');
  return `${SIGN[outcome]} ${title}${inBrackets ? ` (${inBrackets})` : ''}, ${(ms / 1000).toFixed(1)} s`;
}
