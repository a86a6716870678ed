import { type Design, group, type Subject } from './made-up-designs.ts';
import type { Random } from './random.ts';
import { text } from './xml-write.ts';

/** One part of an abstract; `category` is the NlmCategory. */
interface Part {
  label: string;
  category: string;
  body: string;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What both languages of one abstract tell. */
export interface Findings {
  patients: number;
  hospitals: number;
  age: number;
  /** Per cent, in the two groups. */
  first: string;
  second: string;
  ratio: string;
  low: string;
  high: string;
  p: string;
  better: boolean;
}

export function makeFindings(random: Random): Findings {
  const second = random.between(80, 420) / 10;
  const ratio = random.between(52, 125) / 100;
  const [low, high] = [ratio * 0.86, ratio * 1.17];
  const certain = high < 1 || low > 1;
  return {
    patients: random.between(64, 4200),
    hospitals: random.between(2, 38),
    age: random.between(38, 79),
    first: (second * ratio).toFixed(1),
    second: second.toFixed(1),
    ratio: ratio.toFixed(2),
    low: low.toFixed(2),
    high: high.toFixed(2),
    p: certain ? random.pick(['P < 0.001', 'P = 0.003', 'P = 0.02']) : random.pick(['P = 0.31', 'P = 0.08']),
    better: certain && ratio < 1,
  };
}

/** What an abstract is written from. */
export interface Study {
  subject: Subject;
  design: Design;
  findings: Findings;
}

function english({ subject, design, findings: f }: Study, random: Random): Part[] {
  const { condition, people, act, end } = subject;
  const why = random.pick([
    `The benefit of ${act[0]} in ${group({ people, condition })} remains uncertain.`,
    `${capital(condition[0])} is a leading cause of disability and death, and evidence on ${act[0]} is limited.`,
    `Whether ${act[0]} changes ${end[0]} in ${condition[0]} has not been settled.`,
  ]);
  const last = random.pick([
    'Larger studies with longer follow-up are needed.',
    'These findings support its use in routine care.',
    'The effect was consistent across subgroups.',
    'Because this record is made up, nothing follows from it.',
  ]);
  return [
    { label: 'BACKGROUND', category: 'BACKGROUND', body: why },
    {
      label: 'METHODS',
      category: 'METHODS',
      body: `In this ${design.name[0]}, ${f.patients} ${group({ people, condition })} from ${f.hospitals} hospitals were included (median age ${f.age} years). The primary outcome was ${end[0]}.`,
    },
    {
      label: 'RESULTS',
      category: 'RESULTS',
      body: `The primary outcome was reached in ${f.first}% with ${act[0]} and in ${f.second}% without (hazard ratio ${f.ratio}, 95% CI ${f.low}-${f.high}; ${f.p}). Serious adverse events were similar in both groups.`,
    },
    {
      label: 'CONCLUSIONS',
      category: 'CONCLUSIONS',
      body: `Among ${group({ people, condition })}, ${act[0]} was ${f.better ? 'associated with a better' : 'not associated with a better'} result for ${end[0]}. ${last}`,
    },
  ];
}

function chinese({ subject, design, findings: f }: Study): Part[] {
  const { condition, people, act, end } = subject;
  return [
    {
      label: '目的',
      category: 'OBJECTIVE',
      body: `探讨${act[1]}对${people[1]}${condition[1]}患者${end[1]}的影响。`,
    },
    {
      label: '方法',
      category: 'METHODS',
      body: `采用${design.name[1]}，纳入${f.hospitals}家医院的${people[1]}${condition[1]}患者${f.patients}例，中位年龄${f.age}岁，主要结局为${end[1]}。`,
    },
    {
      label: '结果',
      category: 'RESULTS',
      body: `${act[1]}组与对照组主要结局发生率分别为${f.first}%和${f.second}%（HR=${f.ratio}，95% CI：${f.low}～${f.high}，${f.p}）。`,
    },
    {
      label: '结论',
      category: 'CONCLUSIONS',
      body: `${act[1]}可能影响${condition[1]}患者的${end[1]}，仍需大样本研究证实。`,
    },
  ];
}

const structured = (parts: Part[]): string =>
  parts
    .map(({ label, category, body }) => text('AbstractText', body, { Label: label, NlmCategory: category }))
    .join('');

/** What stands inside Abstract; empty for a letter. */
export function abstractXml(study: Study, random: Random): string {
  const { design } = study;
  if (design.abstract === 'none') return '';
  const parts = english(study, random);
  if (design.abstract === 'structured') return structured(parts);
  return text('AbstractText', parts.map((part) => part.body).join(' '));
}

/** What stands inside OtherAbstract; half of them in one piece, with the labels in the text, as Chinese journals send them. */
export function chineseAbstractXml(study: Study, random: Random): string {
  const parts = chinese(study);
  if (random.chance(0.5)) return structured(parts);
  return text('AbstractText', parts.map(({ label, body }) => `${label} ${body}`).join(''));
}
