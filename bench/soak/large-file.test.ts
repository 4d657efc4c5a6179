// 64 MiB from one person to another, each in a process of their own like the two services between them: it arrives whole, and nobody held it.
import { expect, test } from 'vitest';
import { largeFile } from './large-file.ts';

test('a large file goes through four processes that hold some parts of it at a time', async () => {
  const { grown } = await largeFile(64);
  // Whoever holds it has it twice at the least, as it came and as it goes. What is measured is mostly the collector's patience: a
  // gigabyte took 20 to 49 MiB.
  for (const [who, mib] of Object.entries(grown)) expect(mib, who).toBeLessThan(96);
});
