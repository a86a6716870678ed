import { clearFailed, type FailedJobChoice, retryFailed } from '../admin/failed-jobs.ts';
import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import type { FailedJob } from '../contract/queue.ts';
import { Refusal } from '../errors.ts';
import { jobReasonInWords } from '../health/reasons.ts';
import { newestFailedJobs } from '../store/job-list.ts';
import { type Command, type Context, wrongOption } from './command.ts';

const shown = 200;

export const queueFailed: Command = {
  name: 'queue failed',
  synopsis: '',
  summary: {
    en: 'Show the jobs that failed for good, and why. They stay until they are retried or cleared.',
    zh: '列出失败的任务及原因；重试或清除之前一直保留。',
  },
  options: {},
  words: 0,
  async run(context) {
    const failed = await withApp(context.config, ({ store }) => newestFailedJobs(store, shown));
    context.answer(failed, {
      en: failed.length > 0 ? failed.map((job) => failedLine(job, 'en')) : ['No job has failed.'],
      zh: failed.length > 0 ? failed.map((job) => failedLine(job, 'zh')) : ['没有失败的任务。'],
    });
    return 0;
  },
};

/** `1284  push 7  2026-11-24 08:00  3×  PubMed: HTTP 500`. */
export const failedLine = (
  { job, kind, subscription, failedAt, attempts, error }: FailedJob,
  locale: Locale,
): string =>
  [
    job,
    subscription === null ? kind : `${kind} ${subscription}`,
    `${failedAt.slice(0, 16).replace('T', ' ')}Z`,
    `${attempts}×`,
    jobReasonInWords(error, locale) ?? error,
  ].join('  ');

export const queueRetry: Command = {
  name: 'queue retry',
  synopsis: 'ID | --all',
  summary: {
    en: 'Put failed jobs in line again. Of a failed push its run is opened again.',
    zh: '重试失败的任务；失败的推送将重新运行。',
  },
  options: { all: { type: 'boolean' } },
  words: 1,
  async run(context) {
    const choice = choiceOf('queue retry', context);
    const done = await withApp(context.config, ({ store }) => retryFailed(store, choice));
    if (choice !== 'all' && done.retried + done.cleared === 0)
      throw new Refusal('failed-job-unknown', { id: choice });
    const goodEn = done.cleared > 0 ? ` Cleared, as another open run does the same: ${done.cleared}.` : '';
    const goodZh = done.cleared > 0 ? `另有 ${done.cleared} 个因已有相同的运行而清除。` : '';
    context.answer(done, {
      en: [`In line again: ${done.retried}.${goodEn}`],
      zh: [`已重新排队 ${done.retried} 个。${goodZh}`],
    });
    return 0;
  },
};

export const queueClear: Command = {
  name: 'queue clear',
  synopsis: 'ID | --all',
  summary: {
    en: 'Forget failed jobs. The next run of each subscription makes good for a failed push.',
    zh: '清除失败的任务；失败的推送由该订阅的下次运行补齐。',
  },
  options: { all: { type: 'boolean' } },
  words: 1,
  async run(context) {
    const choice = choiceOf('queue clear', context);
    const cleared = await withApp(context.config, ({ store }) => clearFailed(store, choice));
    if (choice !== 'all' && cleared === 0) throw new Refusal('failed-job-unknown', { id: choice });
    context.answer({ cleared }, { en: [`Cleared: ${cleared}.`], zh: [`已清除 ${cleared} 个。`] });
    return 0;
  },
};

function choiceOf(command: string, context: Context): FailedJobChoice {
  const [word] = context.words;
  if ((word !== undefined) === context.flag('all')) throw wrongOption(command, command, 'ID | --all');
  if (word === undefined) return 'all';
  if (!/^\d{1,15}$/.test(word)) throw new Refusal('failed-job-unknown', { id: word });
  return Number(word);
}
