import { CHINESE_JOURNALS, type Journal, OTHER_JOURNALS } from './made-up-journals.ts';

/** A table of figures as its publisher would give it out, of journals that do not exist. */
export interface MadeUpTable {
  /** Of the file. */
  name: string;
  csv: string;
}

/**
 * Abbreviation | impact factor, quartile, category | zone, Top, subject. `-` where a table does not have the journal; journals that are
 * not named stand in no table at all. All figures are invented.
 */
const FIGURES = `
Harb J Med | 68.4 Q1 MEDICINE, GENERAL & INTERNAL | 1 是 医学
Ann Imagin Cardiol | 21.7 Q1 CARDIAC & CARDIOVASCULAR SYSTEMS | 1 是 医学
J Invent Crit Care | 12.3 Q1 CRITICAL CARE MEDICINE | 1 是 医学
North Stroke Lett | 5.6 Q1 CLINICAL NEUROLOGY | 2 是 医学
Eur Arch Pretend Oncol | 9.8 Q1 ONCOLOGY | 1 是 医学
Diabetes Diet Daily Life | 3.9 Q2 ENDOCRINOLOGY & METABOLISM | 3 否 医学
Sandbox Med | 2.1 Q3 MEDICINE, RESEARCH & EXPERIMENTAL | 4 否 医学
Open Sandbox Med Public Health | 2.4 Q3 PUBLIC, ENVIRONMENTAL & OCCUPATIONAL HEALTH | 4 预 医学
Resist Steward | 6.2 Q1 INFECTIOUS DISEASES | 2 否 医学
Radiol Nowhere | 7.5 Q1 RADIOLOGY, NUCLEAR MEDICINE & MEDICAL IMAGING | 2 是 医学
Mach Intell Bedside | 4.4 Q2 MEDICAL INFORMATICS | -
Isl Neurol | 3.1 Q2 CLINICAL NEUROLOGY | 3 否 医学
Mem Ageing Rep | 2.7 Q3 GERIATRICS & GERONTOLOGY | 3 否 医学
South Rev Nurs Pract | 1.9 Q2 NURSING | 4 否 医学
Rev Imagin Med | 0.6 Q4 MEDICINE, GENERAL & INTERNAL | 4 否 医学
Ann Imagin Reanim | 1.2 Q4 CRITICAL CARE MEDICINE | 4 否 医学
Erfund Med Wochenschr | <0.1 Q4 MEDICINE, GENERAL & INTERNAL | 4 否 医学
Fict Trials | N/A N/A MEDICINE, RESEARCH & EXPERIMENTAL | -
Xugou Wei Zhong Bing Ji Jiu Yi Xue | - | 3 否 医学
Xugou Zhonghua Nei Ke Za Zhi | - | 4 否 医学
Xugou Zhongguo Fei Ai Za Zhi | 1.4 Q4 ONCOLOGY | 4 否 医学
Xugou Zhongguo Zhong Yao Za Zhi | 1.1 Q4 INTEGRATIVE & COMPLEMENTARY MEDICINE | 4 否 医学
Xugou Zhonghua Xin Xue Guan Bing Za Zhi | 2.2 Q3 CARDIAC & CARDIOVASCULAR SYSTEMS | 3 否 医学`;

const JOURNALS = new Map([...OTHER_JOURNALS, ...CHINESE_JOURNALS].map((one) => [one.abbreviation, one]));

interface Row {
  journal: Journal;
  jcr: string[];
  cas: string[];
}

const ROWS = FIGURES.trim()
  .split('\n')
  .map((line): Row => {
    const [abbreviation = '', jcr = '', cas = ''] = line.split(' | ');
    const journal = JOURNALS.get(abbreviation);
    if (!journal) throw new Error(`no made-up journal ${abbreviation}`);
    return { journal, jcr: jcr.split(' '), cas: cas.split(' ') };
  });

const cell = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvOf = (rows: string[][]): string => `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;

/** As a JCR export looks. */
function impactFactors(year: number): MadeUpTable {
  const rows = ROWS.filter(({ jcr }) => jcr[0] !== '-').map(({ journal, jcr }, at) => {
    const [factor = '', quartile = '', ...category] = jcr;
    const { print = 'N/A', electronic = 'N/A' } = journal;
    const rank = quartile === 'N/A' ? 'N/A' : `${at + 1}/99`;
    return [
      journal.title.toUpperCase(),
      print,
      electronic,
      `${category.join(' ')}(SCIE)`,
      factor,
      quartile,
      rank,
    ];
  });
  const head = [
    'Journal',
    'ISSN',
    'eISSN',
    'Category',
    `IF(${year})`,
    `IF Quartile(${year})`,
    `IF Rank(${year})`,
  ];
  return { name: `made-up-jcr-${year}.csv`, csv: csvOf([head, ...rows]) };
}

/** As a table of 中科院 zones looks. */
function zones(year: number): MadeUpTable {
  const rows = ROWS.filter(({ cas }) => cas[0] !== '-').map(({ journal, cas }) => {
    const [zone = '', mark = '', subject = ''] = cas;
    const issns = [journal.print, journal.electronic].filter((one) => one !== undefined).join('/');
    const warned = mark === '预';
    return [
      journal.title,
      String(year),
      issns,
      warned ? `${year}年《国际期刊预警名单》` : '',
      subject,
      zone,
      warned ? '否' : mark,
    ];
  });
  const head = ['Journal', '年份', 'ISSN/EISSN', '标注', '大类', '大类分区', 'Top'];
  return { name: `made-up-cas-${year}.csv`, csv: csvOf([head, ...rows]) };
}

export const madeUpTables = (): MadeUpTable[] => [impactFactors(2025), zones(2025)];
