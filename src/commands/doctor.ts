import { withApp } from '../app.ts';
import { examine } from '../health/doctor.ts';
import type { Command } from './command.ts';

const marks = { ok: '✓', warn: '!', fail: '✗' };

export const doctorCommand: Command = {
  name: 'doctor',
  synopsis: '',
  summary: {
    en: 'Check all that a push needs: database, disk, PubMed, mailboxes. Mails nothing.',
    zh: '检查推送所需的一切：数据库、磁盘、PubMed、发件邮箱。不会发送邮件。',
  },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, async (app) => {
      const findings = await examine(app.doctor);
      const line = (locale: 'en' | 'zh') =>
        findings.map(({ name, state, text }) => `${marks[state]} ${name.padEnd(12)} ${text[locale]}`);
      context.answer(findings, { en: line('en'), zh: line('zh') });
      return findings.some(({ state }) => state === 'fail') ? 1 : 0;
    });
  },
};
