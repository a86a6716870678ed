import type { Heading, Phrase } from './made-up-topic.ts';

/** What a title is filled with; each part in English and Chinese. */
export interface Subject {
  condition: Phrase;
  people: Phrase;
  act: Phrase;
  end: Phrase;
}

/** A kind of paper: how its title runs, what PubMed files it under, what its methods say. */
export interface Design {
  title(subject: Subject): Phrase;
  types: readonly Heading[];
  /** `a randomised controlled trial`, in both languages. */
  name: Phrase;
  /** Letters and editorials come without an abstract. */
  abstract: 'structured' | 'plain' | 'none';
}

export const JOURNAL_ARTICLE: Heading = ['Journal Article', 'D016428'];
/** `adults with sepsis`, but `patients with cirrhosis and sepsis`. */
export const group = ({ people, condition }: Pick<Subject, 'people' | 'condition'>): string =>
  `${people[0]} ${people[0].includes(' with ') ? 'and' : 'with'} ${condition[0]}`;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export const DESIGNS: readonly Design[] = [
  {
    title: ({ act, people, condition }) => [
      `${capital(act[0])} in ${group({ people, condition })}: a randomised controlled trial.`,
      `${act[1]}治疗${people[1]}${condition[1]}患者的随机对照试验`,
    ],
    types: [JOURNAL_ARTICLE, ['Randomized Controlled Trial', 'D016449'], ['Multicenter Study', 'D016448']],
    name: ['randomised, open-label trial', '随机对照试验'],
    abstract: 'structured',
  },
  {
    title: ({ act, end, people, condition }) => [
      `Association between ${act[0]} and ${end[0]} in ${group({ people, condition })}: a multicentre cohort study.`,
      `${act[1]}与${people[1]}${condition[1]}患者${end[1]}的关系：多中心队列研究`,
    ],
    types: [JOURNAL_ARTICLE, ['Observational Study', 'D064888']],
    name: ['retrospective cohort study', '回顾性队列研究'],
    abstract: 'structured',
  },
  {
    title: ({ act, end, condition }) => [
      `Effect of ${act[0]} on ${end[0]} in ${condition[0]}: a systematic review and meta-analysis.`,
      `${act[1]}对${condition[1]}患者${end[1]}影响的系统评价与Meta分析`,
    ],
    types: [JOURNAL_ARTICLE, ['Systematic Review', 'D000078182'], ['Meta-Analysis', 'D017418']],
    name: ['systematic review of published trials', '系统评价'],
    abstract: 'structured',
  },
  {
    title: ({ end, people, condition }) => [
      `Predicting ${end[0]} in ${group({ people, condition })}: development and external validation of a nomogram.`,
      `${people[1]}${condition[1]}患者${end[1]}列线图预测模型的建立与验证`,
    ],
    types: [JOURNAL_ARTICLE, ['Validation Study', 'D023361']],
    name: ['prognostic model study', '预测模型研究'],
    abstract: 'structured',
  },
  {
    title: ({ act, end, condition }) => [
      `Pathways that link ${act[0]} to ${end[0]} in ${condition[0]}: evidence from a mouse model.`,
      `${act[1]}影响${condition[1]}${end[1]}的机制：小鼠模型研究`,
    ],
    types: [JOURNAL_ARTICLE],
    name: ['experimental study in mice', '动物实验'],
    abstract: 'plain',
  },
  {
    title: ({ act, condition }) => [
      `Unexpected response to ${act[0]} in ${condition[0]}: a case report.`,
      `${act[1]}用于${condition[1]}一例报告`,
    ],
    types: [
      ['Case Reports', 'D002363'],
      ['Journal Article', 'D016428'],
    ],
    name: ['case report', '病例报告'],
    abstract: 'plain',
  },
  {
    title: ({ act, people, condition }) => [
      `${capital(act[0])} for ${group({ people, condition })}: expert consensus of the Sandbox working group.`,
      `${act[1]}用于${people[1]}${condition[1]}患者的专家共识`,
    ],
    types: [JOURNAL_ARTICLE, ['Consensus Statement', 'D000098882'], ['Review', 'D016454']],
    name: ['Delphi survey among experts', '专家共识'],
    abstract: 'plain',
  },
  {
    title: ({ act, condition }) => [
      `${capital(act[0])} in ${condition[0]}: authors’ reply.`,
      `关于${act[1]}用于${condition[1]}的答复`,
    ],
    types: [
      ['Letter', 'D016422'],
      ['Comment', 'D016420'],
    ],
    name: ['letter', '来信'],
    abstract: 'none',
  },
];
