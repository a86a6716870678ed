import { orcidWithCheck } from './check-digits.ts';
import type { Random } from './random.ts';
import { element, text } from './xml-write.ts';

const CHINESE_LAST =
  'Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Lü Ouyang'.split(' ');
const CHINESE_FIRST =
  'Wei Jing Lei Yan Min Xiaoming Jianguo Yuchen Zihan Haoran Mengyao Xinyi Ruoxi Guangming Chunhua Li-Na Zhi-Qiang Wen-Bin'.split(
    ' ',
  );
const OTHER_LAST =
  'Abara Bergström Castellanos Dubois Eriksen Fitzgerald Gutiérrez Haddad Ivanova Jankowski Kowalczyk Lindqvist MacAllister Nakamura O’Connor Petrović Rasmussen Şahin Tanaka Ueda van.der.Berg Weissmann Yılmaz Żukowska'
    .split(' ')
    .map((name) => name.replaceAll('.', ' '));
const OTHER_FIRST =
  'Amara Björn Carmen.L David.A Elif Françoise Grace.M Hiroshi Inés James.R Katarzyna Liam Marie-Claire Noor Olga.V Peter.J Ravi Sofia Thomas Ute Vincent Zoë'
    .split(' ')
    .map((name) => name.replaceAll('.', ' '));
const PLACES = [
  'Department of Critical Care Medicine, Sandbox University Hospital, Northport, Norway.',
  'Division of Cardiology, Imaginary Medical Center, Springvale, OH, USA.',
  'Department of Neurology, St Elsewhere’s Hospital, Westbridge, UK.',
  'School of Public Health, University of Nowhere, Zürich, Switzerland.',
  'Department of Radiology, Sample General Hospital, Osaka, Japan.',
  'Institut imaginaire de recherche médicale, Lyon, France.',
] as const;
const CHINESE_PLACES = [
  'Department of Critical Care Medicine, Made-up First People’s Hospital, Beijing 100000, China.',
  'Department of Endocrinology, the Third Sample Hospital of Example Medical University, Guangzhou 510000, Guangdong, China.',
  'Institute of Traditional Chinese Medicine, Example University of Chinese Medicine, Chengdu 610000, China. Corresponding author: Wang Wei, Email: wangwei@example.org.',
  'Department of Radiology, Sample Cancer Hospital, Shanghai 200000, China.',
] as const;

export interface Person {
  last: string;
  fore: string;
  initials: string;
  place: string;
  /** With its hyphens. */
  orcid: string;
}

const initialsOf = (fore: string): string =>
  fore
    .split(/[ -]/)
    .map((part) => part[0] ?? '')
    .join('')
    .toUpperCase();

export function makePerson(random: Random, chinese: boolean): Person {
  const fore = random.pick(chinese ? CHINESE_FIRST : OTHER_FIRST);
  return {
    last: random.pick(chinese ? CHINESE_LAST : OTHER_LAST),
    fore,
    initials: initialsOf(fore),
    place: random.pick<string>(chinese ? CHINESE_PLACES : PLACES),
    // The block 0000-0000 is given to nobody.
    orcid: orcidWithCheck(String(random.between(0, 999_999)).padStart(15, '0')),
  };
}

/** The parts of a name as Author and Investigator hold them. */
export const nameXml = ({ last, fore, initials }: Person): string =>
  text('LastName', last) + text('ForeName', fore) + text('Initials', initials);

/** `extra` stands between the name and the affiliation: suffix, identifiers. */
export function authorXml(
  person: Person,
  { extra = '', attributes = {} }: { extra?: string; attributes?: Record<string, string> } = {},
): string {
  const place = element('AffiliationInfo', text('Affiliation', person.place));
  return element('Author', nameXml(person) + extra + place, { ValidYN: 'Y', ...attributes });
}

export const orcidXml = (value: string): string => text('Identifier', value, { Source: 'ORCID' });
