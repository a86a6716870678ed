import { parseArgs } from 'node:util';
import type { MetricSource } from '../src/contract/journals.ts';
import { activateEdition } from '../src/journals/activate.ts';
import { compareEdition } from '../src/journals/compare.ts';
import { fillEdition, openEdition } from '../src/journals/import-edition.ts';
import { recognise } from '../src/journals/recognise.ts';
import { removeEdition } from '../src/journals/remove.ts';
import { readTable } from '../src/journals/table.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { madeUpIssn } from '../test/editions.ts';
import { median, withPlace } from './places.ts';

/**
 * `npm run bench:journals`: a made-up table imported from its bytes to an edition that can be put in force, JCR-like (one row a
 * journal, one in four in two fields and so in two rows) and CAS-like (a row a journal); then a second year compared with the
 * first, and one edition removed. Medians.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '22000' },
    repeat: { type: 'string', default: '5' },
    /** A PostgreSQL server on which a database may be made for a while. */
    postgres: { type: 'string' },
  },
});
const size = Number(values.rows);

const words =
  'Acta Annals Archives Brain Cancer Cell Chemistry Clinical Diseases Engineering European Genetics Heart Immunity Journal Letters Medicine Nature Physics Reviews'.split(
    ' ',
  );
const titleOf = (n: number): string =>
  `${words[n % 20]} of ${words[Math.floor(n / 20) % 20]} & ${words[Math.floor(n / 400) % 20]}-${n}`;
const issns = (n: number) => [madeUpIssn(2 * n + 1), madeUpIssn(2 * n + 2)] as const;

function jcr(year: number): string {
  const lines = [`Journal,ISSN,eISSN,Category,IF(${year}),IF Quartile(${year}),IF Rank(${year})`];
  for (let n = 0; lines.length <= size; n += 1) {
    const [issn, eissn] = issns(n);
    const factor = n % 30 === 0 ? '<0.1' : ((n % 97) / 7 + (year % 5) / 10).toFixed(1);
    const row = (field: string) =>
      `"${titleOf(n).toUpperCase()}",${issn},${n % 10 === 0 ? 'N/A' : eissn},${field}(SCIE),${factor},Q${(n % 4) + 1},${(n % 300) + 1}/333`;
    lines.push(row('ONCOLOGY'));
    if (n % 4 === 0 && lines.length <= size) lines.push(row('CELL BIOLOGY'));
  }
  return lines.join('\n');
}

function cas(year: number): string {
  const lines = ['Journal,年份,ISSN/EISSN,Review,OA,Web of Science,标注,大类,大类分区,Top,小类1,小类1分区'];
  for (let n = 0; lines.length <= size; n += 1) {
    const zone = ((n + year) % 4) + 1;
    lines.push(
      `${titleOf(n)},${year},${issns(n).join('/')},否,否,SCIE,,医学,${zone} [${(n % 300) + 1}/778],${zone === 1 ? '是' : '否'},肿瘤学 ONCOLOGY,${zone} [9/99]`,
    );
  }
  return lines.join('\n');
}

async function importTable(store: Store, input: { text: string; name: string }): Promise<number> {
  const table = await readTable(Buffer.from(input.text), { name: input.name });
  const { source, year, mapping, known } = recognise(table, { name: input.name });
  if (!known || !source || !year) throw new Error(`${input.name} is not recognised`);
  const id = await openEdition(store, { source, year, fileName: input.name, mapping, table });
  const edition = await fillEdition(store, { id, table });
  if (edition.state !== 'ready' || edition.counts.read !== size) throw new Error(JSON.stringify(edition));
  return id;
}

const clock = async <T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> => {
  const from = performance.now();
  const result = await work();
  return { seconds: (performance.now() - from) / 1000, result };
};

async function measure(server: string | null, source: MetricSource) {
  return withPlace(server, async (place) => {
    const store = openStore(place);
    await migrate(store);
    const make = source === 'jcr' ? jcr : cas;
    const times = { import: [] as number[], compare: [] as number[], remove: [] as number[] };
    const first = await importTable(store, { text: make(2023), name: `${source}-2023.csv` });
    await activateEdition(store, first);
    const table = { text: make(2024), name: `${source}-2024.csv` };
    for (let run = 0; run < Number(values.repeat); run += 1) {
      const imported = await clock(() => importTable(store, table));
      times.import.push(imported.seconds);
      times.compare.push((await clock(() => compareEdition(store, imported.result))).seconds);
      times.remove.push((await clock(() => removeEdition(store, imported.result))).seconds);
    }
    await store.close();
    const seconds = (list: number[]) => `${median(list).toFixed(2)} (${Math.max(...list).toFixed(2)})`;
    return `${seconds(times.import)} | ${seconds(times.compare)} | ${seconds(times.remove)}`;
  });
}

console.log(`Tables of ${size} rows, CSV; seconds, median (most) of ${values.repeat}\n`);
console.log('| database | table | import | compare with the year before | remove |');
console.log('|---|---|---:|---:|---:|');
const servers: [string, string | null][] = [
  ['SQLite', null],
  ...(values.postgres ? [['PostgreSQL', values.postgres] as [string, string]] : []),
];
for (const [name, server] of servers) {
  for (const source of ['jcr', 'cas'] as const) {
    console.log(`| ${name} | ${source} | ${await measure(server, source)} |`);
  }
}
