import { createAdmin, resetPassword } from '../accounts/admins.ts';
import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { listAccessTokens } from '../store/access-tokens.ts';
import { listAdmins } from '../store/people.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { passwordInput } from './password-input.ts';

const passwordHelp = {
  option: 'password',
  text: {
    en: 'the first line of standard input; without one, a strong password is made and shown once',
    zh: '从标准输入的第一行读取；没有输入时自动生成并只显示一次',
  },
};

export const adminCreate: Command = {
  name: 'admin create',
  synopsis: 'ADDRESS [--name NAME]',
  summary: {
    en: 'Make somebody an admin who can log in. A reader keeps their searches.',
    zh: '添加可登录的管理员；已有的读者保留其检索。',
  },
  help: [passwordHelp, { option: '--name', text: { en: 'what they are called', zh: '姓名' } }],
  options: { name: { type: 'string' } },
  words: 1,
  async run(context) {
    const email = addressOf(context, 'admin create');
    const name = context.text('name');
    return withApp(context.config, async ({ accounts }) => {
      const { password, made } = await passwordInput(context);
      await createAdmin(accounts, { email, name, password, locale: context.locale });
      answerWith(context, {
        email,
        shown: made ? password : null,
        done: { en: `${email} is an admin.`, zh: `${email} 已成为管理员。` },
      });
      return 0;
    });
  },
};

export const adminResetPassword: Command = {
  name: 'admin reset-password',
  synopsis: 'ADDRESS',
  summary: {
    en: 'Give somebody a new password and log them out everywhere.',
    zh: '重设某人的密码，并使其在所有设备上退出登录。',
  },
  help: [passwordHelp],
  options: {},
  words: 1,
  async run(context) {
    const email = addressOf(context, 'admin reset-password');
    return withApp(context.config, async ({ accounts }) => {
      const { password, made } = await passwordInput(context);
      await resetPassword(accounts, { email, password });
      answerWith(context, {
        email,
        shown: made ? password : null,
        done: {
          en: `The password of ${email} is changed; all their sessions have ended.`,
          zh: `${email} 的密码已更改，所有登录均已失效。`,
        },
      });
      return 0;
    });
  },
};

export const adminList: Command = {
  name: 'admin list',
  synopsis: '',
  summary: { en: 'Show the admins and all tokens.', zh: '列出管理员和全部令牌。' },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, async ({ store }) => {
      const admins = (await listAdmins(store)).map(({ email, name }) => ({ email, name }));
      const tokens = (await listAccessTokens(store)).map((one) => ({
        id: one.id,
        email: one.email,
        name: one.name,
        created: isoOf(one.created_at),
        lastUsed: isoOf(one.last_used_at),
        expires: isoOf(one.expires_at),
      }));
      const lines = (locale: Locale): string[] => [
        ...(admins.length > 0
          ? admins.map(({ email, name }) => `${email}  ${name}`)
          : [
              {
                en: 'No admin yet. Make one: litpush admin create ADDRESS',
                zh: '还没有管理员。添加：litpush admin create 邮箱',
              }[locale],
            ]),
        ...tokens.map((one) => {
          const used = one.lastUsed ?? { en: 'never used', zh: '从未使用' }[locale];
          const ends = one.expires
            ? { en: `until ${one.expires}`, zh: `有效期至 ${one.expires}` }[locale]
            : '';
          return `${one.id}  ${one.email}  ${one.name}  ${used}  ${ends}`.trimEnd();
        }),
      ];
      context.answer({ admins, tokens }, { en: lines('en'), zh: lines('zh') });
      return 0;
    });
  },
};

export function addressOf(context: Context, command: string): string {
  const [email] = context.words;
  if (!email) throw wrongOption(command, 'ADDRESS', 'me@example.org');
  return email.trim().toLowerCase();
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function answerWith(
  context: Context,
  { email, shown, done }: { email: string; shown: string | null; done: Record<Locale, string> },
): void {
  const data = shown === null ? { email } : { email, password: shown };
  context.answer(data, {
    en: [done.en, ...(shown === null ? [] : [`Password, shown only now: ${shown}`])],
    zh: [done.zh, ...(shown === null ? [] : [`密码（仅显示这一次）：${shown}`])],
  });
}
