import { z } from 'zod';
import { after, fileBody, limit, route, rowId } from './api.ts';
import { JournalField, JournalValues, Mapping, MetricSource, matchWays } from './journals.ts';

const count = z.int().nonnegative();
const instant = z.iso.datetime();
const IdParam = z.object({ id: rowId });

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

/** What a person knows better than the table shows. */
const Hints = z.strictObject({
  /** Of a workbook; else the first that looks like a table of journals. */
  sheet: z.string().min(1).max(255).optional(),
  source: MetricSource.optional(),
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

/** What an admin can do with journal tables. */
export const journalRoutes = {
  sendFile: route({
    id: 'sendJournalFile',
    method: 'POST',
    path: '/api/admin/journals/files',
    access: 'admin',
    summary: {
      en: 'Send a journal table (CSV, XLSX or JSON, at most 64 MB). Nothing changes yet: the answer says how it would be read',
      zh: '上传期刊表（CSV、XLSX 或 JSON，最大 64 MB）。此时不做任何更改，返回识别结果',
    },
    query: Hints.extend({
      /** Of the file, for people. */
      name: z.string().min(1).max(255),
    }),
    body: fileBody,
    mostBytes: 64 * 1024 * 1024,
    answer: SentFile,
  }),
  file: route({
    id: 'getJournalFile',
    method: 'GET',
    path: '/api/admin/journals/files/{id}',
    access: 'admin',
    summary: {
      en: 'How a file that was sent would be read: another sheet of it, or as a table of another source',
      zh: '查看已上传文件的识别结果：可指定其他工作表或来源',
    },
    params: IdParam,
    query: Hints,
    answer: SentFile,
    refusals: [404],
  }),
  openEdition: route({
    id: 'importJournals',
    method: 'POST',
    path: '/api/admin/journals/editions',
    access: 'admin',
    summary: {
      en: 'Have a file that was sent read into an edition, with the mapping that you confirm. It takes effect only when it is activated',
      zh: '按您确认的列对应关系，将已上传的文件导入为一个版本。激活后才会生效',
    },
    body: z.strictObject({
      file: z.int().positive(),
      source: MetricSource,
      year: z.int(),
      mapping: Mapping,
      sheet: z.string().min(1).max(255).optional(),
    }),
    status: 202,
    answer: z.object({ edition: z.int(), job: z.int() }),
    refusals: [404, 409],
  }),
  editions: route({
    id: 'listEditions',
    method: 'GET',
    path: '/api/admin/journals/editions',
    access: 'admin',
    summary: { en: 'Every edition, the newest first', zh: '列出所有版本（最新在前）' },
    answer: z.object({ editions: z.array(Edition) }),
  }),
  edition: route({
    id: 'getEdition',
    method: 'GET',
    path: '/api/admin/journals/editions/{id}',
    access: 'admin',
    summary: {
      en: 'One edition: how far its import is, and what it holds',
      zh: '查询一个版本：导入进度和内容统计',
    },
    params: IdParam,
    answer: Edition,
    refusals: [404],
  }),
  report: route({
    id: 'getEditionReport',
    method: 'GET',
    path: '/api/admin/journals/editions/{id}/report',
    access: 'admin',
    summary: {
      en: 'What was refused, joined and changed in its rows, and why, page by page',
      zh: '逐行查看被拒绝、合并和修正的内容及原因（分页）',
    },
    params: IdParam,
    query: z.strictObject({
      kind: z.enum(noteKinds).optional(),
      after,
      limit: limit({ most: 1000, unlessTold: 100 }),
    }),
    answer: z.object({
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
    }),
    refusals: [404],
  }),
  comparison: route({
    id: 'compareEdition',
    method: 'GET',
    path: '/api/admin/journals/editions/{id}/comparison',
    access: 'admin',
    summary: {
      en: 'What would change if this edition were put in force: journals that gain, lose, come and go, and how many of them in subscriptions',
      zh: '激活该版本会带来的变化：上升、下降、新增和移除的期刊，以及其中涉及订阅的数量',
    },
    params: IdParam,
    answer: Comparison,
    refusals: [404, 409],
  }),
  activate: route({
    id: 'activateEdition',
    method: 'POST',
    path: '/api/admin/journals/editions/{id}/activate',
    access: 'admin',
    summary: {
      en: 'Put an edition in force: from the next push on its figures count',
      zh: '激活一个版本：从下一次推送起生效',
    },
    params: IdParam,
    answer: z.object({
      edition: Edition,
      /** The one that was in force; null: none. The same one: it was so already. */
      before: Edition.nullable(),
    }),
    refusals: [404, 409],
  }),
  remove: route({
    id: 'removeEdition',
    method: 'DELETE',
    path: '/api/admin/journals/editions/{id}',
    access: 'admin',
    summary: { en: 'Remove an edition that is not in force', zh: '删除一个未生效的版本' },
    params: IdParam,
    answer: z.object({ removed: z.int() }),
    refusals: [404, 409],
  }),
  rollBack: route({
    id: 'rollBackEdition',
    method: 'POST',
    path: '/api/admin/journals/{source}/rollback',
    access: 'admin',
    summary: {
      en: 'Undo the last activation of a source: the edition before is in force again',
      zh: '撤销该来源最近一次激活，恢复之前生效的版本',
    },
    params: z.object({ source: MetricSource }),
    body: z.strictObject({
      /** The edition that is to be taken out of force: where another one is by now, nothing changes. Unless told: the one in force. */
      from: z.int().positive().optional(),
    }),
    answer: z.object({
      /** What is in force now; null: none. */
      now: Edition.nullable(),
      was: Edition,
    }),
    refusals: [404, 409],
  }),
  lookUp: route({
    id: 'lookUpJournals',
    method: 'GET',
    path: '/api/journals',
    access: 'person',
    summary: {
      en: 'Look up a journal by title, ISSN or NLM ID in the editions in force',
      zh: '按刊名、ISSN 或 NLM ID 在生效版本中查询期刊',
    },
    query: z.strictObject({ q: z.string().trim().min(1).max(300) }),
    answer: JournalLookUp,
  }),
} as const;
