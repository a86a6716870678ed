import type { JournalField, MetricSource } from '../contract/journals.ts';
import type { Bilingual } from '../contract/locale.ts';

export const sourceNames: Record<MetricSource, Bilingual> = {
  jcr: { en: 'JCR', zh: 'JCR' },
  cas: { en: 'CAS zones', zh: '中科院分区表' },
  scimago: { en: 'SCImago', zh: 'SCImago' },
  openalex: { en: 'OpenAlex', zh: 'OpenAlex' },
  warning: { en: 'warning list', zh: '期刊预警名单' },
};

/** What a column means, for people. */
export const fieldNames: Record<JournalField, Bilingual> = {
  title: { en: 'journal title', zh: '刊名' },
  nlmId: { en: 'NLM ID', zh: 'NLM 编号' },
  issn: { en: 'print ISSN', zh: '印刷版 ISSN' },
  eissn: { en: 'electronic ISSN', zh: '电子版 ISSN' },
  linkingIssn: { en: 'linking ISSN', zh: '连接 ISSN（ISSN-L）' },
  issns: { en: 'several ISSNs', zh: '多个 ISSN' },
  measure: { en: 'impact factor, SJR or citedness', zh: '影响因子、SJR 或篇均被引' },
  category: { en: 'category', zh: '学科类别' },
  quartile: { en: 'quartile', zh: '分区（Q1–Q4）' },
  rank: { en: 'rank', zh: '排名' },
  major: { en: 'CAS major field', zh: '大类' },
  majorZone: { en: 'CAS zone by major field', zh: '大类分区' },
  minor: { en: 'CAS minor field', zh: '小类' },
  minorZone: { en: 'CAS zone by minor field', zh: '小类分区' },
  top: { en: 'Top', zh: 'Top' },
  warning: { en: 'warning', zh: '预警' },
  openAccess: { en: 'open access', zh: '开放获取' },
};
