import { ensureFirstAdmin } from '../accounts/first-admin.ts';
import type { App } from '../app.ts';
import type { Context } from './command.ts';

/** At the start of a server: sees to it that somebody can become admin, and says how. @param url where the server listens. */
export async function announceFirstAdmin(app: App, { remark }: Context, url: string): Promise<void> {
  const first = await ensureFirstAdmin(app.accounts);
  if (first.kind === 'made') {
    remark({
      en: `${first.email} is the admin now, with the password of ADMIN_PASSWORD.`,
      zh: `${first.email} 已成为管理员，密码为 ADMIN_PASSWORD 所设。`,
    });
  }
  if (first.kind === 'link') {
    const link = `${app.config.baseUrl ?? url}${first.path}`;
    remark({
      en: `There is no admin yet. This link works once: ${link}`,
      zh: `还没有管理员。打开此链接完成设置，仅可使用一次：${link}`,
    });
  }
}
