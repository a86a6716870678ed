import { presetFilters } from '../filters/presets.ts';
import type { NewSubscription } from '../subscriptions/create.ts';
import { parseScheduleText } from '../subscriptions/schedule-text.ts';

const li = { email: 'li.ming@example.org', name: '李明', locale: 'zh', timeZone: 'Asia/Shanghai' } as const;
const chen = { email: 'chen.yu@example.org', name: '陈瑜', locale: 'zh', timeZone: 'Asia/Shanghai' } as const;
const ana = {
  email: 'ana.silva@example.org',
  name: 'Ana Silva',
  locale: 'en',
  timeZone: 'Europe/Lisbon',
} as const;
const sam = {
  email: 'sam.okoye@example.org',
  name: 'Sam Okoye',
  locale: 'en',
  timeZone: 'America/New_York',
} as const;

/** Who reads in the demo, and what: made-up people of a made-up hospital. */
export const demoSubscriptions: readonly NewSubscription[] = [
  {
    person: li,
    name: '脓毒症与重症监护',
    query: 'sepsis OR "septic shock" OR "intensive care"[ti]',
    schedule: parseScheduleText('daily 08:00', li.timeZone),
    filters: presetFilters('high-quality'),
    maxArticles: 10,
  },
  {
    person: li,
    name: '中医药',
    query: '"traditional Chinese medicine" OR acupuncture',
    schedule: parseScheduleText('weekly mon,thu 08:30', li.timeZone),
    maxArticles: 8,
  },
  {
    person: chen,
    name: '肺癌临床研究',
    query: '"lung cancer"[tiab]',
    schedule: parseScheduleText('daily 07:45', chen.timeZone),
    filters: presetFilters('with-abstract'),
    maxArticles: 10,
    recipients: [chen.email, 'oncology-team@example.org'],
  },
  {
    person: ana,
    name: 'Stroke, every morning',
    query: 'stroke[tiab] AND (thrombectomy OR thrombolysis OR rehabilitation OR stroke)',
    schedule: parseScheduleText('daily 08:00', ana.timeZone),
    filters: presetFilters('classic'),
    maxArticles: 12,
  },
  {
    person: ana,
    name: 'Heart failure reviews',
    query: '"heart failure"',
    schedule: parseScheduleText('weekly fri 09:00', ana.timeZone),
    filters: presetFilters('reviews'),
    maxArticles: 10,
  },
  {
    person: sam,
    name: 'Antibiotic resistance',
    query: '"antibiotic resistance" OR antimicrobial',
    schedule: parseScheduleText('monthly last 18:00', sam.timeZone),
    maxArticles: 15,
  },
];
