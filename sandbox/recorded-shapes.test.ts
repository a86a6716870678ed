import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../test/shared-data.ts';
import { createCorpus } from './corpus.ts';
import { efetch } from './efetch.ts';
import { esearch } from './esearch.ts';
import { createHistory } from './history.ts';
import { addGenerated } from './made-up-corpus.ts';
import { childrenOf, scanXml, type XmlNode } from './xml-scan.ts';

interface Interaction {
  url: string;
  requestBody: string | null;
  status: number | null;
  body: string;
}

const corpus = createCorpus();
addGenerated(corpus, { count: 30, day: '2026-11-24', tag: ['shape', 'other'] });
const context = { corpus, history: createHistory(), now: Date.parse('2026-11-24T12:00:00Z') };
const ask = (parameters: Record<string, string>): string =>
  String(esearch(new URLSearchParams({ db: 'pubmed', ...parameters }), context).body);

/** Paths of all elements, `eSearchResult/IdList/Id`. */
function pathsOf(node: XmlNode, path = ''): string[] {
  return node.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    const here = path === '' ? child.name : `${path}/${child.name}`;
    return [here, ...pathsOf(child, here)];
  });
}
const shape = (xml: string): Set<string> => new Set(pathsOf(scanXml(xml)));

/** Paths with the kind of value that they hold, `esearchresult.count string`; lists by their first entry. */
function kindsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : kindsOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [`${path} ${typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => kindsOf(one, path === '' ? key : `${path}.${key}`));
}

describe.skipIf(noSharedData)('beside recorded traffic', () => {
  const recorded = (): Interaction[] =>
    gunzipSync(readFileSync(sharedData('eutils-interactions.ndjson.gz')))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line): Interaction => JSON.parse(line));
  const of = (call: string): Interaction[] =>
    recorded().filter(
      ({ url, requestBody, status }) =>
        status === 200 &&
        url.includes(`/${call}.fcgi`) &&
        `${url}&${requestBody ?? ''}`.includes('db=pubmed'),
    );

  it('an XML search result has no element that PubMed never sent, and the ones that it always sends', () => {
    const real = of('esearch').map(({ body }) => shape(body));
    // These did not come up in the recorded calls; data/errors has them.
    const errors = [
      'http200_esearch_phrase-dropped-264-hits.xml',
      'http200_esearch_phrase-not-found_259-hits.xml',
    ];
    for (const name of errors) real.push(shape(readFileSync(sharedData(`errors/${name}`), 'utf8')));
    const known = real.reduce((left, right) => left.union(right));
    const always = real.reduce((left, right) => left.intersection(right));

    const plain = shape(ask({ term: 'shape[ot]' }));
    const kept = shape(ask({ term: 'shape[ot] AND qwertyzx', usehistory: 'y' }));
    expect(real.length).toBeGreaterThan(15);
    expect(plain.union(kept).difference(known)).toEqual(new Set());
    expect(always.difference(plain)).toEqual(new Set());
  });

  it('a JSON search result has the keys and kinds of value that PubMed sent', () => {
    const file = (name: string): string[] =>
      kindsOf(JSON.parse(readFileSync(sharedData(`errors/${name}`), 'utf8')));
    const none = kindsOf(JSON.parse(ask({ term: '"unheard phrase" AND 1999[crdt]', retmode: 'json' })));
    const real = new Set([
      ...file('http200_esearch_zero_quoted-phrase-not-found.json'),
      ...file('http200_esearch_zero_phrase-not-found.json'),
      ...file('http200_esearch_translationset_2018.json'),
    ]);
    expect(new Set(none).difference(real)).toEqual(new Set());
    expect(none).toContain('esearchresult.count string');
    expect(none).toContain('esearchresult.warninglist.outputmessages[] string');
  });

  it('an error has the shape of a recorded one', () => {
    const real = JSON.parse(readFileSync(sharedData('errors/http200_esearch_query1.json'), 'utf8'));
    expect(kindsOf(JSON.parse(ask({ WebEnv: 'x', query_key: '1', retmode: 'json' })))).toEqual(kindsOf(real));
    const empty = shape(readFileSync(sharedData('errors/http200_esearch_empty-term.xml'), 'utf8'));
    expect(shape(ask({ term: '' })).difference(empty)).toEqual(new Set());
  });

  it('a fetched set begins and ends as a recorded one', () => {
    const [real] = of('efetch').filter(
      ({ body }) => body.includes('<PubmedArticleSet>') && body.startsWith('<?xml'),
    );
    const pmid = String(corpus.highestPmid());
    const body = String(
      efetch(new URLSearchParams({ db: 'pubmed', id: pmid, retmode: 'xml' }), context).body,
    );
    const frame = (xml: string): (string | undefined)[] => [
      /^<\?xml version="1.0" \?>/.exec(xml)?.[0],
      /<!DOCTYPE PubmedArticleSet PUBLIC "-\/\/NLM\/\/DTD PubMedArticle/.exec(xml)?.[0],
      /<PubmedArticleSet>\s*<PubmedArticle>/.exec(xml)?.[0].replace(/\s+/g, ''),
      /<\/PubmedArticleSet>\s*$/.exec(xml)?.[0].trim(),
    ];
    expect(real).toBeDefined();
    expect(frame(body)).toEqual(frame(real?.body ?? ''));
  });

  it('finds and returns real records to the byte', () => {
    const real = createCorpus();
    const pmids = real.load(sharedData('articles.xml.gz'));
    const source = gunzipSync(readFileSync(sharedData('articles.xml.gz')));
    const asked = new URLSearchParams({ db: 'pubmed', term: 'sepsis', retmode: 'json', retmax: '50' });
    const { esearchresult } = JSON.parse(String(esearch(asked, { ...context, corpus: real }).body));
    expect(pmids.length).toBeGreaterThan(2000);
    expect(esearchresult.idlist.length).toBeGreaterThan(3);
    for (const id of esearchresult.idlist) {
      const bytes = real.get(Number(id));
      expect(bytes === undefined ? -1 : source.indexOf(bytes)).toBeGreaterThan(0);
    }
  });
});

it('lists of one entry look like lists of many', () => {
  const one = scanXml(ask({ term: '91000000[pmid]' }));
  const result = childrenOf(one, 'eSearchResult')[0];
  expect(childrenOf(childrenOf(result, 'IdList')[0], 'Id')).toHaveLength(1);
});
