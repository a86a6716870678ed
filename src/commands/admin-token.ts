import { createAccessToken, revokeAccessToken } from '../accounts/access-tokens.ts';
import { withApp } from '../app.ts';
import { addressOf } from './admin.ts';
import { type Command, wrongOption } from './command.ts';

export const adminToken: Command = {
  name: 'admin token',
  synopsis: 'ADDRESS [--name NAME] [--days N]',
  summary: {
    en: 'Make a token with which a program acts as this person: Authorization: Bearer …',
    zh: '生成访问令牌，供程序以此人身份调用接口：Authorization: Bearer …',
  },
  help: [
    { option: '--name', text: { en: 'what it is for', zh: '用途' } },
    {
      option: '--days',
      text: { en: 'how long it is good (default: until it is revoked)', zh: '有效天数（默认直至撤销）' },
    },
  ],
  options: { name: { type: 'string' }, days: { type: 'string' } },
  words: 1,
  async run(context) {
    const email = addressOf(context, 'admin token');
    const name = context.text('name') ?? 'command line';
    const days = context.number('days', { min: 1, max: 3650, default: 0 });
    return withApp(context.config, async ({ accounts }) => {
      const made = await createAccessToken(accounts, { email, name, days: days === 0 ? null : days });
      context.answer(made, { en: [made.token], zh: [made.token] });
      context.remark({
        en: `The token above is shown only now. To revoke it: litpush admin revoke-token ${made.id}`,
        zh: `以上令牌仅显示这一次。撤销：litpush admin revoke-token ${made.id}`,
      });
      return 0;
    });
  },
};

export const adminRevokeToken: Command = {
  name: 'admin revoke-token',
  synopsis: 'ID',
  summary: {
    en: 'End a token. Programs that still use it are refused from then on.',
    zh: '撤销访问令牌，仍在使用它的程序将被拒绝。',
  },
  options: {},
  words: 1,
  async run(context) {
    const [id] = context.words;
    if (!id) throw wrongOption('admin revoke-token', 'ID', 'litpush admin list');
    return withApp(context.config, async ({ accounts }) => {
      await revokeAccessToken(accounts, id);
      context.answer({ revoked: id }, { en: [`Token ${id} is revoked.`], zh: [`已撤销令牌 ${id}。`] });
      return 0;
    });
  },
};
