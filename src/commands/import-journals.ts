import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { withApp } from '../app.ts';
import { journalFields, type Mapping, type MetricSource, metricSources } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { activateEdition } from '../journals/activate.ts';
import { compareEdition } from '../journals/compare.ts';
import type { EditionSummary } from '../journals/editions.ts';
import { fillEdition, openEdition } from '../journals/import-edition.ts';
import { checkMapping, recognise } from '../journals/recognise.ts';
import { removeEdition } from '../journals/remove.ts';
import { readTable, type Table } from '../journals/table.ts';
import type { Store } from '../store/open.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { confirmMapping } from './confirm-mapping.ts';
import { answerImport } from './import-answer.ts';
import { importProgress } from './import-progress.ts';
import { rehearseImport } from './import-rehearsal.ts';
import { mappingInWords, withMapOption } from './map-option.ts';

const name = 'import journals';
const fields = journalFields.join(', ');

export const importJournals: Command = {
  name,
  synopsis: 'FILE [--source S] [--year Y] [--sheet N] [--map FIELD=COLUMN]… [--yes] [--dry-run] [--activate]',
  summary: {
    en: 'Import a journal table (CSV, XLSX or JSON; JCR, CAS zones, SCImago, OpenAlex, a warning list, or your own).',
    zh: '导入期刊表（CSV、XLSX 或 JSON；JCR、中科院分区、SCImago、OpenAlex、预警名单或自制表格）。',
  },
  help: [
    {
      option: '--source',
      text: {
        en: `whose figures they are: ${metricSources.join(', ')} (default: as the table looks)`,
        zh: `数据来源：${metricSources.join('、')}（默认自动识别）`,
      },
    },
    {
      option: '--year',
      text: { en: 'of the edition (default: as the table says)', zh: '版本年份（默认自动识别）' },
    },
    { option: '--sheet', text: { en: 'of a workbook, by its name', zh: '工作表名称' } },
    {
      option: '--map',
      text: {
        en: `FIELD=COLUMN: what a column means, by its head or its number from 1; FIELD= leaves it out; may be repeated. Fields: ${fields}`,
        zh: `字段=列：某列的含义，列可写表头或从 1 起的序号；“字段=”表示不读取；可重复。字段：${fields}`,
      },
    },
    {
      option: '--yes',
      text: {
        en: 'read it as proposed without asking; with --activate, in spite of doubts',
        zh: '不再询问，按识别结果导入；与 --activate 同用时，即使有疑问也激活',
      },
    },
    {
      option: '--dry-run',
      text: { en: 'read and report, store nothing', zh: '只读取并报告，不保存' },
    },
    {
      option: '--activate',
      text: { en: 'put it in force when it is imported', zh: '导入后立即激活' },
    },
  ],
  options: {
    source: { type: 'string' },
    year: { type: 'string' },
    sheet: { type: 'string' },
    map: { type: 'string', multiple: true },
    yes: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    activate: { type: 'boolean' },
  },
  words: 1,
  async run(context) {
    const [file] = context.words;
    if (!file) throw wrongOption(name, 'FILE', 'jcr-2024.csv');
    const table = await tableOf(context, file);
    const plan = await planOf(context, { file, table });
    if (plan === null) return 1;
    if (context.flag('dry-run')) return rehearseImport(context, { ...plan, table });
    return withApp(context.config, ({ store }) =>
      importInto(store, { context, table, plan, fileName: basename(file) }),
    );
  },
};

async function tableOf(context: Context, file: string): Promise<Table> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Refusal('file-unreadable', { file, reason: (error as Error).message });
  });
  const sheet = context.text('sheet');
  return readTable(bytes, { name: basename(file), ...(sheet === undefined ? {} : { sheet }) });
}

interface Plan {
  source: MetricSource;
  year: number;
  mapping: Mapping;
}

/** How the table is to be read, confirmed. @returns null where the person said no. */
async function planOf(
  context: Context,
  { file, table }: { file: string; table: Table },
): Promise<Plan | null> {
  const word = context.text('source');
  const named = metricSources.find((one) => one === word);
  if (word !== undefined && !named) throw wrongOption(name, '--source', metricSources.join(' | '));
  const seen = recognise(table, { name: basename(file), ...(named ? { source: named } : {}) });
  const mapping = withMapOption(seen.mapping, { given: context.texts('map'), header: table.header });
  const { source } = seen;
  const showColumns = () => {
    const lines = (locale: Locale) => mappingInWords(mapping, table, locale).join('\n');
    context.remark({ en: lines('en'), zh: lines('zh') });
  };
  if (!source) {
    showColumns();
    throw wrongOption(name, '--source', metricSources.join(' | '));
  }
  const year = context.number('year', { min: 1950, max: 2100, default: seen.year ?? 0 });
  if (year === 0) throw wrongOption(name, '--year', '--year 2024');
  try {
    checkMapping(table, { source, mapping });
  } catch (error) {
    showColumns();
    throw error;
  }
  const plan = { source, year, mapping };
  const sure = context.flag('yes') || (seen.known && context.texts('map').length === 0);
  return sure || (await confirmMapping(context, { file, table, ...plan })) ? plan : null;
}

async function importInto(
  store: Store,
  input: { context: Context; table: Table; plan: Plan; fileName: string },
): Promise<number> {
  const { context, table, plan, fileName } = input;
  const { signal } = context;
  const id = await openEdition(store, { ...plan, fileName, table });
  let edition: EditionSummary;
  try {
    edition = await fillEdition(store, { id, table, onProgress: importProgress(context), signal });
  } catch (error) {
    // Nobody goes on reading it.
    await removeEdition(store, id);
    throw error;
  }
  const ready = edition.state === 'ready';
  const comparison = ready ? await compareEdition(store, id) : null;
  const wanted = context.flag('activate');
  const sure = comparison !== null && (comparison.doubts.length === 0 || context.flag('yes'));
  const activation = wanted && sure ? await activateEdition(store, id) : null;
  const heldBack = wanted && ready && !sure;
  await answerImport(store, { context, edition, comparison, activation, heldBack });
  return ready && !heldBack ? 0 : 1;
}
