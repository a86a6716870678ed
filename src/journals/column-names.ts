import type { JournalField, MetricSource } from '../contract/journals.ts';

/** What the head of a column says. */
export interface ColumnMeaning {
  field: JournalField;
  /** Whose tables have such a column; null where several do. */
  source: MetricSource | null;
  /** `IF(2024)`: 2024. */
  year: number | null;
}

type Names = [field: JournalField, source: MetricSource | null, names: string];

/** Heads as `plainHead` leaves them. */
const dictionary: Names[] = [
  [
    'title',
    null,
    'journal journalname journaltitle title fulltitle fulljournaltitle journalfulltitle fullname',
  ],
  ['title', null, 'sourcetitle publicationtitle publicationname nameofjournal'],
  [
    'title',
    null,
    '期刊 期刊名 期刊名称 期刊名字 期刊全称 期刊全名 期刊英文名 期刊英文名称 期刊标题 期刊题名',
  ],
  ['title', null, '刊名 刊物名称 刊物名 英文刊名 杂志 杂志名 杂志名称 杂志全称'],
  ['title', 'openalex', 'displayname'],
  ['nlmId', null, 'nlmid nlmuniqueid nlmcatalogid nlmtitleid nlm编号'],
  [
    'issn',
    null,
    'issn pissn printissn issnprint issnp 印刷issn 印刷版issn 纸质issn 纸版issn issn号 国际刊号',
  ],
  ['eissn', null, 'eissn electronicissn onlineissn issnelectronic issnonline issne webissn'],
  ['eissn', null, '电子issn 电子版issn 网络issn 网络版issn 在线issn'],
  ['linkingIssn', null, 'issnl linkingissn issnlinking 连接issn'],
  ['issns', null, 'issneissn issnpissneissn pissneissn issns allissns allissn issnlist'],
  ['measure', 'jcr', 'if jif impactfactor journalimpactfactor impactfactorjif latestif latestimpactfactor'],
  ['measure', 'jcr', '影响因子 最新影响因子 影响因子if 期刊影响因子 jcr影响因子 最新if'],
  ['measure', 'scimago', 'sjr sjrindex sjrindicator scimagojournalrank'],
  ['measure', 'openalex', '2yrmeancitedness summarystats2yrmeancitedness'],
  ['category', null, 'category categories jcrcategory jcrcategories subjectcategory subjectcategories'],
  [
    'category',
    null,
    'webofsciencecategory webofsciencecategories woscategory woscategories jcrsubjectcategory',
  ],
  ['category', null, '学科 学科类别 学科分类 jcr学科 jcr学科类别 jcr类别 wos学科 研究方向'],
  ['quartile', 'jcr', 'ifquartile jifquartile jcrquartile impactfactorquartile jifquartilerank jcr分区 jcrq'],
  ['quartile', null, 'quartile bestquartile quartiles q分区'],
  ['quartile', 'scimago', 'sjrbestquartile sjrquartile'],
  ['rank', 'jcr', 'ifrank jifrank jcrrank impactfactorrank if排名 jif排名 jcr排名 影响因子排名 学科排名'],
  ['major', 'cas', '大类 大类学科 大类名称 中科院大类 中科院大类学科 majorcategory majorfield'],
  [
    'majorZone',
    'cas',
    '大类分区 中科院分区 中科院大类分区 中国科学院分区 中科院升级版分区 cas分区 新锐分区 新锐大类分区',
  ],
  [
    'majorZone',
    'cas',
    'zky分区 caszone caspartition majorzone majorpartition 大类分区升级版 升级版分区 中科院区',
  ],
  ['minor', 'cas', '小类 小类学科 小类名称 中科院小类 中科院小类学科 minorcategory minorfield'],
  ['minorZone', 'cas', '小类分区 中科院小类分区 小类学科分区 minorzone minorpartition'],
  ['top', 'cas', 'top top期刊 top刊 是否top 是否top期刊 是否为top期刊 istop'],
  ['warning', 'cas', '标注'],
  [
    'warning',
    'warning',
    '预警 预警原因 预警等级 预警级别 预警情况 预警理由 预警标注 预警名单 预警信息 是否预警 是否预警期刊',
  ],
  [
    'warning',
    'warning',
    '国际期刊预警名单 期刊预警 预警期刊 warning warninglevel warningreason reasonforwarning',
  ],
  [
    'openAccess',
    null,
    'openaccess isoa oa oa期刊 是否oa 是否oa期刊 是否为oa期刊 是否开放获取 开放获取 oa与否',
  ],
];

const meanings = new Map(
  dictionary.flatMap(([field, source, names]) =>
    names.split(' ').map((name) => [name, { field, source }] as const),
  ),
);

/** What the head of a column means; null where it is of no use to us. */
export function meaningOf(head: string): ColumnMeaning | null {
  const { name, year } = plainHead(head);
  const meaning = meanings.get(name);
  return meaning ? { ...meaning, year } : null;
}

/** The newest year that a text names and that a table can have. */
export function yearIn(text: string): number | null {
  const years = [...text.normalize('NFKC').matchAll(year)].map(([found]) => Number.parseInt(found, 10));
  return years.length === 0 ? null : Math.max(...years);
}

const year = /(?<!\d)(?:199|20[0-4])\d(?!\d)/g;
const yearWithWords = new RegExp(`${year.source}(?:年度|年版|年|版)?`, 'g');

/** Without year, number (`Category_2`, `小类1分区`), case, blanks and punctuation. */
function plainHead(head: string): { name: string; year: number | null } {
  const folded = head.normalize('NFKC').toLowerCase();
  const name = folded
    .replace(yearWithWords, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/^(小类)\d{1,2}/, '$1')
    .replace(/\d{1,2}$/, '');
  return { name, year: yearIn(folded) };
}
