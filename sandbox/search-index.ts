import { addAll, type BitSet, intersection, membersOf, newBitSet, union } from './bit-set.ts';
import { type RecordFields, SECTIONS, type Section } from './record-fields.ts';
import { normalized, words } from './words.ts';

/** Date fields that can be searched; `dp` is both the printed and the electronic date. */
export const DATE_FIELDS = ['crdt', 'edat', 'mhda', 'lr', 'dcom', 'ppdat', 'epdat', 'dp'] as const;
export type DateField = (typeof DATE_FIELDS)[number];

/** At most this many forms of a truncated word, as EInfo states for PubMed. */
const MAX_EXPANSIONS = 600;

export interface SearchIndex {
  /** Records get the numbers 0, 1, 2 … in the order in which they are added. */
  add(fields: RecordFields): void;
  size(): number;
  word(sections: readonly Section[], word: string): BitSet;
  /** Records in which the words stand next to each other within one value of one section. */
  phrase(sections: readonly Section[], phrase: readonly string[]): BitSet;
  /** Words that begin with `stem`. */
  wordsFrom(sections: readonly Section[], stem: string): BitSet;
  value(field: string, value: string): BitSet;
  valuesFrom(field: string, stem: string): BitSet;
  /** Both ends belong to it; days as 20261124. */
  dates(field: DateField, from: number, to: number): BitSet;
}

/** Keys in order, sorted again only after new ones came. */
function sortedKeys<Value>(map: Map<string, Value>): (stem: string) => Value[] {
  let keys: string[] = [];
  return (stem) => {
    if (keys.length !== map.size) keys = [...map.keys()].sort();
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? '') < stem) low = middle + 1;
      else high = middle;
    }
    const found: Value[] = [];
    for (let i = low; i < keys.length && found.length < MAX_EXPANSIONS && keys[i]?.startsWith(stem); i++) {
      const value = map.get(keys[i] ?? '');
      if (value !== undefined) found.push(value);
    }
    return found;
  };
}

function append<Key>(map: Map<Key, number[]>, key: Key, record: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [record]);
  else if (list.at(-1) !== record) list.push(record);
}

function containsRun(text: Uint32Array, run: readonly number[]): boolean {
  const [first = 0] = run;
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    if (run.every((word, i) => text[start + i] === word)) return true;
  }
  return false;
}

/** An inverted index: a search costs the length of the lists that it touches, not the number of records. */
export function createSearchIndex(): SearchIndex {
  const wordNumbers = new Map<string, number>();
  const wordsByStem = sortedKeys(wordNumbers);
  const postings = new Map(SECTIONS.map((section) => [section, new Map<number, number[]>()]));
  /** The words of each section of each record in order, 0 between two values: what phrases are looked for in. */
  const texts = new Map(SECTIONS.map((section): [Section, Uint32Array[]] => [section, []]));
  const values = new Map<string, Map<string, number[]>>();
  const valuesByStem = new Map<string, (stem: string) => number[][]>();
  const days = new Map(DATE_FIELDS.map((field) => [field, new Map<number, number[]>()]));
  let size = 0;

  function numberOf(word: string): number {
    const known = wordNumbers.get(word);
    if (known !== undefined) return known;
    wordNumbers.set(word, wordNumbers.size + 1);
    return wordNumbers.size;
  }

  function addSection(section: Section, record: number, parts: string[]): void {
    const text: number[] = [];
    const lists = postings.get(section) ?? new Map();
    for (const part of parts) {
      for (const word of words(part)) {
        const number = numberOf(word);
        text.push(number);
        append(lists, number, record);
      }
      text.push(0);
    }
    texts.get(section)?.push(Uint32Array.from(text));
  }

  function addValue(field: string, value: string, record: number): void {
    let lists = values.get(field);
    if (lists === undefined) {
      lists = new Map();
      values.set(field, lists);
      valuesByStem.set(field, sortedKeys(lists));
    }
    append(lists, normalized(value), record);
  }

  function numbersIn(sections: readonly Section[], numbers: readonly number[]): BitSet {
    const set = newBitSet(size);
    for (const section of sections)
      for (const number of numbers) addAll(set, postings.get(section)?.get(number));
    return set;
  }

  return {
    size: () => size,
    add({ sections, values: own, dates }) {
      const record = size++;
      for (const section of SECTIONS) addSection(section, record, sections[section]);
      for (const [field, value] of own) addValue(field, value, record);
      const { ppdat, epdat, ...single } = dates;
      for (const [field, day] of Object.entries({ ...single, ppdat, epdat }) as [
        DateField,
        number | undefined,
      ][]) {
        if (day !== undefined) append(days.get(field) ?? new Map(), day, record);
      }
      for (const day of [ppdat, epdat])
        if (day !== undefined) append(days.get('dp') ?? new Map(), day, record);
    },
    word: (sections, word) => numbersIn(sections, [wordNumbers.get(word) ?? -1]),
    wordsFrom: (sections, stem) => numbersIn(sections, wordsByStem(stem)),
    phrase(sections, phrase) {
      const run = phrase.map((word) => wordNumbers.get(word) ?? -1);
      let found = newBitSet(size);
      for (const section of sections) {
        const candidates = run.map((number) => numbersIn([section], [number])).reduce(intersection);
        const section_texts = texts.get(section) ?? [];
        const hits = membersOf(candidates).filter((record) =>
          containsRun(section_texts[record] ?? new Uint32Array(), run),
        );
        found = union(found, addAll(newBitSet(size), hits));
      }
      return found;
    },
    value: (field, value) => addAll(newBitSet(size), values.get(field)?.get(normalized(value))),
    valuesFrom(field, stem) {
      const set = newBitSet(size);
      for (const list of valuesByStem.get(field)?.(normalized(stem)) ?? []) addAll(set, list);
      return set;
    },
    dates(field, from, to) {
      const set = newBitSet(size);
      for (const [day, list] of days.get(field) ?? []) if (day >= from && day <= to) addAll(set, list);
      return set;
    },
  };
}
