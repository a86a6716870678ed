import type { MetricSource } from '../contract/journals.ts';
import type { Facts } from './facts.ts';

/** What a rule finds in a paper; `unknown` where nobody says what it asks. */
export type Finding = 'pass' | 'fail' | 'unknown';

/** A rule made ready to be asked of many papers. */
export interface Check {
  find(facts: Facts): Finding;
  /** What it saw, as printed; null where there was nothing. Asked only of papers that are set aside or marked. */
  value(facts: Facts): string | null;
  /** Whose figures it reads; absent of a rule about the record itself. */
  source?: MetricSource;
}

export const opposite = (finding: Finding): Finding =>
  finding === 'unknown' ? 'unknown' : finding === 'pass' ? 'fail' : 'pass';

/** The same question, asked so that a hit speaks against the paper. */
export const inverted = (check: Check): Check => ({ ...check, find: (facts) => opposite(check.find(facts)) });
