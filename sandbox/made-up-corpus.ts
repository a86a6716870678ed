import { draftXml } from './article-draft.ts';
import type { Corpus } from './corpus.ts';
import { makeArticle } from './made-up-article.ts';
import { type DayNumber, dayNumber } from './made-up-days.ts';
import { MAX_A_DAY, madeUpRecordXml, ODD_A_DAY, topicOf } from './made-up-record.ts';
import { TOPICS } from './made-up-topics.ts';
import { smallArticleXml } from './small-article.ts';

export interface MadeUpRequest {
  /** 1 unless told; another seed gives other articles under the same PMIDs. */
  seed?: number;
  /** `2026-11-24`; today in UTC unless told. The newest records were created on it. */
  today?: string;
  /** Records in all, 3,000 unless told; four fifths of them were created within the last 60 days, 40 a day. */
  size?: number;
}

/** What `POST /sandbox/generate` takes. */
export interface GenerateRequest {
  count: number;
  /** Create Date, `2026-11-24`; today in UTC unless told. */
  day?: string;
  /** Spread evenly over so many days, of which `day` is the last; 1 unless told. */
  days?: number;
  /** A topic's name (`sepsis`); all topics in turn unless told. */
  topic?: string;
  /** A word that title and keywords carry, so that a search for it finds exactly these; several are taken in turn. */
  tag?: string | readonly string[];
  /** The first PMID; one above all others, and above 91,000,000, unless told. */
  fromPmid?: number;
  /** Articles in full, as in the made-up corpus, instead of short ones. */
  full?: boolean;
  seed?: number;
}

const RECENT_DAYS = 60;
const RECENT_SHARE = 0.8;
/** Older records are spread thinly over about four years. */
const OLDER_DAYS = 1500;
const FIRST_GENERATED = 91_000_000;
/** So many records at a time become XML and then entries of the index, to keep memory low. */
const CHUNK = 500;

const todayUtc = (): string => new Date().toISOString().slice(0, 10);

/** The days and places of all records, oldest first. */
function placesOf(size: number, today: DayNumber): { day: DayNumber; place: number }[] {
  const aDay = Math.min(MAX_A_DAY, Math.max(1, Math.round((size * RECENT_SHARE) / RECENT_DAYS)));
  const recent = Math.min(size, aDay * RECENT_DAYS);
  const older = size - recent;
  const anOlderDay = Math.ceil(older / OLDER_DAYS);
  if (ODD_A_DAY + anOlderDay > MAX_A_DAY) throw new RangeError(`a made-up corpus of ${size} is too large`);
  const places: { day: DayNumber; place: number }[] = [];
  for (let i = 0; i < recent; i++) places.push({ day: today - Math.floor(i / aDay), place: i % aDay });
  for (let i = 0; i < older; i++) {
    const place = ODD_A_DAY + (i % anOlderDay);
    places.push({ day: today - RECENT_DAYS - Math.floor(i / anOlderDay), place });
  }
  return places.reverse();
}

function addInChunks(corpus: Corpus, count: number, xmlOf: (number: number) => string): number[] {
  const pmids: number[] = [];
  for (let start = 0; start < count; start += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, count - start) }, (_, i) => xmlOf(start + i));
    pmids.push(...corpus.add(chunk.join('\n')));
  }
  return pmids;
}

/** Fills a corpus with made-up records; the same request gives the same bytes. Returns the PMIDs, oldest first. */
export function addMadeUp(
  corpus: Corpus,
  { seed = 1, today = todayUtc(), size = 3000 }: MadeUpRequest,
): number[] {
  const now = dayNumber(today);
  const places = placesOf(size, now);
  return addInChunks(corpus, places.length, (number) =>
    madeUpRecordXml({ ...(places[number] ?? { day: now, place: 0 }), today: now, seed }),
  );
}

/** Adds many small different articles, fast (or full ones). Returns their PMIDs. Throws for a topic that is unknown. */
export function addGenerated(corpus: Corpus, request: GenerateRequest): number[] {
  const { count, days = 1, topic: name, tag, full = false, seed = 1 } = request;
  const last = dayNumber(request.day ?? todayUtc());
  const first = request.fromPmid ?? Math.max(FIRST_GENERATED, corpus.highestPmid() + 1);
  const tags = typeof tag === 'string' ? [tag] : (tag ?? []);
  const named = TOPICS.find((topic) => topic.name === name);
  if (name !== undefined && named === undefined) throw new RangeError(`no such topic: ${name}`);
  return addInChunks(corpus, count, (number) => {
    const pmid = first + number;
    const created = last - days + 1 + Math.floor((number * days) / count);
    const topic = named ?? topicOf(number);
    const own = tags[number % tags.length];
    if (!full) return smallArticleXml({ pmid, created, topic, tag: own });
    const draft = makeArticle({ pmid, created, today: last, topic, seed });
    if (own !== undefined) draft.keywords.unshift(own);
    return draftXml(draft);
  });
}
