/** A set of record numbers, one bit each; all sets of one search have the same length. */
export type BitSet = Uint32Array;

export const newBitSet = (size: number): BitSet => new Uint32Array((size + 31) >>> 5);

export function addAll(set: BitSet, members: readonly number[] | undefined): BitSet {
  if (members === undefined) return set;
  for (const member of members) set[member >>> 5] = (set[member >>> 5] ?? 0) | (1 << (member & 31));
  return set;
}

export const has = (set: BitSet, member: number): boolean =>
  ((set[member >>> 5] ?? 0) & (1 << (member & 31))) !== 0;

export const intersection = (left: BitSet, right: BitSet): BitSet =>
  left.map((word, i) => word & (right[i] ?? 0));
export const union = (left: BitSet, right: BitSet): BitSet => left.map((word, i) => word | (right[i] ?? 0));
export const difference = (left: BitSet, right: BitSet): BitSet =>
  left.map((word, i) => word & ~(right[i] ?? 0));

export function sizeOf(set: BitSet): number {
  let count = 0;
  for (let word of set) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return count;
}

export function membersOf(set: BitSet): number[] {
  const members: number[] = [];
  set.forEach((word, i) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) members.push(i * 32 + 31 - Math.clz32(rest & -rest));
  });
  return members;
}
