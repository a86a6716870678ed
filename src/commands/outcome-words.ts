import type { Bilingual } from '../contract/locale.ts';

/** How a push or a run ended, for people. */
export const outcomeWords = {
  open: { en: 'under way', zh: '进行中' },
  never: { en: 'not run yet', zh: '尚未运行' },
  incomplete: { en: '(incomplete)', zh: '（不完整）' },
  sending: { en: 'the digest is made and not sent yet', zh: '推送已生成，尚未送出' },
  queued: { en: 'the digest is made and not sent yet', zh: '推送已生成，尚未送出' },
  sent: { en: 'sent', zh: '已发送' },
  undelivered: { en: 'the mail was refused', zh: '邮件被拒收' },
  'nothing-new': { en: 'nothing new', zh: '无新文献' },
  skipped: { en: 'skipped', zh: '已跳过' },
  later: { en: 'failed, and will be tried again', zh: '失败，稍后自动重试' },
  failed: { en: 'failed', zh: '失败' },
  taken: { en: 'another process does it', zh: '由其他进程处理' },
} satisfies Record<string, Bilingual>;
