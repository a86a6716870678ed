import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makeDatabase } from '../../test/databases.ts';
import { addEdition, type Table, type TableRow } from '../../test/editions.ts';
import { noSharedData, sharedData } from '../../test/shared-data.ts';
import type { Article, Journal } from '../contract/article.ts';
import { readRecords } from '../pubmed/read-records.ts';
import { createMetricsOf } from './metrics-of.ts';

type Paper = Article & { journal: Journal };

/** Its record names `Ophthalmology` in all that comes from the catalogue. */
const astray = 33388160;

/** A journal of the corpus with all ISSNs that its papers name; `id` tells which it is. */
interface Listed {
  id: string;
  title: string;
  print: Set<string>;
  electronic: Set<string>;
}

function journalsOf(papers: readonly Paper[]): Listed[] {
  const listed = new Map<string, Listed>();
  for (const { pmid, journal } of papers) {
    const { nlmId: id, title } = journal;
    if (id === null || title === null || pmid === astray) continue;
    const known = listed.get(id) ?? { id, title, print: new Set(), electronic: new Set() };
    if (journal.issnPrint) known.print.add(journal.issnPrint);
    if (journal.issnElectronic) known.electronic.add(journal.issnElectronic);
    listed.set(id, known);
  }
  return [...listed.values()];
}

/** As JCR prints titles: capitals, no qualifier, no subtitle, no full stop. */
const shouted = (title: string): string =>
  title
    .replace(/ [:=/;(].*$/, '')
    .replace(/\. /g, '-')
    .replace(/['’]/g, '')
    .toUpperCase();

/** In one table each journal has both ISSNs, in another one of the two or the same twice, in a third none. */
function tables(
  journals: readonly Listed[],
): Record<'jcr' | 'cas' | 'warning', (TableRow & { id: string })[]> {
  const rows = journals.map(({ id, title, print, electronic }, n) => {
    const [issn = null] = print;
    const [eissn = null] = electronic;
    const either = n % 2 === 0 ? (eissn ?? issn) : (issn ?? eissn);
    return {
      jcr: { id, title: shouted(title), issn, eissn },
      cas: { id, title: shouted(title), issn: either, eissn: n % 3 === 0 ? null : either },
      warning: { id, title: shouted(title) },
    };
  });
  return {
    jcr: rows.map((row) => row.jcr),
    cas: rows.map((row) => row.cas).reverse(),
    warning: rows.map((row) => row.warning),
  };
}

describe.skipIf(noSharedData)('the journals of 2,649 real records', async () => {
  const papers: Paper[] = [];
  if (!noSharedData) {
    const file = createReadStream(sharedData('articles.xml.gz')).pipe(createGunzip());
    for await (const record of readRecords(file)) {
      if (record.type === 'article' && record.article.journal) papers.push(record.article as Paper);
    }
  }

  /** For each paper the NLM id of the row that was found in each table. */
  async function seek(all: ReturnType<typeof tables>) {
    const database = await makeDatabase('sqlite');
    for (const source of ['jcr', 'cas', 'warning'] as const) {
      // The made-up measure is the number of the row.
      const rows = all[source].map(({ id: _, ...row }) => row);
      const fields: Table['fields'] =
        source === 'warning' ? ['title', 'warning'] : ['title', 'issn', 'eissn'];
      await addEdition(database.store, { source, fields, rows });
    }
    const metricsOf = await createMetricsOf(database.store)(papers);
    const found = papers.map((paper) => {
      const of = metricsOf(paper).found;
      const idIn = (source: keyof typeof all) => all[source][(of[source]?.values.measure?.from ?? 0) - 2]?.id;
      return { paper, jcr: idIn('jcr'), cas: idIn('cas'), warning: idIn('warning') };
    });
    await database.close();
    return found;
  }

  it('are found, and never another journal', async () => {
    const found = await seek(tables(journalsOf(papers)));
    const recent = found.filter(({ paper }) => (paper.dates.entrez ?? '') >= '2018');
    expect(recent.length).toBeGreaterThan(900);
    for (const [source, least] of [
      ['jcr', 0.99],
      ['cas', 0.97],
      ['warning', 0.99],
    ] as const) {
      const wrong = found.filter(
        ({ paper, [source]: id }) => id && paper.pmid !== astray && id !== paper.journal.nlmId,
      );
      expect(
        wrong.map(({ paper }) => paper.pmid),
        source,
      ).toEqual([]);
      const hits = recent.filter(({ [source]: id }) => id).length;
      expect(hits / recent.length, source).toBeGreaterThanOrEqual(least);
    }
    const { jcr, cas, warning } = found.find(({ paper }) => paper.pmid === astray) ?? {};
    expect([jcr, cas, warning]).toEqual(['101560621', '101560621', '101560621']);
  });

  it('find no row where the table lacks their own', async () => {
    const all = tables(journalsOf(papers));
    const half = (part: number) => {
      const keep = <T extends { id: string }>(rows: T[]) =>
        rows.filter(({ id }) => Number.parseInt(id, 10) % 2 === part);
      return { jcr: keep(all.jcr), cas: keep(all.cas), warning: keep(all.warning) };
    };
    for (const part of [0, 1]) {
      for (const { paper, ...ids } of await seek(half(part))) {
        if (paper.pmid === astray) continue;
        for (const id of Object.values(ids))
          expect([undefined, paper.journal.nlmId], `${paper.pmid}`).toContain(id);
      }
    }
  });
});
