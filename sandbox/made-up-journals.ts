import { issnWithCheck } from './check-digits.ts';

export interface Journal {
  title: string;
  abbreviation: string;
  country: string;
  /** NlmUniqueID. */
  id: string;
  print?: string;
  electronic?: string;
  linking: string;
  /** Its articles get MeSH headings. */
  indexed: boolean;
  chinese: boolean;
}

/** Title | ISO abbreviation | country; `+` print and electronic, `e` electronic only, `p` print only; `i` indexed in MEDLINE. */
const JOURNALS = `
The Harbour Journal of Medicine | Harb J Med | England | +i
Annals of Imagined Cardiology | Ann Imagin Cardiol | United States | +i
Journal of Invented Critical Care | J Invent Crit Care | United States | +i
Northern Stroke Letters | North Stroke Lett | Norway | ei
European Archives of Pretended Oncology | Eur Arch Pretend Oncol | Germany | +i
Diabetes, Diet and Daily Life | Diabetes Diet Daily Life | Netherlands | +i
Sandbox Medicine | Sandbox Med | Switzerland | e
Open Sandbox: Medicine and Public Health | Open Sandbox Med Public Health | Switzerland | e
Resistance & Stewardship | Resist Steward | England | ei
Radiology of Nowhere | Radiol Nowhere | United States | +i
Machine Intelligence at the Bedside | Mach Intell Bedside | United States | e
The Island Neurologist | Isl Neurol | Ireland | +i
Memory and Ageing Reports | Mem Ageing Rep | Australia | ei
Southern Review of Nursing Practice | South Rev Nurs Pract | Australia | pi
Revista Imaginaria de Medicina | Rev Imagin Med | Spain | +
Annales imaginaires de réanimation | Ann Imagin Reanim | France | pi
Erfundene Medizinische Wochenschrift | Erfund Med Wochenschr | Germany | +i
Kakuu Igaku Zasshi | Kakuu Igaku Zasshi | Japan | p
Fictive Trials | Fict Trials | England | e
Case Reports from Elsewhere | Case Rep Elsewhere | England | e
Xugou weizhongbing jijiu yixue = Made-up Chinese critical care medicine | Xugou Wei Zhong Bing Ji Jiu Yi Xue | China | +ic
Xugou zhonghua neike zazhi = Made-up Chinese journal of internal medicine | Xugou Zhonghua Nei Ke Za Zhi | China | pic
Xugou zhongguo feiai zazhi = Made-up Chinese journal of lung cancer | Xugou Zhongguo Fei Ai Za Zhi | China | +ic
Xugou zhongguo zhongyao zazhi = Made-up Chinese journal of materia medica | Xugou Zhongguo Zhong Yao Za Zhi | China | pic
Xugou zhonghua xinxueguanbing zazhi = Made-up Chinese journal of cardiology | Xugou Zhonghua Xin Xue Guan Bing Za Zhi | China | +c
Xugou zhonghua fangshexue zazhi = Made-up Chinese journal of radiology | Xugou Zhonghua Fang She Xue Za Zhi | China | pc`;

/** ISSNs of the 9800 block, which is not given out, with check digits that are right. */
function journalOf(line: string, number: number): Journal {
  const [title = '', abbreviation = '', country = '', marks = ''] = line.split(' | ');
  const print = issnWithCheck(`98${String(number * 37 + 11).padStart(5, '0')}`);
  const electronic = issnWithCheck(`99${String(number * 53 + 7).padStart(5, '0')}`);
  const hasPrint = !marks.startsWith('e');
  return {
    title,
    abbreviation,
    country,
    id: String(999_000_000 + number * 17),
    ...(hasPrint && { print }),
    ...(!marks.startsWith('p') && { electronic }),
    linking: hasPrint ? print : electronic,
    indexed: marks.includes('i'),
    chinese: marks.includes('c'),
  };
}

const ALL = JOURNALS.trim().split('\n').map(journalOf);

export const CHINESE_JOURNALS: readonly Journal[] = ALL.filter((journal) => journal.chinese);
export const OTHER_JOURNALS: readonly Journal[] = ALL.filter((journal) => !journal.chinese);
