import { HTML, JSON_TYPE, type Reply, XML } from './reply.ts';

const EFETCH_DOCTYPE =
  '<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20131226/efetch.dtd">';

const json = (status: number, body: string, headers?: Record<string, string>): Reply => ({
  status,
  type: JSON_TYPE,
  body,
  ...(headers && { headers }),
});
const xml = (status: number, body: string): Reply => ({ status, type: XML, body });
const html = (status: number, title: string, text: string): Reply => ({
  status,
  type: HTML,
  body: `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body>\n</html>\n`,
});
const efetchError = (status: number, message: string): Reply =>
  xml(
    status,
    `<?xml version="1.0" encoding="UTF-8" ?>\n${EFETCH_DOCTYPE}\n<eFetchResult>\n\t<ERROR>${message}</ERROR>\n</eFetchResult>\n`,
  );
const esearchError = (message: string): Reply =>
  json(200, `{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"ERROR":"${message}"}}`);

const RATE_LIMIT = '{"error":"API rate limit exceeded","api-key":"203.0.113.7","count":"5","limit":"3"}';

/** Replies in the shape of those that PubMed really gave on bad days, with made-up particulars. */
export const FAULT_BODIES = {
  'rate-limit': json(429, RATE_LIMIT),
  'rate-limit-retry-after': json(429, RATE_LIMIT, { 'Retry-After': '2' }),
  'rate-limit-documented': json(429, '{"error":"API rate limit exceeded","count":"11"}'),
  'key-invalid': json(
    400,
    '{"error":"API key invalid","api-key":"made-up-key","type":"invalid","status":"unknown"}',
  ),
  'server-error': html(
    500,
    'Sandbox - WWW Error 500 Diagnostic',
    'Your request could not be processed due to a problem on our Web server.',
  ),
  'bad-gateway': html(
    502,
    '502 Bad Gateway',
    'The proxy server received an invalid response from an upstream server.',
  ),
  unavailable: html(
    503,
    '503 Service Unavailable',
    'The server is temporarily unable to service your request.',
  ),
  'html-200': html(200, 'Scheduled maintenance', 'The site is down for maintenance. Please come back later.'),
  'empty-200': xml(200, ''),
  'invalid-json': json(
    200,
    '{"header":{"type":"esearch","version":"0.3"},"esearchresult":{"count":"12","retmax":"12","idlist":["900',
  ),
  'backend-failed': esearchError('Search Backend failed: Database is not supported: pubmed'),
  'retstart-raw-newline': esearchError(
    "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. For PubMed, ESearch can only retrieve the first 9,999 records matching the query.",
  ),
  'query-lost': esearchError('Unable to obtain query #1'),
  'error-without-result': json(
    200,
    '{"header":{"type":"esearch","version":"0.3"},"error":"Temporary failure of the search service"}',
  ),
  'transient-400': xml(
    400,
    '<eFetchResult><ERROR> Error: External viewer error: Empty Response. Bytes read: 0 Status: Timeout</ERROR></eFetchResult>',
  ),
  'efetch-error-200': efetchError(
    200,
    "Can't fetch uids from history because of: NCBI C++ Exception:\n    Error: UNK_MODULE(CException::eInvalid)",
  ),
  'id-list-empty': efetchError(400, 'ID list is empty! Possibly it has no correct IDs.'),
  'empty-set': xml(200, '<?xml version="1.0" ?>\n<PubmedArticleSet>\n</PubmedArticleSet>\n'),
  'uri-too-large': html(
    414,
    'Submitted URI too large!',
    'The length of the requested URL exceeds the capacity limit for this server.',
  ),
  'moved-to-https': html(301, '301 Moved Permanently', 'The document has moved.'),
} satisfies Record<string, Reply>;

export type FaultBody = keyof typeof FAULT_BODIES;
