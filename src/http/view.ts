import type { Context } from 'hono';
import type { Locale } from '../contract/locale.ts';
import { type PageWords, pageWords } from './words.ts';

/** In which language a page speaks, and how its links keep that. */
export interface View {
  locale: Locale;
  words: PageWords;
  /** Of this page, without the query. */
  path: string;
  /** Whether the reader chose the language by `?lang=`: then the links go on saying it. */
  chosen: boolean;
  /** Of this page's query: `&next=%2F`, which the link to the other language must not lose. */
  keep?: string;
}

/** The language that the reader chose, else the one of the mail that led here, else the browser's. */
export function viewOf(c: Context, ofTheMail?: Locale): View {
  const lang = c.req.query('lang');
  const chosen = lang === 'en' || lang === 'zh' ? lang : null;
  const locale = chosen ?? ofTheMail ?? preferred(c.req.header('Accept-Language') ?? '');
  return { locale, words: pageWords[locale], path: ownPath(c.req.path), chosen: chosen !== null };
}

/** `//elsewhere.example` in an address of ours must not become a link to another site. */
const ownPath = (path: string): string => path.replace(/^[/\\]+/, '/');

/** `/outbox/3` with the language that the reader chose. */
export const href = ({ locale, chosen }: View, path: string): string =>
  chosen ? `${path}?lang=${locale}` : path;

/** Of `zh-CN,zh;q=0.9,en;q=0.8` the one of ours with the greatest weight; the first of equals. */
export function preferred(header: string): Locale {
  let best: { locale: Locale; weight: number } = { locale: 'en', weight: 0 };
  for (const part of header.slice(0, 500).split(',')) {
    const [, tag, q] = /^\s*(zh|en)\b[\w-]*\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part) ?? [];
    if (tag === undefined) continue;
    const weight = q === undefined ? 1 : Number(q);
    if (weight > best.weight) best = { locale: tag.toLowerCase() === 'zh' ? 'zh' : 'en', weight };
  }
  return best.locale;
}
