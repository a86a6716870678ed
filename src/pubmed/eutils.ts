import { setTimeout as wait } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { type EFetchResult, readEFetch } from './efetch-reply.ts';
import { type ESearchResult, readESearch } from './esearch-reply.ts';
import { type EutilsFailure, isPassing, judge, retryLater, type Verdict } from './eutils-outcome.ts';
import { watchFirstByte } from './first-byte.ts';
import { type HttpReply, postForm } from './http-post.ts';
import type { Priority, RateLimiter } from './rate-limiter.ts';
import { defaultRetryPolicy, type RetryPolicy, retryAfterMs, retryDelay } from './retry.ts';

/** How one call is made. Priority is `default` unless told. */
export interface CallOptions {
  priority?: Priority | undefined;
  signal?: AbortSignal | undefined;
  /** Called as each request starts, so that requests are counted also where the call is aborted. */
  onRequest?: (() => void) | undefined;
}

/** `requests`: how many were sent for this call, also when it failed. */
export type ESearchOutcome = (({ kind: 'found' } & ESearchResult) | EutilsFailure) & { requests: number };

export type EFetchOutcome = (EFetchResult | EutilsFailure) & { requests: number };

/**
 * NCBI's E-utilities for PubMed: retried, limited, typed. Both calls return failures and throw only what `signal`
 * was aborted with, and what the limiter throws. Source: NBK25499.
 */
export interface Eutils {
  /** The newest `retmax` hits, at most 9,999, by publication date. */
  esearch(request: { term: string; retmax: number } & CallOptions): Promise<ESearchOutcome>;
  /** Records of some PMIDs, 200 at most for a reply of moderate size. */
  efetch(request: { ids: readonly number[] } & CallOptions): Promise<EFetchOutcome>;
}

export interface EutilsOptions {
  /** With or without a slash at its end. */
  baseUrl: string;
  tool: string;
  /** The operator's; NCBI writes to it before it blocks an address. */
  email: string | null;
  apiKey?: string | null;
  limiter: RateLimiter;
  log: Logger;
  policy?: RetryPolicy;
  clock?: Clock;
  fetch?: typeof globalThis.fetch;
  random?: () => number;
  sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/** What all callers wait after a 429 that does not say how long. */
const defaultPauseMs = 1000;

export function createEutils(options: EutilsOptions): Eutils {
  const { limiter, log, policy = defaultRetryPolicy, clock = systemClock, random = Math.random } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const sleep = options.sleep ?? sleepFor;
  let base = new URL(options.baseUrl.replace(/\/*$/, '/'));

  const formOf = (fields: Record<string, string>): URLSearchParams =>
    new URLSearchParams({
      db: 'pubmed',
      tool: options.tool,
      ...(options.email ? { email: options.email } : {}),
      ...(options.apiKey ? { api_key: options.apiKey } : {}),
      ...fields,
    });

  async function attempt<T extends { kind: string }>(
    call: Call<T>,
    form: URLSearchParams,
  ): Promise<Attempt<T> | 'paused'> {
    const { priority = 'default' } = call;
    // Told to stay away for longer than a call may last: whoever asks learns that now, and does not wait in line.
    const token = await limiter.acquire({ priority, signal: call.signal, patienceMs: policy.totalMs });
    if (token === 'paused') return token;
    token.sent();
    call.onRequest?.();
    const startedAt = clock.now();
    const url = new URL(call.endpoint, base);
    const { signal } = call;
    const reply = await postForm({
      fetch: async (...request) => {
        const response = await watchFirstByte(token.sent, () => fetch(...request));
        if (response.ok) token.answered();
        return response;
      },
      url,
      form,
      userAgent: options.tool,
      timeoutMs: policy.timeoutMs,
      signal,
    });
    const tookMs = clock.now() - startedAt;
    if (typeof reply === 'string') return { outcome: retryLater(reply), status: null, askedMs: null, tookMs };
    base = movedBase(url, reply) ?? base;
    const outcome = judge(reply.status, call.read(reply.body));
    const askedMs = retryAfterMs(reply.header('retry-after'), clock.now());
    // One key, one budget: what one caller is told holds for all.
    if (isPassing(outcome) && (askedMs !== null || outcome.reason === 'rate-limited')) {
      limiter.pauseUntil(clock.now() + (askedMs ?? defaultPauseMs));
    }
    return { outcome, status: reply.status, askedMs, tookMs };
  }

  /** Tries until there is a result, a failure that lasts, or no attempt left. */
  async function run<T extends { kind: string }>(
    call: Call<T>,
  ): Promise<(T | EutilsFailure) & { requests: number }> {
    const form = formOf(call.fields);
    let elapsedMs = 0;
    for (let requests = 1; ; requests += 1) {
      const made = await attempt(call, form);
      if (made === 'paused') {
        const retryAfterMs = limiter.pausedMs();
        return { kind: 'outage', reason: 'rate-limited', retryAfterMs, requests: requests - 1 };
      }
      const { outcome, status, askedMs, tookMs } = made;
      if (!isPassing(outcome)) return { ...outcome, requests };
      elapsedMs += tookMs;
      const retry = { attempt: requests, elapsedMs, retryAfterMs: askedMs, random: random() };
      const delayMs = retryDelay(retry, policy);
      const { endpoint } = call;
      // Neither the form nor the body: both can hold the key.
      log.warn(
        { endpoint, requests, status, reason: outcome.reason, delayMs },
        'PubMed did not answer as it should',
      );
      if (delayMs === null)
        return { kind: 'outage', reason: outcome.reason, retryAfterMs: askedMs, requests };
      await sleep(delayMs, call.signal);
      elapsedMs += delayMs;
    }
  }

  return {
    esearch: ({ term, retmax, ...how }) =>
      run({
        ...how,
        endpoint: 'esearch.fcgi',
        fields: { term, retmax: String(retmax), retmode: 'json', sort: 'pub_date' },
        read: readESearch,
      }),
    efetch: ({ ids, ...how }) =>
      run({
        ...how,
        endpoint: 'efetch.fcgi',
        fields: { id: ids.join(','), retmode: 'xml' },
        read: (body) => readEFetch(body, ids),
      }),
  };
}

interface Call<T> extends CallOptions {
  endpoint: 'esearch.fcgi' | 'efetch.fcgi';
  fields: Record<string, string>;
  read: (body: string) => T | Verdict;
}

interface Attempt<T> {
  outcome: T | Verdict;
  /** Null where no reply came. */
  status: number | null;
  /** `Retry-After`. */
  askedMs: number | null;
  tookMs: number;
}

/**
 * Where the service lives from now on, after `http:` was answered with "moved to https:". Null for any other
 * redirect: the key goes to the host that the operator named and to no other.
 */
function movedBase(url: URL, reply: HttpReply): URL | null {
  const location = reply.status >= 300 && reply.status < 400 ? reply.header('location') : null;
  const target = location === null ? null : URL.parse(location, url);
  if (!target || target.hostname !== url.hostname) return null;
  const samePlace = target.origin === url.origin;
  const madeSecure = url.protocol === 'http:' && target.protocol === 'https:' && target.port === '';
  const sameCall = target.pathname.split('/').at(-1) === url.pathname.split('/').at(-1);
  return (samePlace || madeSecure) && sameCall ? new URL('.', target) : null;
}

async function sleepFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    // The caller's own reason, as everywhere else, in place of the timer's.
    signal?.throwIfAborted();
    throw error;
  }
}
