import { resolve } from 'node:path';
import { z } from 'zod';
import type { Bilingual, Locale } from './contract/locale.ts';
import { passwordLength } from './contract/password.ts';
import { type QueueName, queueNames } from './contract/queue.ts';
import { Refusal } from './errors.ts';

/** All that an operator can set, read once from the environment and checked. Only `app.ts` and `main.ts` see it. */
export interface Config {
  port: number;
  host: string;
  /** Without a trailing slash; null while the service has no public address, and then mails carry no links to it. */
  baseUrl: string | null;
  dataDir: string;
  /** Null means SQLite in `dataDir`. */
  databaseUrl: string | null;
  /** Null lets the data folder keep one of its own. */
  appSecret: string | null;
  /** Becomes the first admin where there is none; null leaves it to the link that the start shows. */
  firstAdmin: { email: string; password: string } | null;
  ncbi: { url: string; tool: string; email: string | null; apiKey: string | null; rate: number };
  /** Null: this installation does without Redis. */
  redisUrl: string | null;
  /** The queues that this process takes jobs from. */
  queues: QueueName[];
  workerConcurrency: number;
  workerName: string;
  timeZone: string;
  logLevel: string;
  /** Of the command line: from `LC_ALL`, `LC_MESSAGES` or `LANG`. */
  locale: Locale;
  smtpUrl: string | null;
  uncertain: { policy: 'retry' | 'ask'; delayMs: number };
  /** How many days jobs that are done, and articles that nobody was given, are kept. */
  retention: { jobsDays: number; articlesDays: number };
  /** From when on the admins are told. */
  alerts: { queueMinutes: number; localMinutes: number; failurePercent: number; overdueMinutes: number };
  /** Whether somebody asked for Redis, so that doing without it is worth an alert. */
  redisExpected: boolean;
  /** What a program shows that reads the metrics; null: nothing is asked. */
  metricsToken: string | null;
}

const isTimeZone = (zone: string): boolean => {
  try {
    Temporal.Now.zonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
};

/** What a value should be, in both languages, through zod's one text. */
const both = (en: string, zh: string): string => JSON.stringify({ en, zh } satisfies Bilingual);

const wholeFrom = (min: number, max: number): string =>
  both(`a whole number from ${min} to ${max}`, `${min} 至 ${max} 之间的整数`);

const isAddress = (text: string, protocols: string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

/** What ioredis takes for the number of a database must be one: anything else would end in some other database. */
const isRedisAddress = (text: string): boolean =>
  isAddress(text, ['redis:', 'rediss:']) && /^(\/\d{0,4})?$/.test(new URL(text).pathname);

const url = (...protocols: string[]) =>
  z.string().refine((text) => isAddress(text, protocols), {
    error: both(
      `an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
      `以 ${protocols.map((p) => `${p}//`).join(' 或 ')} 开头的地址`,
    ),
  });
const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, wholeFrom(min, max))
    .transform(Number)
    .refine((n) => n >= min && n <= max, wholeFrom(min, max));

const passwordExpected = both(
  `a password of ${passwordLength.min} to ${passwordLength.max} characters`,
  `${passwordLength.min} 至 ${passwordLength.max} 个字符的密码`,
);

const Environment = z.object({
  PORT: whole(0, 65_535).default(5003),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: url('http:', 'https:').optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  APP_SECRET: z.string().min(16, both('at least 16 characters', '至少 16 个字符')).optional(),
  ADMIN_EMAIL: z.email(both('an e-mail address', '电子邮件地址')).optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(passwordLength.min, passwordExpected)
    .max(passwordLength.max, passwordExpected)
    .optional(),
  NCBI_API_KEY: z
    .string()
    .regex(/^\w{8,64}$/, both('an NCBI key: 8 to 64 letters and digits', 'NCBI 密钥：8 至 64 位字母和数字'))
    .optional(),
  NCBI_EMAIL: z.email(both('an e-mail address', '电子邮件地址')).optional(),
  NCBI_TOOL: z
    .string()
    .regex(/^\S{1,60}$/, both('a name without spaces', '不含空格的名称'))
    .default('literature-push'),
  EUTILS_URL: url('http:', 'https:').default('https://eutils.ncbi.nlm.nih.gov/entrez/eutils/'),
  NCBI_RATE: z
    .string()
    .regex(/^\d+(\.\d+)?$/, both('requests a second, such as 3', '每秒请求数，如 3'))
    .transform(Number)
    .refine((n) => n > 0 && n <= 10_000, both('requests a second, such as 3', '每秒请求数，如 3'))
    .optional(),
  REDIS_URL: z
    .string()
    .refine((text) => text === 'off' || isRedisAddress(text), {
      error: both(
        'an address such as redis://localhost:6379/0 (or rediss://), with at most a number after the last slash; or off',
        'redis://localhost:6379/0 形式的地址（或 rediss://），末尾斜杠后只能是数据库编号；或 off',
      ),
    })
    .default('redis://localhost:6379/0'),
  RQ_QUEUES: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(
      z
        .array(
          z.enum(queueNames, {
            error: both('a list out of high, default and low', '由 high、default、low 组成的列表'),
          }),
        )
        .min(1),
    )
    .default(['high', 'default', 'low']),
  WORKER_CONCURRENCY: whole(1, 256).default(4),
  RQ_WORKER_NAME: z
    .string()
    .regex(
      /^[\w.-]{1,80}$/,
      both('letters, digits, dot, dash and underscore', '字母、数字、点、连字符和下划线'),
    )
    .default('litpush'),
  TZ: z
    .string()
    .refine(isTimeZone, both('an IANA time zone such as Asia/Shanghai', 'IANA 时区，如 Asia/Shanghai'))
    .default('Asia/Shanghai'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: both(
        'one of fatal, error, warn, info, debug, trace, silent',
        'fatal、error、warn、info、debug、trace、silent 之一',
      ),
    })
    .default('info'),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  UNCERTAIN_POLICY: z
    .enum(['retry', 'ask'], { error: both('retry or ask', 'retry 或 ask') })
    .default('retry'),
  UNCERTAIN_DELAY: whole(0, 86_400).default(600),
  RETENTION_JOBS_DAYS: whole(1, 3650).default(7),
  RETENTION_ARTICLES_DAYS: whole(30, 36_500).default(90),
  ALERT_QUEUE_MINUTES: whole(1, 10_080).default(10),
  ALERT_LOCAL_MINUTES: whole(1, 10_080).default(10),
  ALERT_FAILURE_PERCENT: whole(1, 100).default(25),
  ALERT_OVERDUE_MINUTES: whole(1, 10_080).default(15),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,200}$/, both('at least 16 characters without spaces', '至少 16 个不含空格的字符'))
    .optional(),
});

/**
 * Reads and checks the environment.
 *
 * @throws {Refusal} `config` with the name of the first wrong variable and what it should be, never its value.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is how compose files and shells say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const expected = JSON.parse(issue?.message ?? '""') as Bilingual;
    throw new Refusal('config', { name: String(issue?.path[0] ?? '?'), expected });
  }
  const e = parsed.data;
  const dataDir = resolve(e.DATA_DIR);
  if (e.DATABASE_URL && !e.APP_SECRET) throw new Refusal('config-secret-missing');
  if (!e.ADMIN_EMAIL !== !e.ADMIN_PASSWORD) throw new Refusal('config-admin-incomplete');
  return {
    port: e.PORT,
    host: e.HOST,
    baseUrl: e.BASE_URL ? e.BASE_URL.replace(/\/+$/, '') : null,
    dataDir,
    databaseUrl: e.DATABASE_URL ?? null,
    appSecret: e.APP_SECRET ?? null,
    firstAdmin:
      e.ADMIN_EMAIL && e.ADMIN_PASSWORD ? { email: e.ADMIN_EMAIL, password: e.ADMIN_PASSWORD } : null,
    ncbi: {
      url: e.EUTILS_URL.replace(/\/*$/, '/'),
      tool: e.NCBI_TOOL,
      email: e.NCBI_EMAIL ?? null,
      apiKey: e.NCBI_API_KEY ?? null,
      rate: e.NCBI_RATE ?? (e.NCBI_API_KEY ? 10 : 3),
    },
    redisUrl: e.REDIS_URL === 'off' ? null : e.REDIS_URL,
    queues: [...new Set(e.RQ_QUEUES)],
    workerConcurrency: e.WORKER_CONCURRENCY,
    workerName: e.RQ_WORKER_NAME,
    timeZone: e.TZ,
    logLevel: e.LOG_LEVEL,
    locale: localeOfEnvironment(env),
    smtpUrl: e.SMTP_URL ?? null,
    uncertain: { policy: e.UNCERTAIN_POLICY, delayMs: e.UNCERTAIN_DELAY * 1000 },
    retention: { jobsDays: e.RETENTION_JOBS_DAYS, articlesDays: e.RETENTION_ARTICLES_DAYS },
    alerts: {
      queueMinutes: e.ALERT_QUEUE_MINUTES,
      localMinutes: e.ALERT_LOCAL_MINUTES,
      failurePercent: e.ALERT_FAILURE_PERCENT,
      overdueMinutes: e.ALERT_OVERDUE_MINUTES,
    },
    redisExpected: given['REDIS_URL'] !== undefined && e.REDIS_URL !== 'off',
    metricsToken: e.METRICS_TOKEN ?? null,
  };
}

/** The language of the command line, also where the rest of the environment is wrong. */
export const localeOfEnvironment = (env: NodeJS.ProcessEnv = process.env): Locale =>
  localeOf(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '');

/** `zh_CN.UTF-8` → `zh`; everything that is not Chinese is answered in English. */
export const localeOf = (lang: string): Locale => (/^zh/i.test(lang) ? 'zh' : 'en');
