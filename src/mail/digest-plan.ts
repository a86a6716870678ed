/**
 * How an article stands in the mail: with so many bytes for its abstract (Infinity: whole; 0: left out), by its title
 * only, or not at all.
 */
export type Shape = number | 'title' | 'absent';

/** What one article takes of the mail, in bytes of HTML. */
export interface Sizes {
  /** Everything but the abstract: with the line that leads to it where it is not whole. */
  frame: number;
  /** The whole abstract; 0 where there is none. */
  abstract: number;
  /** By its title only. */
  title: number;
}

/** A shorter piece of an abstract says nothing. */
const leastAbstract = 500;

/**
 * Gives every article as much as `room` bytes allow: abstracts are shortened first, the long ones before the short
 * ones; then the last ones go without; then the last articles are titles; only then are the last ones absent.
 * Time grows with the number of articles (and its logarithm), whatever their size.
 */
export function planShapes(sizes: readonly Sizes[], room: number): Shape[] {
  const forAbstracts = room - sum(sizes, ({ frame }) => frame);
  const share = equalShare(
    sizes.map(({ abstract }) => abstract),
    forAbstracts,
  );
  if (share >= leastAbstract) return sizes.map(() => share);

  const short: Step = { shape: leastAbstract, size: (s) => s.frame + Math.min(s.abstract, leastAbstract) };
  const bare: Step = { shape: 0, size: ({ frame }) => frame };
  const byTitle: Step = { shape: 'title', size: ({ title }) => title };
  const absent: Step = { shape: 'absent', size: () => 0 };
  return (
    bestForFirst({ sizes, room, better: short, worse: bare }) ??
    bestForFirst({ sizes, room, better: bare, worse: byTitle }) ??
    bestForFirst({ sizes, room, better: byTitle, worse: absent }) ??
    sizes.map(() => 'absent')
  );
}

interface Step {
  shape: Shape;
  size: (sizes: Sizes) => number;
}

/** The better shape for as many of the first ones as fit, the worse for the others; null where even that is too much. */
function bestForFirst(input: {
  sizes: readonly Sizes[];
  room: number;
  better: Step;
  worse: Step;
}): Shape[] | null {
  const { sizes, room, better, worse } = input;
  let left = room - sum(sizes, worse.size);
  if (left < 0) return null;
  return sizes.map((one) => {
    left -= better.size(one) - worse.size(one);
    // Once one did not fit, none after it does: the reader sees one order, not a mixture.
    if (left < 0) left = Number.NEGATIVE_INFINITY;
    return left >= 0 ? better.shape : worse.shape;
  });
}

/** The highest share such that all get what they want or the share, and together no more than `room`. */
export function equalShare(wants: readonly number[], room: number): number {
  let left = room;
  let rest = wants.length;
  for (const want of wants.toSorted((a, b) => a - b)) {
    if (want * rest > left) return Math.floor(left / rest);
    left -= want;
    rest--;
  }
  return left < 0 ? -1 : Number.POSITIVE_INFINITY;
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((total, one) => total + of(one), 0);
