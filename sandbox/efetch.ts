import type { Corpus } from './corpus.ts';
import type { History } from './history.ts';
import { escapeXml, type Reply, XML } from './reply.ts';

const PROLOGUE = `<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
`;
/** Some files declare the prefix once, at the root that EFetch writes itself. */
const ROOT_WITH_MATHML = '<PubmedArticleSet xmlns:mml="http://www.w3.org/1998/Math/MathML">\n';
const ROOT = '<PubmedArticleSet>\n';

const MAX_IDS = 10_000;
const MAX_START = 9998;

function efetchError(status: number, message: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20131226/efetch.dtd">
<eFetchResult>
\t<ERROR>${escapeXml(message)}</ERROR>
</eFetchResult>
`;
  return { status, type: XML, body };
}

/** The ids that were asked for, in order, each once; or the error that EFetch gives instead. */
function askedIds(parameters: URLSearchParams, history: History): number[] | Reply {
  const start = Number(parameters.get('retstart') ?? 0);
  const count = Math.min(Number(parameters.get('retmax') ?? MAX_IDS), MAX_IDS);
  const webEnv = parameters.get('WebEnv');
  if (parameters.has('id')) {
    const ids = parameters
      .getAll('id')
      .flatMap((list) => list.split(','))
      .map((id) => id.trim())
      .filter((id) => id !== '');
    if (ids.length === 0) return efetchError(200, 'Supplied id parameter is empty.');
    const numbers = ids.filter((id) => /^\d+$/.test(id)).map(Number);
    if (numbers.length === 0) return efetchError(400, 'ID list is empty! Possibly it has no correct IDs.');
    return [...new Set(numbers)].slice(start, start + count);
  }
  if (webEnv === null) return efetchError(400, 'WebEnv parameter is required');
  const queryKey = Number(parameters.get('query_key') ?? 1);
  const kept = history.find(webEnv, queryKey);
  if (kept === undefined) return efetchError(200, `Unable to obtain query #${queryKey}`);
  if (start > MAX_START) {
    return efetchError(
      400,
      `Search backend cannot retrieve history data. Reason: Exception: 'retstart' cannot be larger than ${MAX_START}. For PubMed, ESearch can only retrieve the first 9,999 records matching the query.`,
    );
  }
  if (start >= kept.pmids.length) {
    return efetchError(
      400,
      `Cannot retrieve history data: OUT OF RANGE. Parameter retstart=${start} + 1 is greater than number of records available in history. History includes ${kept.pmids.length} IDs.`,
    );
  }
  return kept.pmids.slice(start, start + count);
}

/** `efetch.fcgi` for `db=pubmed`: records to the byte as they were loaded; unknown ids are left out without a word. */
export function efetch(
  parameters: URLSearchParams,
  { corpus, history }: { corpus: Corpus; history: History },
): Reply {
  if (parameters.get('db') !== 'pubmed')
    return efetchError(400, `Invalid db name specified: ${parameters.get('db') ?? ''}`);
  const ids = askedIds(parameters, history);
  if (!Array.isArray(ids)) return ids;
  if (parameters.get('rettype') === 'uilist') {
    const known = ids.filter((id) => corpus.get(id) !== undefined);
    return { status: 200, type: 'text/plain; charset=UTF-8', body: `${known.join('\n')}\n` };
  }
  const records = ids.map((id) => corpus.get(id)).filter((bytes) => bytes !== undefined);
  const undeclared = records.some((bytes) => bytes.includes('<mml:') && !bytes.includes('xmlns:mml'));
  const head = PROLOGUE + (undeclared ? ROOT_WITH_MATHML : ROOT);
  return {
    status: 200,
    type: XML,
    body: Buffer.concat([Buffer.from(head), ...records, Buffer.from('</PubmedArticleSet>')]),
  };
}
