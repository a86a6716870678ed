import { describe, expect, it } from 'vitest';
import { createModeRule } from './mode-rule.ts';

describe('how jobs travel', () => {
  it('goes to Redis at once at the start, and away from it at once', () => {
    const rule = createModeRule();
    expect(rule(true, 0)).toBe('rq');
    expect(rule(false, 1000)).toBe('local');
  });

  it('returns when Redis has been well for two seconds', () => {
    const rule = createModeRule();
    rule(true, 0);
    rule(false, 1000);
    expect(rule(true, 5000)).toBe('local');
    expect(rule(true, 6900)).toBe('local');
    expect(rule(true, 7000)).toBe('rq');
  });

  it('waits longer for one that comes and goes, and never as long as promised', () => {
    const rule = createModeRule();
    rule(true, 0);
    rule(false, 1000);
    rule(true, 2000);
    expect(rule(true, 4000)).toBe('rq');
    rule(false, 5000);
    rule(true, 6000);
    expect(rule(true, 12_900)).toBe('local');
    expect(rule(true, 13_000)).toBe('rq');
    // A minute of calm forgives.
    rule(false, 80_000);
    rule(true, 81_000);
    expect(rule(true, 83_000)).toBe('rq');
  });

  it('does not count a moment of health as a return', () => {
    const rule = createModeRule();
    rule(true, 0);
    const modes = Array.from({ length: 40 }, (_, n) => rule(n % 3 === 0, 1000 + n * 500));
    expect(new Set(modes.slice(1))).toEqual(new Set(['local']));
  });
});
