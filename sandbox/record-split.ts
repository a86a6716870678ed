/** A record as it stood in the file, to the byte. */
export interface RecordBytes {
  kind: 'article' | 'book';
  bytes: Buffer;
}

export interface SplitFile {
  records: RecordBytes[];
  /** PMIDs of `DeleteCitation` (update files). */
  deleted: number[];
}

const KINDS = [
  { kind: 'article', start: '<PubmedArticle', end: '</PubmedArticle>' },
  { kind: 'book', start: '<PubmedBookArticle', end: '</PubmedBookArticle>' },
] as const;

/** Where the next start tag of exactly this name is: `<PubmedArticle` must not find `<PubmedArticleSet`. */
function nextTag(bytes: Buffer, name: string, from: number): number {
  let at = bytes.indexOf(name, from);
  while (at >= 0 && !/[\s>]/.test(String.fromCharCode(bytes[at + name.length] ?? 0))) {
    at = bytes.indexOf(name, at + name.length);
  }
  return at;
}

/**
 * Cuts PubMed XML into records without looking inside them: a file from NLM, a search result, several documents one
 * after another. A last record that the file does not finish is left out.
 */
export function splitRecords(bytes: Buffer): SplitFile {
  const records: RecordBytes[] = [];
  const next = KINDS.map((kind) => nextTag(bytes, kind.start, 0));
  for (;;) {
    const [article = -1, book = -1] = next;
    const which = book < 0 || (article >= 0 && article < book) ? 0 : 1;
    const start = next[which] ?? -1;
    if (start < 0) break;
    const { kind, end } = KINDS[which];
    const close = bytes.indexOf(end, start);
    if (close < 0) break;
    const stop = close + end.length;
    records.push({ kind, bytes: bytes.subarray(start, stop) });
    next[which] = nextTag(bytes, KINDS[which].start, stop);
  }
  return { records, deleted: deletedPmids(bytes) };
}

function deletedPmids(bytes: Buffer): number[] {
  const start = bytes.lastIndexOf('<DeleteCitation>');
  if (start < 0) return [];
  const end = bytes.indexOf('</DeleteCitation>', start);
  const list = bytes.toString('utf8', start, end < 0 ? bytes.length : end);
  return [...list.matchAll(/<PMID[^>]*>(\d+)</g)].map(([, pmid]) => Number(pmid));
}
