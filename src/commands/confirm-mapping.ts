import { createInterface } from 'node:readline/promises';
import type { Mapping, MetricSource } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { editionName } from '../journals/comparison-words.ts';
import type { Table } from '../journals/table.ts';
import type { Context } from './command.ts';
import { asMapOptions, mappingInWords } from './map-option.ts';

interface Proposal {
  file: string;
  table: Table;
  source: MetricSource;
  year: number;
  mapping: Mapping;
}

/**
 * Shows how a table would be read and asks whether that is right.
 *
 * @returns the answer. @throws {Refusal} `mapping-unconfirmed` where nobody can be asked: it names the command that confirms.
 */
export async function confirmMapping(context: Context, proposal: Proposal): Promise<boolean> {
  const { table, mapping } = proposal;
  const lines = (locale: Locale) =>
    [
      {
        en: `The layout of this table is not known. It would be read as ${editionName(proposal, 'en')}, so:`,
        zh: `未识别该表的格式，拟按 ${editionName(proposal, 'zh')} 读取：`,
      }[locale],
      ...mappingInWords(mapping, table, locale),
    ].join('\n');
  context.remark({ en: lines('en'), zh: lines('zh') });
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Refusal('mapping-unconfirmed', { command: commandOf(context, proposal) });
  const question = { en: 'Is that right? [y/N] ', zh: '是否正确？[y/N] ' }[context.locale];
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(question, { signal: context.signal });
    if (/^(?:y|yes|是|对)$/i.test(answer.trim())) return true;
  } finally {
    terminal.close();
  }
  const command = commandOf(context, proposal);
  context.remark({
    en: `Nothing was imported. Change what is wrong and run: ${command}`,
    zh: `未导入。请修改后运行：${command}`,
  });
  return false;
}

/** The command that imports the table just so, for a shell. */
function commandOf(context: Context, { file, table, source, year, mapping }: Proposal): string {
  const sheet = context.text('sheet');
  const kept = ['dry-run', 'activate', 'json']
    .filter((flag) => context.flag(flag))
    .map((flag) => `--${flag}`);
  const words = [
    ...['litpush', 'import', 'journals', file, '--source', source, '--year', String(year)],
    ...(sheet === undefined ? [] : ['--sheet', sheet]),
    ...asMapOptions(mapping, table.header),
    '--yes',
    ...kept,
  ];
  return words.map(quoted).join(' ');
}

const quoted = (word: string): string =>
  /^[\w./=:,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
