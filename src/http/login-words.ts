import type { Locale } from '../contract/locale.ts';

/** The words of logging in, of the first admin, and of being refused. */
const english = {
  login: 'Log in',
  address: 'E-mail address',
  password: 'Password',
  loginButton: 'Log in',
  forgotten: 'Forgotten it? Whoever runs this service can set a new one on the command line:',
  wrong: 'The address or the password is wrong.',
  throttled: (seconds: number) =>
    `Too many tries. Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`}, then try again.`,
  loggedOut: 'You are logged out.',
  noAdmin:
    'This service has no admin yet. Its output at the start shows a link with which to become one. Or run:',
  setup: 'Become the first admin',
  setupText:
    'The admin looks after this service: queues, mailboxes, people. Choose the address and the password with which you log in from now on. This link works once.',
  newPassword: 'New password',
  passwordHint: (min: number) => `At least ${min} characters. A few words in a row are easy to remember.`,
  setupButton: 'Become the admin',
  setupGone: 'This link is used up',
  setupGoneText:
    'It works once, and only while there is no admin. Log in, or run `npx litpush admin create` on the machine of this service.',
  denied: 'This page is for admins',
  deniedText: (email: string) => `You are logged in as ${email}, which is no admin's account.`,
  logout: 'Log out',
  problems: {
    'login-required': 'Log in, or send a token: Authorization: Bearer …',
    'token-invalid': 'This token is not known, has expired or was revoked.',
    'admin-required': 'Only admins may do this.',
    'foreign-request':
      'This request came from a page that does not belong to this service. Nothing was changed.',
  },
};

export type LoginWords = typeof english;
export type DenialCode = keyof LoginWords['problems'];

const chinese: LoginWords = {
  login: '登录',
  address: '电子邮箱',
  password: '密码',
  loginButton: '登录',
  forgotten: '忘记密码？请服务的运行者用命令行设置新密码：',
  wrong: '邮箱或密码不正确。',
  throttled: (seconds) => `尝试次数过多，请 ${seconds} 秒后再试。`,
  loggedOut: '您已退出登录。',
  noAdmin: '本服务还没有管理员。启动时的输出中有一个链接，打开即可成为管理员。也可以运行：',
  setup: '成为首位管理员',
  setupText: '管理员负责照看本服务的队列、发件邮箱和用户。请设置今后登录用的邮箱和密码。此链接只能使用一次。',
  newPassword: '新密码',
  passwordHint: (min) => `至少 ${min} 个字符。由几个词连成的密码既安全又好记。`,
  setupButton: '成为管理员',
  setupGone: '此链接已失效',
  setupGoneText:
    '此链接只能使用一次，且仅在没有管理员时有效。请直接登录，或在运行本服务的机器上执行 `npx litpush admin create`。',
  denied: '此页面仅供管理员使用',
  deniedText: (email) => `您当前以 ${email} 登录，该账户不是管理员。`,
  logout: '退出登录',
  problems: {
    'login-required': '请先登录，或在请求中携带令牌：Authorization: Bearer …',
    'token-invalid': '令牌无效、已过期或已被撤销。',
    'admin-required': '仅管理员可以执行此操作。',
    'foreign-request': '请求来自不属于本服务的页面，未作任何更改。',
  },
};

export const loginWords: Readonly<Record<Locale, LoginWords>> = { en: english, zh: chinese };
