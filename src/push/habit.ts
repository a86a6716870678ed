import type { RunCounts } from './counts.ts';

/** Fewer runs than this are no habit. */
const fewest = 3;

/** The median of PubMed's counts in past runs, each given as the JSON of its `RunCounts`; null while there is no habit. */
export function usualCount(past: readonly string[]): number | null {
  const counts = past.map((json) => (JSON.parse(json) as RunCounts).found).sort((a, b) => a - b);
  return counts.length < fewest ? null : (counts[counts.length >> 1] ?? null);
}
