import { withApp } from '../app.ts';
import { Refusal } from '../errors.ts';
import { defaultFromName, defaultLimits } from '../mail/first-mailbox.ts';
import { parseMailboxUrl } from '../mail/mailbox-url.ts';
import { deleteMailbox, insertMailbox, listMailboxes } from '../store/mailboxes.ts';
import { type Command, wrongOption } from './command.ts';

export const mailboxAdd: Command = {
  name: 'mailbox add',
  synopsis: 'smtp://USER:PASSWORD@HOST:PORT [--name NAME] [--from-name NAME] [--daily N] [--per-minute N]',
  summary: {
    en: 'Add an SMTP account to send from. Several take turns.',
    zh: '添加发件用的 SMTP 邮箱，多个邮箱轮流使用。',
  },
  help: [
    {
      option: 'smtp://…',
      text: {
        en: 'smtps:// for TLS from the first byte; in user and password write @ as %40, / as %2F, # as %23; then, if needed, ?from=name@example.org and &security=tls, starttls or none',
        zh: 'smtps:// 表示全程 TLS；用户名和密码中的 @ 写作 %40、/ 写作 %2F、# 写作 %23；必要时在末尾加 ?from=name@example.org 和 &security=tls、starttls 或 none',
      },
    },
    {
      option: '--name',
      text: { en: 'what it is called (default: its address)', zh: '名称（默认使用发件地址）' },
    },
    { option: '--from-name', text: { en: 'the sender that readers see', zh: '收件人看到的发件人名称' } },
    { option: '--daily', text: { en: 'messages a day at most (100)', zh: '每日发送上限（默认 100）' } },
    {
      option: '--per-minute',
      text: { en: 'messages a minute at most (30)', zh: '每分钟发送上限（默认 30）' },
    },
  ],
  options: {
    name: { type: 'string' },
    'from-name': { type: 'string' },
    daily: { type: 'string' },
    'per-minute': { type: 'string' },
  },
  words: 1,
  async run(context) {
    const [url] = context.words;
    if (!url) throw wrongOption('mailbox add', 'smtp://…', 'smtp://user:password@host:port');
    const { password, ...address } = parseMailboxUrl(url, 'smtp://…');
    const name = context.text('name') ?? address.from_address;
    return withApp(context.config, async ({ store, box }) => {
      const id = await insertMailbox(store, {
        ...address,
        name,
        password: password === null ? null : box.seal(password),
        from_name: context.text('from-name') ?? defaultFromName,
        daily_limit: context.number('daily', { min: 1, max: 1_000_000, default: defaultLimits.daily }),
        minute_limit: context.number('per-minute', { min: 1, max: 10_000, default: defaultLimits.perMinute }),
        active: 1,
      });
      if (id === null) throw new Refusal('mailbox-exists', { name });
      context.answer(
        { id, name },
        { en: [`Mailbox ${id} "${name}" added.`], zh: [`已添加发件邮箱 ${id}“${name}”。`] },
      );
      return 0;
    });
  },
};

export const mailboxList: Command = {
  name: 'mailbox list',
  synopsis: '',
  summary: {
    en: 'Show the mailboxes, what they sent today and what ails them.',
    zh: '列出发件邮箱、今日发送数和故障。',
  },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, async ({ store, today }) => {
      const rows = (await listMailboxes(store)).map(({ password: _, ...row }) => ({
        ...row,
        sent_today: row.day === today() ? row.day_count : 0,
      }));
      const line = (row: (typeof rows)[number]) =>
        `${row.id}  ${row.name}  ${row.host}:${row.port}  ${row.sent_today}/${row.daily_limit}${row.last_error ? `  ! ${row.last_error}` : ''}`;
      context.answer(rows, {
        en:
          rows.length > 0
            ? rows.map(line)
            : ['No mailbox yet. Add one: litpush mailbox add smtp://user:password@host'],
        zh:
          rows.length > 0
            ? rows.map(line)
            : ['还没有发件邮箱。添加：litpush mailbox add smtp://用户:密码@主机'],
      });
      return 0;
    });
  },
};

export const mailboxRemove: Command = {
  name: 'mailbox remove',
  synopsis: 'ID',
  summary: {
    en: 'Remove a mailbox. Messages in line go through the others.',
    zh: '删除发件邮箱，待发邮件改由其他邮箱发送。',
  },
  options: {},
  words: 1,
  async run(context) {
    const id = Number(context.words[0]);
    return withApp(context.config, async ({ store }) => {
      if (!Number.isInteger(id) || !(await deleteMailbox(store, id))) {
        throw new Refusal('mailbox-unknown', { id: context.words[0] ?? '' });
      }
      context.answer({ removed: id }, { en: [`Mailbox ${id} removed.`], zh: [`已删除发件邮箱 ${id}。`] });
      return 0;
    });
  },
};
