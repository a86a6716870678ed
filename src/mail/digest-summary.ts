import type { DigestContent } from '../contract/digest.ts';
import { lineHtml, plainOf } from './digest-shorten.ts';
import { dayOf, wordsOf } from './digest-words.ts';

/** What stands around the articles, in both parts of the mail: safe HTML, every field of bounded length. */
export interface Summary {
  name: string;
  query: string;
  schedule: string;
  day: string;
  preheader: string;
  /** What the reader should know before anything else; the first is "this is a test" where it is one. */
  notices: string[];
  /** Papers that stand in this mail, in full or by title. */
  papers: number;
  inFull: number;
  /** Papers that stand in line for a later mail. */
  waiting: number;
  /** Whether any abstract is not whole, or any paper had to be shown by its title. */
  shortened: boolean;
}

/** Bytes of HTML. */
const mostName = 300;
const mostQuery = 1500;
const mostSchedule = 300;
const mostNotice = 700;
const mostPreheader = 200;
const mostNotices = 12;

/** Where NCBI asks that users of its data are led. */
export const policiesUrl = 'https://www.ncbi.nlm.nih.gov/home/about/policies/';

export interface Counts {
  papers: number;
  inFull: number;
  leftOut: number;
  shortened: boolean;
  /** The first titles, for the line that mail programs show beside the subject. */
  titles: readonly string[];
}

export function summarize(content: DigestContent, counts: Counts): Summary {
  const { subscription, locale, timeZone, createdAt, waiting, kind } = content;
  const words = wordsOf[locale];
  const preheader = counts.titles.slice(0, 3).map(plainOf).join(' · ');
  return {
    name: nameOf(content),
    query: lineHtml(subscription.query, mostQuery),
    schedule: lineHtml(content.schedule, mostSchedule),
    day: dayOf({ at: createdAt, timeZone, locale }),
    preheader: kind === 'nothing-new' ? words.nothingNew : lineHtml(preheader, mostPreheader),
    notices: noticesOf(content),
    papers: counts.papers,
    inFull: counts.inFull,
    waiting: waiting.count + counts.leftOut,
    shortened: counts.shortened,
  };
}

/** `3 new papers: Sepsis in the ICU (24 Nov 2026)`. One line of plain text. */
export function subjectOf(content: DigestContent, papers: number): string {
  const { locale, timeZone, createdAt, test } = content;
  return wordsOf[locale].subject({
    papers,
    name: plainOf(lineHtml(content.subscription.name, 160)),
    day: dayOf({ at: createdAt, timeZone, locale, short: true }),
    test,
  });
}

const nameOf = ({ subscription, locale }: DigestContent): string =>
  lineHtml(subscription.name, mostName) || wordsOf[locale].product;

function noticesOf({ notices, test, locale }: DigestContent): string[] {
  const words = wordsOf[locale];
  const shown = notices.slice(0, mostNotices).map((notice) => lineHtml(notice, mostNotice));
  const more = notices.length - shown.length;
  return [
    ...(test ? [`<b>${words.test}</b> ${words.testText}`] : []),
    ...shown,
    ...(more > 0 ? [words.moreNotices(more)] : []),
  ];
}
