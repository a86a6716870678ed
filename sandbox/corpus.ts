import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { addAll, type BitSet, difference, has, membersOf, newBitSet, sizeOf } from './bit-set.ts';
import type { Day } from './record-dates.ts';
import { readFields } from './record-fields.ts';
import { type RecordBytes, splitRecords } from './record-split.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';

export type SortOrder = 'most recent' | 'pub date' | 'author' | 'journal';

export interface Corpus {
  index: SearchIndex;
  /** Living records: what was replaced or deleted is not counted. */
  size(): number;
  /** The highest PMID that was ever added; 0 before the first. */
  highestPmid(): number;
  /** Adds every record of a PubMed XML text; a PMID that is there already is replaced. Returns the PMIDs. */
  add(xml: string | Buffer): number[];
  /** A file as `.xml` or `.xml.gz`; NLM's baseline and update files included. */
  load(path: string): number[];
  remove(pmid: number): boolean;
  /** The record as it stood in its file, to the byte. */
  get(pmid: number): Buffer | undefined;
  /** Drops records that were replaced or deleted from a search's hits. */
  living(hits: BitSet): BitSet;
  /** One page of the hits as PMIDs. */
  page(hits: BitSet, request: { sort: SortOrder; from: number; count: number }): number[];
  clear(): void;
}

interface Entry {
  pmid: number;
  bytes: Buffer;
  crdt: Day;
  published: Day;
  author: string;
  journal: string;
}

const byPmid = (a: Entry, b: Entry): number => b.pmid - a.pmid;
const COMPARE: Record<SortOrder, (a: Entry, b: Entry) => number> = {
  'most recent': (a, b) => b.crdt - a.crdt || byPmid(a, b),
  'pub date': (a, b) => b.published - a.published || byPmid(a, b),
  author: (a, b) => a.author.localeCompare(b.author) || byPmid(a, b),
  journal: (a, b) => a.journal.localeCompare(b.journal) || byPmid(a, b),
};

/** A page of few hits is sorted by itself; a page of many is read off the order of the whole corpus. */
const FEW = 2000;

/** Records and their index, in memory. */
export function createCorpus(): Corpus {
  let index = createSearchIndex();
  let entries: Entry[] = [];
  let numbers = new Map<number, number>();
  let dead: number[] = [];
  let orders = new Map<SortOrder, number[]>();
  let highest = 0;

  function bury(pmid: number): boolean {
    const number = numbers.get(pmid);
    if (number === undefined) return false;
    dead.push(number);
    numbers.delete(pmid);
    return true;
  }

  function addRecord(record: RecordBytes): number {
    const fields = readFields(record);
    const { pmid, dates } = fields;
    bury(pmid);
    numbers.set(pmid, entries.length);
    highest = Math.max(highest, pmid);
    index.add(fields);
    entries.push({
      pmid,
      bytes: record.bytes,
      crdt: dates.crdt,
      published: dates.epdat ?? dates.ppdat ?? dates.crdt,
      author: fields.firstAuthor,
      journal: fields.journal,
    });
    return pmid;
  }

  function sorted(sort: SortOrder, list: number[]): number[] {
    const entry = (number: number): Entry => entries[number] as Entry;
    return list.sort((a, b) => COMPARE[sort](entry(a), entry(b)));
  }

  function wholeOrder(sort: SortOrder): number[] {
    const known = orders.get(sort);
    if (known !== undefined) return known;
    const order = sorted(sort, [...entries.keys()]);
    orders.set(sort, order);
    return order;
  }

  const corpus: Corpus = {
    get index() {
      return index;
    },
    size: () => numbers.size,
    highestPmid: () => highest,
    add(xml) {
      const { records, deleted } = splitRecords(typeof xml === 'string' ? Buffer.from(xml) : xml);
      orders.clear();
      const pmids = records.map(addRecord);
      for (const pmid of deleted) bury(pmid);
      return pmids;
    },
    load(path) {
      const bytes = readFileSync(path);
      const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
      return corpus.add(packed ? gunzipSync(bytes) : bytes);
    },
    remove: bury,
    get: (pmid) => entries[numbers.get(pmid) ?? -1]?.bytes,
    living: (hits) => (dead.length === 0 ? hits : difference(hits, addAll(newBitSet(index.size()), dead))),
    page(hits, { sort, from, count }) {
      const few = sizeOf(hits) <= FEW;
      const order = few
        ? sorted(sort, membersOf(hits))
        : wholeOrder(sort).filter((number) => has(hits, number));
      return order.slice(from, from + count).map((number) => (entries[number] as Entry).pmid);
    },
    clear() {
      index = createSearchIndex();
      entries = [];
      numbers = new Map();
      dead = [];
      orders = new Map();
      highest = 0;
    },
  };
  return corpus;
}
