import type { Bilingual, Locale } from './contract/locale.ts';

/**
 * Everything that can be refused, in both languages: what is wrong, where, and what to do. `{name}` is filled in.
 * A wrong value itself is shown only where it cannot be a secret.
 */
export const refusals = {
  config: {
    en: '{name} is set to something that cannot be used. It should be {expected}.',
    zh: '环境变量 {name} 的值无法使用，应为：{expected}。',
  },
  'config-secret-missing': {
    en: 'DATABASE_URL is set, so APP_SECRET must be set too: the same value in every process of this installation.',
    zh: '已设置 DATABASE_URL，因此还必须设置 APP_SECRET，并且所有进程使用同一个值。',
  },
  'secret-wrong': {
    en: 'APP_SECRET (or the file app-secret in DATA_DIR) is not the one that this database was made with. Bring the old one back: without it the stored mailbox passwords cannot be read.',
    zh: 'APP_SECRET（或 DATA_DIR 中的 app-secret 文件）与创建此数据库时使用的不同。请恢复原来的值，否则无法读取已保存的邮箱密码。',
  },
  'database-newer': {
    en: 'The database is at version {found}, this program knows versions up to {known}. Install the newer program, or restore a backup made before the update.',
    zh: '数据库版本为 {found}，而本程序只支持到 {known}。请安装新版程序，或恢复升级前的备份。',
  },
  'database-unreachable': {
    en: 'The database cannot be reached: {reason}. Check DATABASE_URL (or DATA_DIR) and whether the server runs.',
    zh: '无法连接数据库：{reason}。请检查 DATABASE_URL（或 DATA_DIR）以及数据库服务是否运行。',
  },
  'command-unknown': {
    en: 'There is no command "{command}". `litpush help` lists the commands.',
    zh: '没有名为“{command}”的命令。运行 `litpush help` 查看全部命令。',
  },
  'command-incomplete': {
    en: '"{command}" goes on: {known}.',
    zh: '“{command}”后面还需要：{known}。',
  },
  'option-wrong': {
    en: 'Wrong or missing: {option}. Expected: {expected}. `litpush help {command}` shows how it is used.',
    zh: '缺少或有误：{option}。应为：{expected}。运行 `litpush help {command}` 查看用法。',
  },
  'file-unreadable': {
    en: '{file} cannot be read: {reason}.',
    zh: '无法读取 {file}：{reason}。',
  },
  'folder-wrong': {
    en: 'The folder {folder} cannot be made: {reason}. Give this user the right, or name another one (DATA_DIR).',
    zh: '无法创建目录 {folder}：{reason}。请授予权限，或另行指定目录（DATA_DIR）。',
  },
  'file-unwritable': {
    en: '{file} cannot be written: {reason}.',
    zh: '无法写入 {file}：{reason}。',
  },
  'subscription-unknown': {
    en: 'There is no subscription {id}. `litpush subscription list` shows them.',
    zh: '没有编号为 {id} 的订阅。运行 `litpush subscription list` 查看全部订阅。',
  },
  'mailbox-unknown': {
    en: 'There is no mailbox {id}. `litpush mailbox list` shows them.',
    zh: '没有编号为 {id} 的发件邮箱。运行 `litpush mailbox list` 查看全部邮箱。',
  },
  'delivery-unknown': {
    en: 'There is no message {id} with which this can be done. `litpush delivery list` shows those that are open.',
    zh: '没有编号为 {id} 且可进行此操作的邮件。运行 `litpush delivery list` 查看未完成的邮件。',
  },
  'mailbox-none': {
    en: 'There is no mailbox to send from. Add one with `litpush mailbox add smtp://user:password@host`, or set SMTP_URL.',
    zh: '没有可用的发件邮箱。请运行 `litpush mailbox add smtp://用户:密码@主机` 添加，或设置 SMTP_URL。',
  },
  'mailbox-exists': {
    en: 'There is already a mailbox named "{name}". Choose another --name.',
    zh: '已存在名为“{name}”的发件邮箱，请用 --name 另取名称。',
  },
  'address-wrong': {
    en: '"{address}" is not an e-mail address.',
    zh: '“{address}”不是有效的电子邮件地址。',
  },
  'query-wrong': {
    en: 'PubMed cannot run this search: {reason}.',
    zh: 'PubMed 无法执行该检索式：{reason}。',
  },
  'query-unknown': {
    en: 'PubMed knows no word of this search: {terms}. Mend the query.',
    zh: 'PubMed 无法识别该检索式中的任何词：{terms}。请修改检索式。',
  },
  'terms-dropped': {
    en: 'PubMed does not know, and would leave out: {terms}. Without them it finds {count} papers. Mend the query, or add --accept to save it as it is.',
    zh: 'PubMed 无法识别并将忽略：{terms}。忽略后共 {count} 篇。请修改检索式，或加上 --accept 按此保存。',
  },
  'schedule-wrong': {
    en: '"{text}" is not a schedule: {reason} Examples: "daily 08:00", "weekly mon,thu 08:00", "monthly 31 08:00", "monthly last 08:00".',
    zh: '“{text}”不是有效的推送时间：{reason}示例：“daily 08:00”、“weekly mon,thu 08:00”、“monthly 31 08:00”、“monthly last 08:00”。',
  },
  'time-zone-unknown': {
    en: '"{timeZone}" is not a time zone. Use a name such as Asia/Shanghai or Europe/London.',
    zh: '“{timeZone}”不是有效的时区，请使用 Asia/Shanghai、Europe/London 这样的名称。',
  },
  'query-empty': {
    en: 'A subscription needs a search.',
    zh: '订阅需要填写检索式。',
  },
  'number-wrong': {
    en: '{what} must be a whole number from {min} to {max}.',
    zh: '{what}应为 {min} 至 {max} 之间的整数。',
  },
  'recipients-wrong': {
    en: 'A subscription needs between 1 and {max} recipients.',
    zh: '每个订阅需要 1 至 {max} 个收件地址。',
  },
  'day-wrong': {
    en: '"{day}" is not a day. Write it as 2026-08-15.',
    zh: '“{day}”不是有效的日期，请写成 2026-08-15 的形式。',
  },
  'day-over': {
    en: '{day} is over already. Name a day that is still to come.',
    zh: '{day} 已经过去，请指定将来的日期。',
  },
  'preset-unknown': {
    en: 'There is no preset "{preset}". There are: {known}.',
    zh: '没有名为“{preset}”的预设，可用：{known}。',
  },
  'pubmed-failed': {
    en: 'PubMed did not answer as it should ({reason}). Nothing was changed; try again later.',
    zh: 'PubMed 未正常响应（{reason}）。未做任何更改，请稍后重试。',
  },
  'mail-failed': {
    en: 'The mail could not be sent: {reason}',
    zh: '邮件发送失败：{reason}',
  },
  'port-taken': {
    en: 'Port {port} is taken by another program. Choose another one: PORT, or --port and --smtp-port of the sandbox.',
    zh: '端口 {port} 已被其他程序占用，请换一个：PORT，或 sandbox 的 --port 和 --smtp-port。',
  },
  'backup-postgres': {
    en: '`litpush backup` copies SQLite. This installation uses PostgreSQL: use pg_dump.',
    zh: '`litpush backup` 只备份 SQLite。当前使用 PostgreSQL，请使用 pg_dump。',
  },
  'backup-exists': {
    en: '{file} is already there. Name another file.',
    zh: '{file} 已存在，请换一个文件名。',
  },
  'config-admin-incomplete': {
    en: 'ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both, or neither.',
    zh: 'ADMIN_EMAIL 和 ADMIN_PASSWORD 必须同时设置，或都不设置。',
  },
  'password-length': {
    en: 'A password has {min} to {max} characters.',
    zh: '密码长度应为 {min} 至 {max} 个字符。',
  },
  'admin-exists': {
    en: '{email} is an admin already. `litpush admin reset-password {email}` gives a new password.',
    zh: '{email} 已经是管理员。如需新密码，请运行 `litpush admin reset-password {email}`。',
  },
  'person-unknown': {
    en: 'Nobody here has the address {email}. `litpush admin list` shows the admins.',
    zh: '没有地址为 {email} 的用户。运行 `litpush admin list` 查看管理员。',
  },
  'token-unknown': {
    en: 'There is no token {id}. `litpush admin list` shows them.',
    zh: '没有编号为 {id} 的令牌。运行 `litpush admin list` 查看全部令牌。',
  },
  'failed-job-unknown': {
    en: 'There is no failed job {id}. `litpush queue failed` shows them.',
    zh: '没有编号为 {id} 的失败任务。运行 `litpush queue failed` 查看全部失败任务。',
  },
  'filters-wrong': {
    en: 'The filters cannot be used. At {where}: {reason}. The guide lists the rules and their parts.',
    zh: '过滤条件有误。{where} 处：{reason}。规则及其写法见使用指南。',
  },
  'edition-unknown': {
    en: 'There is no edition {id}. `litpush journals list` shows them.',
    zh: '没有编号为 {id} 的版本。运行 `litpush journals list` 查看全部版本。',
  },
  'edition-year': {
    en: '{year} is no year of a journal table. Give one from {min} to {max}.',
    zh: '{year} 不是有效的版本年份，应为 {min} 至 {max}。',
  },
  'edition-empty': {
    en: 'None of the {rows} rows is about a journal that can be told. The report says why, row by row; most often a column is taken for another one.',
    zh: '共 {rows} 行，没有一行能识别出期刊。逐行原因见导入报告；最常见的原因是列对应有误。',
  },
  'edition-not-ready': {
    en: 'Edition {id} is not read to its end. Wait for it, or import the file again.',
    zh: '版本 {id} 尚未完整导入。请等待导入完成，或重新导入该文件。',
  },
  'edition-in-force': {
    en: 'Edition {id} is in force. Activate another one or roll back (`litpush journals rollback {source}`), then remove it.',
    zh: '版本 {id} 正在生效，不能删除。请先激活其他版本或回滚（`litpush journals rollback {source}`）。',
  },
  'edition-none-in-force': {
    en: 'No edition of {source} is in force: there is nothing to roll back.',
    zh: '当前没有生效的版本（{source}），无需回滚。',
  },
  'journal-file-unknown': {
    en: 'There is no sent file {file}: files that nobody imports are kept for a day. Send it once more.',
    zh: '没有编号为 {file} 的已上传文件（未导入的文件只保留一天）。请重新上传。',
  },
  'journal-file-taken': {
    en: 'The sent file {file} is being imported already. To import it in another way too, send it once more.',
    zh: '已上传的文件 {file} 正在导入。如需以其他方式再次导入，请重新上传。',
  },
  'mapping-unconfirmed': {
    en: 'Nothing was imported: how to read this table has to be confirmed. If it is right as shown, run: {command}',
    zh: '未导入：该表的读取方式需要确认。如上述内容正确，请运行：{command}',
  },
  'redis-unreachable': {
    en: 'Redis cannot be used: {reason}. Check REDIS_URL and whether Redis runs.',
    zh: '无法使用 Redis：{reason}。请检查 REDIS_URL 以及 Redis 是否运行。',
  },
  'table-not-text': {
    en: 'This file is not a table that can be read. Save it as XLSX, as CSV or as JSON.',
    zh: '无法将该文件作为表格读取，请另存为 XLSX、CSV 或 JSON 格式。',
  },
  'table-old-excel': {
    en: 'This is an old Excel file (.xls), or one with a password. Save it as XLSX without a password, or as CSV.',
    zh: '该文件是旧版 Excel 文件（.xls）或设有密码，请去除密码并另存为 XLSX 或 CSV 格式。',
  },
  'table-empty': {
    en: '{name} has no rows below its head. Choose the file with the table itself.',
    zh: '{name} 的表头下没有数据，请选择包含表格内容的文件。',
  },
  'table-too-large': {
    en: 'The table is too large: {what}. Leave out what is not needed, or divide it.',
    zh: '表格过大：{what}。请删去不需要的内容，或拆分后再导入。',
  },
  'table-damaged': {
    en: 'The file is damaged ({reason}). Save or download it once more.',
    zh: '文件已损坏（{reason}），请重新保存或下载。',
  },
  'table-json-line': {
    en: 'Line {line} is not JSON ({reason}). Download the file once more, or mend that line.',
    zh: '第 {line} 行不是有效的 JSON（{reason}），请重新下载文件或修正该行。',
  },
  'table-no-records': {
    en: 'This JSON is not a list of records. It should be what the OpenAlex API answers, a list, or one record a line.',
    zh: '该 JSON 不是记录列表。应为 OpenAlex API 的返回结果、记录数组，或每行一条记录。',
  },
  'table-sheet-unknown': {
    en: 'The workbook has no sheet "{sheet}". It has: {known}.',
    zh: '工作簿中没有名为“{sheet}”的工作表，现有：{known}。',
  },
  'mapping-column': {
    en: 'There is no column {column} for "{field}": the table has {columns}. Choose another one.',
    zh: '“{field}”指定的第 {column} 列不存在：表格共有 {columns} 列，请重新选择。',
  },
  'mapping-several': {
    en: 'Several columns are chosen for "{field}". Choose one.',
    zh: '“{field}”选择了多列，请只选一列。',
  },
  'mapping-pairs': {
    en: '{many} columns are chosen for "{a}" and {others} for "{b}". They go together by their order: choose as many of both.',
    zh: '“{a}”选择了 {many} 列，“{b}”选择了 {others} 列。两者按顺序对应，请选择相同的列数。',
  },
  'mapping-no-journal': {
    en: 'No column names the journals. Choose the one with the titles, an ISSN or the NLM ID.',
    zh: '没有可用于识别期刊的列，请选择刊名、ISSN 或 NLM 编号所在的列。',
  },
  'mapping-no-values': {
    en: 'A table of {source} needs a column for one of: {fields}. Choose it, or another source.',
    zh: '{source}表至少需要以下一列：{fields}。请选择相应的列，或更换数据来源。',
  },
} satisfies Record<string, Bilingual>;

export type RefusalCode = keyof typeof refusals;
/** A part that is itself words comes in both languages. */
export type RefusalParams = Record<string, string | number | Bilingual>;

/** Fills the `{name}`s of a sentence. */
export const fill = (sentence: string, params: RefusalParams, locale: Locale = 'en'): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name] ?? whole;
    return typeof value === 'object' ? value[locale] : String(value);
  });

/** Input, configuration or state that a person has to mend; shown to that person in their language. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly params: RefusalParams;

  constructor(code: RefusalCode, params: RefusalParams = {}) {
    super(fill(refusals[code].en, params));
    this.name = 'Refusal';
    this.code = code;
    this.params = params;
  }

  inWords(locale: Locale): string {
    return fill(refusals[this.code][locale], this.params, locale);
  }
}

/** Thrown by a job: what failed may pass (PubMed, network, mail). The run stays open and is tried again. */
export class TryAgainLater extends Error {
  /** Milliseconds that the other side asked for; null leaves it to the back-off. */
  readonly afterMs: number | null;

  constructor(reason: string, options: { afterMs?: number | null; cause?: unknown } = {}) {
    super(reason, { cause: options.cause });
    this.name = 'TryAgainLater';
    this.afterMs = options.afterMs ?? null;
  }
}

/** Thrown by a job: trying again cannot help (a wrong query, a refused key). The run ends as failed. */
export class NeverAgain extends Error {
  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(reason, options);
    this.name = 'NeverAgain';
  }
}
