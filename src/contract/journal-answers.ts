import { z } from 'zod';
import { JournalField, JournalValues, Mapping, MetricSource, matchWays } from './journals.ts';

const count = z.int().nonnegative();
const instant = z.iso.datetime();

/** What is known of an edition without its journals. */
export const Edition = z.object({
  id: z.int(),
  source: MetricSource,
  year: z.int(),
  /** As its sender calls it. */
  fileName: z.string(),
  /** What its table has columns for. */
  fields: z.array(JournalField),
  mapping: Mapping,
  /** `reading`: rows are still coming in. Only what is `ready` can be put in force. */
  state: z.enum(['reading', 'ready', 'failed']),
  inForce: z.boolean(),
  /** Of the whole table, once it is read: `read` = `journals` + `joined` + `refused`, in rows. Before: zeros. */
  counts: z.object({
    read: count,
    journals: count,
    /** They say more of a journal of an earlier row. */
    joined: count,
    /** Taken with something in them mended or left out. */
    changed: count,
    refused: count,
  }),
  /** Rows of the file that are done with, of all below its header. */
  progress: z.object({ done: count, total: count.nullable() }),
  createdAt: instant,
  finishedAt: instant.nullable(),
  /** Why it failed, in the caller's language. */
  error: z.string().nullable(),
});

/** What a person reads first of a journal's values. */
const Standing = z.object({
  /** As printed; null: N/A, or no such column. */
  measure: z.string().nullable(),
  /** JCR and SCImago: the best quartile. CAS: the zone of the 大类. */
  place: z.int().nullable(),
  top: z.boolean().nullable(),
  warning: z.string().nullable(),
});
const Examples = z.array(
  z.object({
    title: z.string(),
    /** Null where this edition does not have the journal. */
    before: Standing.nullable(),
    after: Standing.nullable(),
    /** A subscription has papers of it, or is to get some. */
    subscribed: z.boolean(),
  }),
);
const Moved = z.object({ journals: count, subscribed: count });

/** What changes when an edition is put in force. */
export const Comparison = z.object({
  edition: Edition,
  /** What it is held against: the edition in force, or the one that a rollback would bring back. Null: every journal is new. */
  against: Edition.nullable(),
  /** Both say the same of the same journals. */
  same: z.boolean(),
  /** Every journal of either edition stands under one of these. */
  counts: z.object({ gain: Moved, lose: Moved, stay: Moved, new: Moved, gone: Moved }),
  /** Of each the first 20 at most, those of subscriptions before the others. */
  examples: z.object({ gain: Examples, lose: Examples, new: Examples, gone: Examples }),
  /** Journals of which subscriptions have papers or are to get some, and those of them that the edition has. */
  subscribed: z.object({ journals: count, known: count }),
  /** Why the table is perhaps not what it should be. */
  doubts: z.array(
    z.discriminatedUnion('code', [
      z.object({ code: z.literal('older'), year: z.int(), than: z.int() }),
      z.object({ code: z.literal('few-in-common'), common: count, of: count }),
      z.object({ code: z.literal('other-scale'), before: z.number(), after: z.number() }),
    ]),
  ),
});

/** A table that was sent, and how it would be read. */
export const SentFile = z.object({
  /** To be named in the next step, within a day. */
  file: z.int(),
  name: z.string(),
  format: z.enum(['csv', 'xlsx', 'json']),
  /** Null where the format has its own. */
  encoding: z.string().nullable(),
  /** Below the header. */
  rows: count,
  header: z.array(z.string()),
  /** The first rows. */
  sample: z.array(z.array(z.string())),
  /** Of a workbook. */
  sheets: z.array(z.string()),
  recognised: z.object({
    source: MetricSource.nullable(),
    year: z.int().nullable(),
    /** The layout is one that we know; else the mapping is a guess, to be looked at. */
    known: z.boolean(),
    mapping: Mapping,
  }),
});

const EditionName = z.object({ id: z.int(), source: MetricSource, year: z.int() });

/** What the editions in force say of the journals that a text means. */
export const JournalLookUp = z.object({
  inForce: z.partialRecord(MetricSource, EditionName.extend({ fields: z.array(JournalField).readonly() })),
  /** At most 20. By a number: those that have it. By words: the same title first, then those that begin so, then those that have it within. */
  journals: z.array(
    z.object({
      /** As the first table that has it prints it. */
      title: z.string(),
      issns: z.array(z.string()),
      /** A source without this journal is absent. */
      found: z.partialRecord(
        MetricSource,
        z.object({
          edition: EditionName,
          title: z.string(),
          by: z.enum(matchWays),
          values: JournalValues,
        }),
      ),
    }),
  ),
});

export const noteKinds = ['refused', 'joined', 'changed'] as const;

/** Some of what a person should know of single rows, in their order. */
export const EditionReport = z.object({
  notes: z.array(
    z.object({
      /** In the file, as a spreadsheet counts. */
      row: z.int(),
      kind: z.enum(noteKinds),
      code: z.string(),
      /** In the caller's language. */
      text: z.string(),
    }),
  ),
  /** What the next page is `after`; null: this was the last. */
  next: z.int().nullable(),
});
