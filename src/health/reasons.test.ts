import { expect, it } from 'vitest';
import { NeverAgain } from '../errors.ts';
import { failureOf } from '../push/search.ts';
import { jobReasonInWords, redisReasonInWords } from './reasons.ts';

it('says in both languages why Redis is not used', () => {
  // As Redis, ioredis, the network and this service say it.
  const reasons = [
    'off',
    'not asked yet',
    'no process has run yet',
    'redis was just away',
    'no answer',
    'cannot be reached',
    'connect ECONNREFUSED 127.0.0.1:6379',
    'getaddrinfo ENOTFOUND redis',
    'WRONGPASS invalid username-password pair or user is disabled.',
    'NOAUTH Authentication required.',
    "READONLY You can't write against a read only replica.",
    "OOM command not allowed when used memory > 'maxmemory'.",
    'LOADING Redis is loading the dataset in memory',
    'MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.',
  ];
  for (const reason of reasons) {
    expect(redisReasonInWords(reason, 'en'), reason).toMatch(/^[^\p{sc=Han}]+\.$/u);
    expect(redisReasonInWords(reason, 'zh'), reason).toMatch(/\p{sc=Han}.*。$|）。$/u);
  }
  expect(redisReasonInWords('something never heard of', 'zh')).toBeNull();
});

it('says in both languages why a job failed, where the words are ours', () => {
  const wrong = failureOf({ kind: 'wrong-query', reason: 'empty-term' } as Parameters<typeof failureOf>[0]);
  expect(wrong).toBeInstanceOf(NeverAgain);
  expect(jobReasonInWords(wrong.message, 'zh')).toBe('PubMed 未能完成检索：检索式为空。');
  expect(jobReasonInWords(wrong.message, 'en')).toContain('the query is empty');
  const lost = 'PubMed does not know, and would leave out: $1 foo[tiab]';
  expect(jobReasonInWords(lost, 'zh')).toBe('PubMed 无法识别并将忽略：$1 foo[tiab]');
  expect(jobReasonInWords('550 no such user', 'zh')).toBeNull();
});
