import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, sourcePaths } from './imports.ts';
import { idiomsIn, MAX_IDIOMS, remarkViolations } from './remarks.ts';

// The rule names the idioms that it looks for.
const texts = sourcePaths()
  .filter((path) => !path.startsWith('e2e/house/remarks'))
  .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const);

describe('remarks', () => {
  it('are no wider than a line, and headers no longer than four', () => {
    const violations = texts.flatMap(([path, text]) => remarkViolations(path, text));
    expect(violations, violations.join('\n')).toEqual([]);
  });

  it('say who does what', () => {
    const idioms = texts.flatMap(([path, text]) => idiomsIn(path, text));
    expect(idioms.length, idioms.join('\n')).toBeLessThanOrEqual(MAX_IDIOMS);
  });
});

describe('the check', () => {
  it('sees a remark that is too wide, wherever it stands', () => {
    const wide = 'x'.repeat(120);
    expect(remarkViolations('a.ts', `// ${wide}`)).toEqual([expect.stringMatching(/a\.ts:1 is wider/)]);
    expect(remarkViolations('a.ts', `/**\n * ${wide}\n */\nlet a;`)).toEqual([
      expect.stringMatching(/a\.ts:2 is wider/),
    ]);
    expect(remarkViolations('a.ts', `const a = '${wide}';`)).toEqual([]);
    expect(remarkViolations('a.ts', `// https://example.org/${wide}`)).toEqual([]);
  });

  it('sees a header of five lines', () => {
    expect(remarkViolations('a.ts', '// a\n// b\n// c\n// d\nlet a;')).toEqual([]);
    expect(remarkViolations('a.ts', '// a\n// b\n// c\n// d\n// e\nlet a;')).toEqual([
      expect.stringMatching(/5 lines of remark/),
    ]);
  });

  it('sees each idiom, in remarks only', () => {
    const text = `// What is late is lost. Somebody waits; whoever asks. Where it is away, nothing.\nconst a = 'what is';`;
    expect(idiomsIn('a.ts', text)).toHaveLength(4);
    expect(idiomsIn('a.ts', '// The folder where tests lie. Where is it?\nlet a;')).toEqual([]);
  });
});
