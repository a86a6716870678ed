import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import type { Command } from './command.ts';

const words = {
  usage: { en: 'Usage: ', zh: '用法：' },
  commands: { en: 'Commands:', zh: '命令：' },
  more: {
    en: 'litpush help COMMAND tells more. --json makes the answer one that programs read. Exit code: 0, 1 (failed), 2 (wrong use).',
    zh: 'litpush help 命令 显示详细用法。--json 输出供程序读取的结果。退出码：0 成功，1 失败，2 用法错误。',
  },
};

/** The overview, or the page of one command. */
export function helpPage(topic: string, commands: readonly Command[], locale: Locale): string {
  if (topic === '') {
    const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
    const rows = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary[locale]}`);
    return `${words.usage[locale]}litpush COMMAND …\n\n${words.commands[locale]}\n${rows.join('\n')}\n\n${words.more[locale]}\n`;
  }
  const command = commands.find(({ name }) => name === topic);
  if (!command) {
    const group = commands.filter(({ name }) => name.startsWith(`${topic} `));
    if (group.length === 0) throw new Refusal('command-unknown', { command: topic });
    return group
      .map(({ name, synopsis, summary }) => `litpush ${name} ${synopsis}\n  ${summary[locale]}\n`)
      .join('');
  }
  const width = Math.max(0, ...(command.help ?? []).map(({ option }) => option.length)) + 2;
  const rows = (command.help ?? []).map(({ option, text }) => `  ${option.padEnd(width)}${text[locale]}`);
  return [
    `${words.usage[locale]}litpush ${command.name} ${command.synopsis}`.trimEnd(),
    command.summary[locale],
    ...rows,
    '',
  ].join('\n');
}
