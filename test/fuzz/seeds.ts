import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_BODIES } from '../../sandbox/fault-bodies.ts';
import { noSharedData, sharedData } from '../shared-data.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'src', 'pubmed', 'fixtures');
const text = (path: string): string => readFileSync(path, 'utf8');

const recorded = (): string[] =>
  noSharedData
    ? []
    : readdirSync(sharedData('errors'))
        .filter((name) => name.startsWith('http'))
        .map((name) => text(join(sharedData('errors'), name)));

/** Bodies of bad days: the sandbox's, and the recorded ones where they are. */
export const errorBodies = (): string[] => [
  ...Object.values(FAULT_BODIES).map(({ body }) => String(body)),
  ...recorded(),
];

const set = (records: string): string =>
  `<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet>\n<PubmedArticleSet>\n${records}\n</PubmedArticleSet>\n`;

/** Replies of EFetch: the made-up records one by one and together, small ones, none. */
export function fetchBodies(): string[] {
  const files = ['articles.xml', 'books.xml'].map((name) => text(join(fixtures, name)));
  const records = files.flatMap((file) => [
    ...(file.match(/<(PubmedArticle|PubmedBookArticle)>[\s\S]*?<\/\1>/g) ?? []),
  ]);
  const small = (pmid: number): string =>
    `<PubmedArticle><MedlineCitation><PMID Version="1">${pmid}</PMID><Article><ArticleTitle>A <i>b</i> &amp; c.</ArticleTitle></Article></MedlineCitation></PubmedArticle>`;
  return [
    ...files,
    ...records.map(set),
    ...Array.from({ length: 4 }, (_, n) => set([1, 2, 3].slice(0, n).map(small).join('\n'))),
  ];
}

/** Replies of ESearch: some hits, none, some dropped; JSON and XML. */
export function searchBodies(): string[] {
  const notes = {
    errorlist: { phrasesnotfound: ['zzz'], fieldsnotfound: ['nosuch'] },
    warninglist: { phrasesignored: ['of'], quotedphrasesnotfound: ['"a b"'], outputmessages: ['A message.'] },
  };
  const json = (ids: string[], more: object = {}): string =>
    JSON.stringify({
      header: { type: 'esearch', version: '0.3' },
      esearchresult: {
        count: String(ids.length),
        retmax: String(ids.length),
        retstart: '0',
        idlist: ids,
        translationset: [],
        querytranslation: '"a"[All Fields] AND 2026/11/01:2026/11/24[Date - Create]',
        ...more,
      },
    });
  const xml = (ids: string[], more = ''): string =>
    `<?xml version="1.0" encoding="UTF-8" ?>\n<eSearchResult><Count>${ids.length}</Count><RetMax>${ids.length}</RetMax><RetStart>0</RetStart><IdList>\n${ids
      .map((id) => `<Id>${id}</Id>`)
      .join(
        '\n',
      )}</IdList><TranslationSet/><QueryTranslation>a[All Fields]</QueryTranslation>${more}</eSearchResult>`;
  const ids = ['90000003', '90000002', '90000001'];
  return [
    json(ids),
    json(ids, notes),
    json([], notes),
    json([]),
    json(Array.from({ length: 40 }, (_, n) => String(90_000_100 + n))),
    xml(ids),
    xml(ids, '<ErrorList><PhraseNotFound>zzz</PhraseNotFound></ErrorList>'),
    xml([]),
  ];
}
