import type { JournalValues } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { editionBefore } from '../store/edition-activations.ts';
import type { EditionJournal } from '../store/edition-journals.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import { compareSubscribed } from './compare-subscribed.ts';
import { collectExamples, type Examples, exampleOf } from './comparison-examples.ts';
import { type EditionSummary, findEdition } from './editions.ts';
import { pairEditions } from './pair-editions.ts';
import { type Verdict, verdictOf } from './standing.ts';

/** What changes when an edition is put in force. */
export interface Comparison {
  edition: EditionSummary;
  /**
   * The edition of the same source that is in force; where that is `edition` itself, the one that a rollback would bring back.
   * Null: there is none, and every journal is new.
   */
  against: EditionSummary | null;
  /** Both have the same rows with the same values, as when one file is imported twice. */
  same: boolean;
  /** Every journal of either edition stands under one of these. */
  counts: Record<Verdict, { journals: number; subscribed: number }>;
  /** The first 20 of each at most, those that subscriptions have papers of before the others. */
  examples: Examples;
  /** Journals from which subscriptions have papers or are to get some, and those of them that the edition has. */
  subscribed: { journals: number; known: number };
  doubts: Doubt[];
}

/** Why the table is perhaps not what it should be. */
export type Doubt =
  /** Of an earlier year than the one in force. */
  | { code: 'older'; year: number; than: number }
  /** It has less than half of the journals of the one in force. */
  | { code: 'few-in-common'; common: number; of: number }
  /** Its measures are another kind of number: decimal commas that were lost, or another column. */
  | { code: 'other-scale'; before: number; after: number };

const leastShare = 0.5;
const mostFactor = 3;

/**
 * Compares an edition with the one in force of its source. Two editions of 22,000 journals take some tenths of a second.
 *
 * @throws {Refusal} `edition-unknown`; `edition-not-ready`.
 */
export async function compareEdition(store: Store, id: number): Promise<Comparison> {
  const edition = await findEdition(store, id);
  if (edition.state !== 'ready') throw new Refusal('edition-not-ready', { id });
  const { source } = edition;
  const other = edition.inForce
    ? await editionBefore(store, source)
    : ((await editionsInForce(store))[source]?.id ?? null);
  const against = other === null ? null : await findEdition(store, other);

  const counts = emptyCounts();
  const { examples, add } = collectExamples();
  const subscribed = await compareSubscribed(store, { before: against, after: edition });
  for (const { verdict, example } of subscribed.verdicts) {
    counts[verdict].subscribed += 1;
    add(verdict, () => example);
  }

  const fields = { before: new Set(against?.fields), after: new Set(edition.fields) };
  const measures = { before: [] as number[], after: [] as number[] };
  let same = against !== null;
  let common = 0;
  for await (const { before, after } of pairEditions(store, { before: other, after: id })) {
    const [old, now] = [read(before), read(after)];
    const verdict = verdictOf(
      source,
      old && { values: old.values, fields: fields.before },
      now && { values: now.values, fields: fields.after },
    );
    counts[verdict].journals += 1;
    add(verdict, () => exampleOf({ before: old, after: now, subscribed: false }));
    if (before && after) common += 1;
    if (before?.metrics !== after?.metrics) same = false;
    if (old?.values.measure) measures.before.push(old.values.measure.from);
    if (now?.values.measure) measures.after.push(now.values.measure.from);
  }
  return {
    edition,
    against,
    same,
    counts,
    examples,
    subscribed: { journals: subscribed.journals, known: subscribed.known },
    doubts: against ? doubtsOf({ edition, against, common, measures }) : [],
  };
}

const read = (row: EditionJournal | null): { title: string; values: JournalValues } | null =>
  row && { title: row.title, values: JSON.parse(row.metrics) as JournalValues };

const emptyCounts = (): Comparison['counts'] => {
  const none = () => ({ journals: 0, subscribed: 0 });
  return { gain: none(), lose: none(), stay: none(), new: none(), gone: none() };
};

function doubtsOf(input: {
  edition: EditionSummary;
  against: EditionSummary;
  common: number;
  measures: { before: number[]; after: number[] };
}): Doubt[] {
  const { edition, against, common } = input;
  const doubts: Doubt[] = [];
  if (edition.year < against.year) doubts.push({ code: 'older', year: edition.year, than: against.year });
  const of = against.counts.journals;
  // A warning list is a new one each year.
  if (edition.source !== 'warning' && common < of * leastShare)
    doubts.push({ code: 'few-in-common', common, of });
  const [before, after] = [median(input.measures.before), median(input.measures.after)];
  if (before > 0 && after > 0 && (after > before * mostFactor || before > after * mostFactor))
    doubts.push({ code: 'other-scale', before, after });
  return doubts;
}

/** 0 where there is none. */
const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
