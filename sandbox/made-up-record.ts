import { draftXml } from './article-draft.ts';
import { type ArticleRequest, makeArticle } from './made-up-article.ts';
import { BOOK_KINDS, bookArticleXml } from './made-up-books.ts';
import type { DayNumber } from './made-up-days.ts';
import { ODDITIES } from './made-up-oddities.ts';
import type { Topic } from './made-up-topic.ts';
import { TOPICS } from './made-up-topics.ts';
import { createRandom } from './random.ts';

/** PMIDs of a day lie next to each other, those of two days 100 apart. */
export const MAX_A_DAY = 100;
/** The first so many records of each day are odd ones; the rest are everyday articles. */
export const ODD_A_DAY = 3;
const FIRST_PMID = 90_000_000;
/** 1 January 2015. */
const FIRST_DAY = 16_436;

const CHANGES = [...Object.values(ODDITIES), ...BOOK_KINDS];

/** So many days in a row hold every oddity at least once. */
export const DAYS_FOR_ALL_ODDITIES = Math.ceil(CHANGES.length / ODD_A_DAY);

export interface RecordRequest {
  day: DayNumber;
  /** Which of the day's records, from 0 to 99. */
  place: number;
  today: DayNumber;
  seed: number;
}

export function topicOf(number: number): Topic {
  const topic = TOPICS[number % TOPICS.length];
  if (topic === undefined) throw new RangeError(`no topic ${number}`);
  return topic;
}

/**
 * One record of the made-up PubMed. Its PMID and content hang on its day, place and seed, so that a corpus made tomorrow
 * holds today's records under the same PMIDs; with `today` only its indexing goes on, as in PubMed.
 */
export function madeUpRecordXml({ day, place, today, seed }: RecordRequest): string {
  const pmid = FIRST_PMID + (day - FIRST_DAY) * MAX_A_DAY + place;
  if (day < FIRST_DAY || place >= MAX_A_DAY) throw new RangeError(`no made-up record ${place} of day ${day}`);
  const request: ArticleRequest = { pmid, created: day, today, topic: topicOf(day + place), seed };
  if (place >= ODD_A_DAY) return draftXml(makeArticle(request));
  const change = CHANGES[(day * ODD_A_DAY + place) % CHANGES.length];
  const random = createRandom(pmid + seed);
  if (typeof change === 'string') {
    return bookArticleXml({ pmid, created: day, topic: request.topic, kind: change, random });
  }
  const draft = makeArticle(request);
  change?.(draft, random);
  return draftXml(draft);
}
