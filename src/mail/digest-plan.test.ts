import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalShare, planShapes, type Shape, type Sizes } from './digest-plan.ts';

const sizesOf = (frame: number, abstract: number, title = 300): Sizes => ({ frame, abstract, title });

const taken = (shape: Shape | undefined, { frame, abstract, title }: Sizes): number => {
  if (typeof shape === 'number') return frame + Math.min(abstract, shape);
  return shape === 'title' ? title : 0;
};

const rank = (shape: Shape): number => (shape === 'absent' ? 0 : shape === 'title' ? 1 : shape === 0 ? 2 : 3);

describe('planShapes', () => {
  it('never takes more than there is, and never favours a later article', () => {
    const sizes = fc.record({
      frame: fc.integer({ min: 400, max: 6000 }),
      abstract: fc.oneof(fc.constant(0), fc.integer({ max: 200_000, min: 100 })),
      title: fc.integer({ min: 100, max: 800 }),
    });
    fc.assert(
      fc.property(fc.array(sizes, { maxLength: 200 }), fc.integer({ min: 0, max: 99_000 }), (list, room) => {
        const shapes = planShapes(list, room);
        expect(shapes).toHaveLength(list.length);
        expect(list.reduce((sum, one, at) => sum + taken(shapes[at], one), 0)).toBeLessThanOrEqual(room);
        const ranks = shapes.map(rank);
        expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
      }),
    );
  });

  it('shortens, then leaves abstracts out, then gives titles, then leaves articles out', () => {
    const ten = Array.from({ length: 10 }, () => sizesOf(1000, 2000));
    const kinds = (room: number) => new Set(planShapes(ten, room));
    expect(kinds(30_000)).toEqual(new Set([Infinity]));
    expect(kinds(20_000)).toEqual(new Set([1000]));
    expect(kinds(11_000)).toEqual(new Set([500, 0]));
    expect(kinds(10_000)).toEqual(new Set([0]));
    expect(kinds(5000)).toEqual(new Set([0, 'title']));
    expect(kinds(3000)).toEqual(new Set(['title']));
    expect(kinds(1000)).toEqual(new Set(['title', 'absent']));
    expect(kinds(0)).toEqual(new Set(['absent']));
  });

  it('takes from the long abstracts first', () => {
    expect(equalShare([100, 5000, 900, 300], 3000)).toBe(1700);
    expect(equalShare([100, 200], 300)).toBe(Infinity);
    expect(equalShare([], -1)).toBeLessThan(0);
  });
});
