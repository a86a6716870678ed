import { type BitSet, difference, intersection, newBitSet, union } from './bit-set.ts';
import { type DayRange, rangeOfDate, rangeOfLast, showDay } from './query-dates.ts';
import {
  ALL_FIELDS,
  type DayField,
  FILTER,
  fieldOfTag,
  MESH_TERMS,
  PMID,
  SWITCHES,
  type ValueField,
  type WordField,
} from './query-fields.ts';
import type { Operator, Query } from './query-parse.ts';
import type { SearchIndex } from './search-index.ts';
import { isStopWord, words } from './words.ts';

/** What ESearch says about a query besides its hits. */
export interface QueryNotes {
  translation: string;
  translations: { from: string; to: string }[];
  phrasesNotFound: string[];
  fieldsNotFound: string[];
  phrasesIgnored: string[];
  quotedPhrasesNotFound: string[];
}

export interface QueryAnswer extends QueryNotes {
  hits: BitSet;
}

export interface QueryContext {
  index: SearchIndex;
  /** Epoch milliseconds. */
  today: number;
  /** The records of an earlier search of this session (`#1`). */
  history(number: number): BitSet | undefined;
}

/** A part of the query with its hits; `operator` is the last one inside, `null` when no brackets are needed around it. */
interface Part {
  hits: BitSet;
  translation: string;
  operator: Operator | null;
}

const COMBINE = { AND: intersection, OR: union, NOT: difference };
const found = (hits: BitSet): boolean => hits.some((word) => word !== 0);

/**
 * Runs a query the way PubMed does, its surprises included: a word that no record has is dropped and the rest is
 * searched, a tag that does not exist is dropped and the word searched in all fields. What was dropped is in the notes.
 */
export function runQuery(query: Query, context: QueryContext): QueryAnswer {
  const { index } = context;
  const notes: QueryNotes = {
    translation: '',
    translations: [],
    phrasesNotFound: [],
    fieldsNotFound: [],
    phrasesIgnored: [],
    quotedPhrasesNotFound: [],
  };
  const leaf = (hits: BitSet, translation: string): Part => ({ hits, translation, operator: null });

  function combine(operator: Operator, left: Part | null, right: Part | null): Part | null {
    if (left === null || right === null) return operator === 'NOT' && left === null ? null : (left ?? right);
    const shown = (part: Part, fits: boolean): string =>
      part.operator === null || fits ? part.translation : `(${part.translation})`;
    return {
      hits: COMBINE[operator](left.hits, right.hits),
      translation: `${shown(left, left.operator === operator)} ${operator} ${shown(right, false)}`,
      operator,
    };
  }

  function dateRange(range: DayRange | undefined, field: DayField, written: string): Part | null {
    if (range === undefined) {
      notes.phrasesNotFound.push(written);
      return null;
    }
    const translation = `${showDay(range.from)}:${showDay(range.to)}[${field.label}]`;
    return leaf(index.dates(field.field, range.from, range.to), translation);
  }

  function inValues(text: string, quoted: boolean, field: ValueField): BitSet {
    if (text.endsWith('*')) return index.valuesFrom(field.field, text.slice(0, -1));
    const exact = quoted ? index.value(`${field.field}=`, text) : newBitSet(index.size());
    return found(exact) ? exact : index.value(field.field, text);
  }

  function valueTerm(text: string, quoted: boolean, field: ValueField): Part | null {
    const hits = inValues(text, quoted, field);
    const shown = `"${text.toLowerCase()}"[${field.label}]`;
    if (found(hits) || field.fixed) return leaf(hits, shown);
    if (quoted) notes.quotedPhrasesNotFound.push(`"${text}"[${field.label}]`);
    else notes.phrasesNotFound.push(text);
    return null;
  }

  /** One bare word: a number in PMID form, a switch, a truncated word, a hyphenated pair, or simply a word. */
  function oneWord(word: string, field: WordField): Part | null {
    if (field === ALL_FIELDS && SWITCHES.has(word.toLowerCase())) {
      return leaf(index.value(FILTER.field, word), `"${word.toLowerCase()}"[${FILTER.label}]`);
    }
    const parts = words(word);
    const stem = parts.at(-1) ?? '';
    if (word.endsWith('*') && parts.length === 1 && stem.length >= 4) {
      return leaf(index.wordsFrom(field.sections, stem), `${stem}*[${field.label}]`);
    }
    if (parts.length === 0) return null;
    const hits = parts.length === 1 ? index.word(field.sections, stem) : index.phrase(field.sections, parts);
    if (found(hits)) return leaf(hits, `"${word.toLowerCase().replace(/\*$/, '')}"[${field.label}]`);
    notes.phrasesNotFound.push(word);
    return null;
  }

  function wordByWord(text: string, field: WordField): Part | null {
    let whole: Part | null = null;
    for (const word of text.split(/\s+/)) {
      if (text.includes(' ') && isStopWord(word.toLowerCase())) {
        notes.phrasesIgnored.push(word.toLowerCase());
        continue;
      }
      const part = oneWord(word, field);
      whole = whole === null ? part : combine('AND', whole, part);
    }
    return whole;
  }

  function phraseTerm(text: string, quoted: boolean, field: WordField): Part | null {
    const parts = words(text);
    if (parts.length > 1 && !text.endsWith('*')) {
      const hits = index.phrase(field.sections, parts);
      if (found(hits)) return leaf(hits, `"${text.toLowerCase()}"[${field.label}]`);
      if (quoted)
        notes.quotedPhrasesNotFound.push(`"${text}"${field === ALL_FIELDS ? '' : `[${field.label}]`}`);
    }
    return wordByWord(text, field);
  }

  /** Automatic term mapping in small: bare words that are a MeSH heading are searched as the heading, too. */
  function mappedTerm(text: string): Part | null {
    const heading = index.value(MESH_TERMS.field, text);
    if (!found(heading) || text.includes('*')) return wordByWord(text, ALL_FIELDS);
    const mesh = leaf(heading, `"${text.toLowerCase()}"[${MESH_TERMS.label}]`);
    const mapped = combine('OR', mesh, wordByWord(text, ALL_FIELDS));
    if (mapped !== null) notes.translations.push({ from: text, to: mapped.translation });
    return mapped;
  }

  function term(text: string, quoted: boolean, tag: string | undefined): Part | null {
    const field = tag === undefined ? ALL_FIELDS : fieldOfTag(tag);
    if (field === undefined) {
      notes.fieldsNotFound.push(tag ?? '');
      return term(text, quoted, undefined);
    }
    if (field.kind === 'date')
      return dateRange(rangeOfLast(text, context.today) ?? rangeOfDate(text), field, text);
    if (field.kind === 'value') return valueTerm(text, quoted, field);
    if (tag !== undefined || quoted) return phraseTerm(text, quoted, field);
    if (/^\d{5,8}( \d{5,8})*$/.test(text)) return pmids(text.split(' '));
    return mappedTerm(text);
  }

  /** Bare PMIDs are ORed. */
  function pmids(list: string[]): Part | null {
    return list
      .map((pmid): Part | null => leaf(index.value('uid', pmid), `${pmid}[${PMID.label}]`))
      .reduce((left, right) => combine('OR', left, right));
  }

  function run(node: Query): Part | null {
    if (node.type === 'binary') return combine(node.operator, run(node.left), run(node.right));
    if (node.type === 'history')
      return leaf(context.history(node.number) ?? newBitSet(index.size()), `#${node.number}`);
    if (node.type === 'term') return term(node.text, node.quoted, node.tag);
    const field = fieldOfTag(node.tag);
    if (field?.kind !== 'date')
      return combine('AND', term(node.from, false, node.tag), term(node.to, false, node.tag));
    const from = rangeOfDate(node.from);
    const to = rangeOfDate(node.to);
    const range = from && to ? { from: from.from, to: to.to } : undefined;
    return dateRange(range, field, `${node.from}:${node.to}`);
  }

  const whole = run(query);
  return { ...notes, translation: whole?.translation ?? '', hits: whole?.hits ?? newBitSet(index.size()) };
}
