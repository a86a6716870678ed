import type { Bilingual, Locale } from '../contract/locale.ts';

/** What the service and Redis are known to say, in words for people. `$1` is what the pattern caught. */
type Reasons = readonly (readonly [RegExp, Bilingual])[];

const redisReasons: Reasons = [
  [
    /^off$/,
    {
      en: 'Redis is not used here (REDIS_URL=off).',
      zh: '本服务未启用 Redis（REDIS_URL=off）。',
    },
  ],
  [/^not asked yet$/, { en: 'Redis has not answered yet.', zh: 'Redis 尚未响应。' }],
  [/^no process has run yet$/, { en: 'No process has looked at the clock yet.', zh: '还没有进程开始调度。' }],
  [/^redis was just away$/, { en: 'Redis was away until just now.', zh: 'Redis 刚刚恢复。' }],
  [
    /^no answer$|timed out|ETIMEDOUT/i,
    {
      en: 'Redis does not answer. It hangs, or the network swallows what is sent.',
      zh: 'Redis 没有响应，可能已停滞，或网络不通。',
    },
  ],
  [
    /ECONNREFUSED|^cannot be reached$/,
    {
      en: 'Redis cannot be reached: nothing listens at its address.',
      zh: '无法连接 Redis：该地址没有服务在监听。',
    },
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    { en: 'The host in REDIS_URL is not known to the network.', zh: 'REDIS_URL 中的主机名无法解析。' },
  ],
  [
    /WRONGPASS|NOAUTH|invalid password/i,
    {
      en: 'Redis wants another password. Check REDIS_URL.',
      zh: 'Redis 的密码不正确，请检查 REDIS_URL。',
    },
  ],
  [/NOPERM/, { en: 'Redis forbids this user to write.', zh: 'Redis 不允许该用户写入。' }],
  [/READONLY/, { en: 'Redis takes no writes: it is a replica.', zh: 'Redis 为只读副本，无法写入。' }],
  [/^OOM|maxmemory/, { en: 'The memory of Redis is full.', zh: 'Redis 内存已满。' }],
  [/LOADING/, { en: 'Redis is still loading its data.', zh: 'Redis 正在加载数据。' }],
  [
    /MISCONF/,
    {
      en: 'Redis takes no writes, as it cannot save to its disk.',
      zh: 'Redis 无法写入磁盘，因此拒绝写入。',
    },
  ],
];

const pubmedReasons: Readonly<Record<string, Bilingual>> = {
  'empty-term': { en: 'it says that the query is empty', zh: '检索式为空' },
  malformed: {
    en: 'it cannot read the query or the answer was broken',
    zh: '检索式无法识别，或返回内容不完整',
  },
  'key-invalid': { en: 'it refuses the key in NCBI_API_KEY', zh: 'NCBI_API_KEY 中的密钥被拒绝' },
  'request-too-large': { en: 'the query is too long', zh: '检索式过长' },
  'rate-limited': { en: 'it asks for fewer requests', zh: '请求过于频繁' },
  blocked: { en: 'it refuses our requests', zh: '请求被拒绝' },
  truncated: { en: 'its answer was cut off', zh: '返回内容不完整' },
};

const jobReasons: Reasons = [
  [
    /^PubMed left the dates of this search out of account$/,
    {
      en: 'PubMed left the dates of this search out of account.',
      zh: 'PubMed 忽略了检索中的日期条件。',
    },
  ],
  [
    /^PubMed does not know, and would leave out: (.+)$/s,
    {
      en: 'PubMed does not know, and would leave out: $1',
      zh: 'PubMed 无法识别并将忽略：$1',
    },
  ],
  [/^the job names no run$/, { en: 'The job belongs to no run.', zh: '该任务没有对应的推送。' }],
  [
    /^the database does not hand out the right to ask PubMed$/,
    {
      en: 'The database did not answer, so PubMed could not be asked.',
      zh: '数据库没有响应，因此未能访问 PubMed。',
    },
  ],
];

const fillIn = (sentence: string, found: RegExpExecArray): string =>
  sentence.replace('$1', () => found[1] ?? '');

function inWords(text: string, reasons: Reasons, locale: Locale): string | null {
  for (const [pattern, words] of reasons) {
    const found = pattern.exec(text);
    if (found) return fillIn(words[locale], found);
  }
  return null;
}

/** Why Redis is not used; null where its own words have to do. */
export const redisReasonInWords = (reason: string, locale: Locale): string | null =>
  inWords(reason, redisReasons, locale);

/** Why a job failed; null where the error's own words have to do. */
export function jobReasonInWords(error: string, locale: Locale): string | null {
  const [, code] = /^PubMed: [\w-]+ \(([\w-]+)\)$/.exec(error) ?? [];
  if (code === undefined) return inWords(error, jobReasons, locale);
  const why = pubmedReasons[code]?.[locale] ?? code;
  return locale === 'zh' ? `PubMed 未能完成检索：${why}。` : `PubMed did not do as asked: ${why}.`;
}
