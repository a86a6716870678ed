import { z } from 'zod';
import { after, fileBody, limit, route, rowId } from './api.ts';
import { Comparison, Edition, EditionReport, JournalLookUp, noteKinds, SentFile } from './journal-answers.ts';
import { Mapping, MetricSource } from './journals.ts';

const IdParam = z.object({ id: rowId });
/** What a person knows better than the table shows. */
const Hints = z.strictObject({
  /** Of a workbook; else the first that looks like a table of journals. */
  sheet: z.string().min(1).max(255).optional(),
  source: MetricSource.optional(),
});

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
    refusals: [404],
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
    answer: EditionReport,
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
