import { parseArgs } from 'node:util';
import type { Article } from '../src/contract/article.ts';
import { createMetricsOf } from '../src/journals/metrics-of.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';
import { addEdition, madeUpIssn, recordJournal, type TableRow } from '../test/editions.ts';
import { median, withPlace } from './places.ts';

/**
 * `npm run bench:match`: the journals of 10,000 papers sought in editions of 20,000 journals each, a JCR-like and a CAS-like
 * one, all in one call, as a preview does; and what the look costs a push, with and without editions. Medians.
 */
const { values } = parseArgs({
  options: {
    journals: { type: 'string', default: '20000' },
    papers: { type: 'string', default: '10000' },
    repeat: { type: 'string', default: '7' },
    /** A PostgreSQL server on which a database may be made for a while. */
    postgres: { type: 'string' },
  },
});
const journals = Number(values.journals);
const papers = Number(values.papers);

/** A sequence that looks random and is the same each time. */
let state = 1;
const random = (below: number): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const words =
  'Acta Annals Archives Brain Cancer Cell Chemistry Clinical Diseases Engineering European Genetics Heart Immunity Journal Letters Medicine Nature Physics Reviews'.split(
    ' ',
  );
const titleOf = (n: number): string =>
  `${words[n % 20]} of ${words[Math.floor(n / 20) % 20]} & ${words[Math.floor(n / 400) % 20]}-${n}`;

/** As JCR prints them; one in ten has but one ISSN, one in seven the same one twice. */
const tableRow = (n: number): TableRow => {
  const issn = madeUpIssn(2 * n + 1);
  const eissn = n % 7 === 0 ? issn : madeUpIssn(2 * n + 2);
  const single = n % 10 === 0;
  return {
    title: titleOf(n).toUpperCase(),
    issn,
    eissn: single ? null : eissn,
    values: {
      overall: { category: null, place: 2, rank: '12/345' },
      categories: [{ category: 'ONCOLOGY(SCIE)', place: 2, rank: '12/345' }],
    },
  };
};

/** As PubMed names it: one ISSN and the linking one. One paper in nine is of a journal that no table has. */
const paper = (pmid: number): Article => {
  const n = pmid % 9 === 0 ? journals + random(papers) : random(journals);
  const { issn = null, eissn = null } = tableRow(n);
  const print = n % 3 === 0;
  const journal = recordJournal({
    title: titleOf(n),
    nlmId: String(100_000_000 + n),
    issnPrint: print ? issn : null,
    issnElectronic: print ? null : eissn,
    issnLinking: issn,
  });
  return { pmid, journal } as Article;
};

async function time(work: () => Promise<unknown>, times: number): Promise<{ ms: number; cpuMs: number }> {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(used);
    wall.push(performance.now() - from);
    cpu.push((user + system) / 1000);
  }
  return { ms: median(wall), cpuMs: median(cpu) };
}

async function measure(server: string | null) {
  return withPlace(server, async (place) => {
    const store = openStore(place);
    await migrate(store);
    const metricsOf = createMetricsOf(store);
    const all = Array.from({ length: papers }, (_, at) => paper(at + 1));
    const few = all.slice(0, 10);
    const again = async () => {
      for (let push = 0; push < 200; push += 1) await metricsOf(few);
    };
    await again();
    const nothing = await time(again, Number(values.repeat));
    const rows = Array.from({ length: journals }, (_, n) => tableRow(n));
    await addEdition(store, { source: 'jcr', rows });
    await addEdition(store, { source: 'cas', rows: rows.toReversed() });
    const whole = await time(() => createMetricsOf(store)(all), Number(values.repeat));
    const newEach = async () => {
      for (let push = 0; push < 200; push += 1) await createMetricsOf(store)(few);
    };
    const fresh = await time(newEach, Number(values.repeat));
    const each = await time(again, Number(values.repeat));
    const found = await metricsOf(all);
    const matched = all.filter((one) => found(one).found.jcr && found(one).found.cas).length;
    await store.close();
    const push = (of: { ms: number; cpuMs: number }) =>
      `${(of.ms / 200).toFixed(3)} (CPU ${(of.cpuMs / 200).toFixed(3)})`;
    return `${whole.ms.toFixed(0)} (CPU ${whole.cpuMs.toFixed(0)}) | ${matched} | ${push(nothing)} | ${push(fresh)} | ${push(each)}`;
  });
}

console.log(`${papers} papers, two editions of ${journals} journals\n`);
console.log(
  '| database | all papers, ms | found in both | a batch of 10 without editions, ms | with two, journals new | journals met before |',
);
console.log('|---|---:|---:|---:|---:|---:|');
console.log(`| SQLite | ${await measure(null)} |`);
if (values.postgres) console.log(`| PostgreSQL | ${await measure(values.postgres)} |`);
