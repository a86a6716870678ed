/**
 * What a reply that is not a result means for us:
 *
 * - `retry-later`: may well work in a moment. The client tries again by itself; callers never see it.
 * - `wrong-query`: PubMed cannot run this, now or later; `malformed`: we did not even ask.
 * - `key-refused`: the operator's API key has to be mended.
 * - `limit`: more was asked for than PubMed gives at once.
 * - `outage`: no use trying now: attempts are used up, or we are shut out.
 */
export type Verdict =
  | { kind: 'retry-later'; reason: PassingReason }
  | { kind: 'wrong-query'; reason: 'empty-term' | 'no-ids' | 'malformed' }
  | { kind: 'key-refused'; reason: 'key-invalid' }
  | { kind: 'limit'; reason: 'past-9998' | 'out-of-range' | 'too-many-ids' | 'request-too-large' }
  | { kind: 'outage'; reason: 'blocked' | 'not-found'; retryAfterMs: null };

export type PassingReason =
  | 'rate-limited'
  | 'server-error'
  | 'network'
  | 'timeout'
  | 'redirected'
  | 'backend'
  | 'history-expired'
  | 'empty-body'
  | 'html'
  | 'invalid-json'
  | 'invalid-xml'
  | 'truncated'
  | 'unreadable'
  | 'unknown-error';

/** What a caller of the client gets instead of a result. Reasons are codes, never PubMed's text: that can echo the key. */
export type EutilsFailure =
  | Exclude<Verdict, { kind: 'retry-later' }>
  | {
      kind: 'outage';
      reason: PassingReason;
      /** What PubMed asked for last; null where it asked for nothing. */
      retryAfterMs: number | null;
    };

export const retryLater = (reason: PassingReason): Verdict => ({ kind: 'retry-later', reason });
const limit = (reason: Extract<Verdict, { kind: 'limit' }>['reason']): Verdict => ({ kind: 'limit', reason });
const wrongQuery = (reason: 'empty-term' | 'no-ids'): Verdict => ({ kind: 'wrong-query', reason });

/** The messages that PubMed really sends, in ERROR, `error` or the like. The first that fits decides. */
const messages: readonly [RegExp, Verdict][] = [
  [/rate limit exceeded/i, retryLater('rate-limited')],
  [/\bapi[ _-]?key\b/i, { kind: 'key-refused', reason: 'key-invalid' }],
  [/cannot be larger than 9,?998/i, limit('past-9998')],
  [/\bretstart: (?:9999|[1-9]\d{4,})\b/i, limit('past-9998')],
  [/out of range/i, limit('out-of-range')],
  [/too many (?:uids|ids)/i, limit('too-many-ids')],
  [/empty term/i, wrongQuery('empty-term')],
  [
    /id parameter is empty|id list is empty|empty id list|webenv parameter is required|invalid uid/i,
    wrongQuery('no-ids'),
  ],
  [/unable to obtain query|history data/i, retryLater('history-expired')],
  // "Database is not supported: pubmed" was an outage of some hours, under HTTP 200.
  [
    /backend failed|database is not supported|external viewer error|timeout|exception/i,
    retryLater('backend'),
  ],
];

/** An error that PubMed states in words. One that we do not know is tried again: it must never pass for an empty result. */
export function verdictOnMessage(message: string): Verdict {
  return messages.find(([pattern]) => pattern.test(message))?.[1] ?? retryLater('unknown-error');
}

/** An HTTP status alone, for replies without a message; null where the status says nothing against the body. */
export function verdictOnStatus(status: number): Verdict | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return retryLater('rate-limited');
  if (status === 408) return retryLater('timeout');
  if (status === 413 || status === 414) return limit('request-too-large');
  if (status === 401 || status === 403) return { kind: 'outage', reason: 'blocked', retryAfterMs: null };
  if (status === 404 || status === 410) return { kind: 'outage', reason: 'not-found', retryAfterMs: null };
  if (status >= 300 && status < 400) return retryLater('redirected');
  return status >= 500 ? retryLater('server-error') : retryLater('unknown-error');
}

/** What a body looks like, whatever its Content-Type says. */
export function formOf(body: string): 'empty' | 'json' | 'html' | 'xml' | 'other' {
  const start = body.slice(0, 2000).replace(/^[\s\uFEFF]+/, '');
  if (start === '') return 'empty';
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  if (/<html[\s>]|<!doctype html/i.test(start)) return 'html';
  return start.startsWith('<') ? 'xml' : 'other';
}

/** Found in the body without a message of PubMed's: an HTTP status that is not 2xx then says more. */
const vague: ReadonlySet<string> = new Set<PassingReason>([
  'empty-body',
  'html',
  'invalid-json',
  'invalid-xml',
  'truncated',
  'unreadable',
  'unknown-error',
]);

/**
 * The last word on a reply, from its status and from what its body was read as. A result under an error status is
 * not believed; a message of PubMed's is, as it is more exact than the status (400 stands for a typo and for a timeout).
 */
export function judge<T extends { kind: string; reason?: string }>(
  status: number,
  body: T | Verdict,
): T | Verdict {
  const byStatus = verdictOnStatus(status);
  if (byStatus === null) return body;
  if (status === 429 || !('reason' in body) || vague.has(body.reason ?? '')) return byStatus;
  return body;
}

export const isPassing = (outcome: object): outcome is Extract<Verdict, { kind: 'retry-later' }> =>
  'kind' in outcome && outcome.kind === 'retry-later';
