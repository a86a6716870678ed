import type { RuleName } from '../contract/filters.ts';
import type { Bilingual } from '../contract/locale.ts';

interface RuleWords {
  /** What the rule is about, for marks and for what is not known. */
  subject: Bilingual;
  /** What it asks. A list or a range follows where the rule has one. */
  asks: Bilingual;
  /** What speaks against a paper. */
  fails: Bilingual;
}

/** Every rule in words. */
export const ruleWords: Record<RuleName, RuleWords> = {
  'no-abstract': {
    subject: { en: 'abstract', zh: '摘要' },
    asks: { en: 'with an abstract', zh: '有摘要' },
    fails: { en: 'no abstract', zh: '无摘要' },
  },
  'no-issn': {
    subject: { en: 'ISSN', zh: 'ISSN' },
    asks: { en: 'in a journal with an ISSN', zh: '期刊有 ISSN' },
    fails: { en: 'no ISSN', zh: '无 ISSN' },
  },
  'types-only': {
    subject: { en: 'publication type', zh: '文献类型' },
    asks: { en: 'publication type ', zh: '文献类型为' },
    fails: { en: 'not of a wanted publication type', zh: '不属于所选文献类型' },
  },
  'types-not': {
    subject: { en: 'publication type', zh: '文献类型' },
    asks: { en: 'publication type other than ', zh: '文献类型不是' },
    fails: { en: 'of an excluded publication type', zh: '属于排除的文献类型' },
  },
  'languages-only': {
    subject: { en: 'language', zh: '语言' },
    asks: { en: 'language ', zh: '语言为' },
    fails: { en: 'not in a wanted language', zh: '不是所选语言' },
  },
  'impact-factor': {
    subject: { en: 'impact factor', zh: '影响因子' },
    asks: { en: 'impact factor ', zh: '影响因子' },
    fails: { en: 'impact factor', zh: '影响因子' },
  },
  'jcr-quartile': {
    subject: { en: 'JCR quartile', zh: 'JCR 分区' },
    asks: { en: 'JCR quartile ', zh: 'JCR 分区 ' },
    fails: { en: 'JCR quartile', zh: 'JCR 分区' },
  },
  'cas-zone': {
    subject: { en: 'CAS zone', zh: '中科院分区' },
    asks: { en: 'CAS zone ', zh: '中科院 ' },
    fails: { en: 'CAS zone', zh: '中科院分区' },
  },
  'cas-top': {
    subject: { en: 'CAS Top mark', zh: '中科院 Top 标记' },
    asks: { en: 'CAS Top journal', zh: '中科院 Top 期刊' },
    fails: { en: 'not a CAS Top journal', zh: '不是中科院 Top 期刊' },
  },
  'warning-list': {
    subject: { en: 'warning list', zh: '预警名单' },
    asks: { en: 'not on a warning list', zh: '不在预警名单内' },
    fails: { en: 'on a warning list', zh: '在预警名单内' },
  },
  sjr: {
    subject: { en: 'SJR', zh: 'SJR' },
    asks: { en: 'SJR ', zh: 'SJR ' },
    fails: { en: 'SJR', zh: 'SJR' },
  },
  'sjr-quartile': {
    subject: { en: 'SJR quartile', zh: 'SJR 分区' },
    asks: { en: 'SJR quartile ', zh: 'SJR 分区 ' },
    fails: { en: 'SJR quartile', zh: 'SJR 分区' },
  },
  'mean-citedness': {
    subject: { en: 'OpenAlex citedness', zh: 'OpenAlex 篇均被引' },
    asks: { en: 'OpenAlex citedness ', zh: 'OpenAlex 篇均被引 ' },
    fails: { en: 'OpenAlex citedness', zh: 'OpenAlex 篇均被引' },
  },
  'journals-only': {
    subject: { en: 'journal', zh: '期刊' },
    asks: { en: 'in ', zh: '期刊为' },
    fails: { en: 'not in a wanted journal', zh: '不在所选期刊内' },
  },
  'journals-not': {
    subject: { en: 'journal', zh: '期刊' },
    asks: { en: 'not in ', zh: '期刊不是' },
    fails: { en: 'in an excluded journal', zh: '属于排除的期刊' },
  },
  'authors-only': {
    subject: { en: 'authors', zh: '作者' },
    asks: { en: 'by ', zh: '作者含' },
    fails: { en: 'by none of the wanted authors', zh: '没有所选作者' },
  },
  'authors-not': {
    subject: { en: 'authors', zh: '作者' },
    asks: { en: 'not by ', zh: '作者不含' },
    fails: { en: 'by an excluded author', zh: '含排除的作者' },
  },
  'words-only': {
    subject: { en: 'words', zh: '关键词' },
    asks: { en: 'with the words ', zh: '含关键词' },
    fails: { en: 'without the wanted words', zh: '未含所需关键词' },
  },
  'words-not': {
    subject: { en: 'words', zh: '关键词' },
    asks: { en: 'without the words ', zh: '不含关键词' },
    fails: { en: 'with an excluded word', zh: '含排除的关键词' },
  },
  'free-full-text': {
    subject: { en: 'free full text', zh: '免费全文' },
    asks: { en: 'with free full text', zh: '有免费全文' },
    fails: { en: 'no free full text', zh: '无免费全文' },
  },
  'species-only': {
    subject: { en: 'species', zh: '物种' },
    asks: { en: 'about ', zh: '物种为' },
    fails: { en: 'not about a wanted species', zh: '不是所选物种' },
  },
  'species-not': {
    subject: { en: 'species', zh: '物种' },
    asks: { en: 'not about ', zh: '物种不是' },
    fails: { en: 'about an excluded species', zh: '属于排除的物种' },
  },
  'preprint-not': {
    subject: { en: 'preprint', zh: '预印本' },
    asks: { en: 'no preprint', zh: '不是预印本' },
    fails: { en: 'a preprint', zh: '是预印本' },
  },
  'preprint-only': {
    subject: { en: 'preprint', zh: '预印本' },
    asks: { en: 'a preprint', zh: '是预印本' },
    fails: { en: 'no preprint', zh: '不是预印本' },
  },
};

/** Rules whose value is a figure of the journal and stands right behind the rule's name. */
export const figureRules: ReadonlySet<string> = new Set([
  'impact-factor',
  'jcr-quartile',
  'cas-zone',
  'sjr',
  'sjr-quartile',
  'mean-citedness',
]);
