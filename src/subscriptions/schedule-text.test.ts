import { describe, expect, it } from 'vitest';
import { parseSchedule, type Schedule } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';
import { describeSchedule, parseScheduleText } from './schedule-text.ts';

const timeZone = 'Asia/Shanghai';
const parse = (text: string) => parseScheduleText(text, timeZone);

function refused(act: () => unknown): Refusal | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return undefined;
}

describe('a schedule as text', () => {
  it.each<[string, Schedule]>([
    ['daily 08:00', { frequency: 'daily', at: '08:00', timeZone }],
    ['Daily  8:05', { frequency: 'daily', at: '08:05', timeZone }],
    ['weekly mon,thu 08:00', { frequency: 'weekly', weekdays: ['mon', 'thu'], at: '08:00', timeZone }],
    [
      'weekly thu, Monday,mon 23:59',
      { frequency: 'weekly', weekdays: ['mon', 'thu'], at: '23:59', timeZone },
    ],
    ['weekly mon，fri 08：30', { frequency: 'weekly', weekdays: ['mon', 'fri'], at: '08:30', timeZone }],
    ['monthly 31 08:00', { frequency: 'monthly', day: 31, at: '08:00', timeZone }],
    ['monthly last 00:00', { frequency: 'monthly', day: 'last', at: '00:00', timeZone }],
  ])('%s', (text, schedule) => {
    expect(parse(text)).toEqual(schedule);
    expect(parseSchedule(JSON.stringify(schedule))).toEqual(schedule);
  });

  it.each([
    ['daily 99:99', 'time'],
    ['daily 24:00', 'time'],
    ['daily 08:60', 'time'],
    ['daily 8', 'time'],
    ['daily', 'daily, weekly or monthly'],
    ['', 'daily, weekly or monthly'],
    ['hourly 08:00', 'daily, weekly or monthly'],
    ['hourly 3 08:00', 'daily, weekly or monthly'],
    ['daily mon 08:00', 'daily, weekly or monthly'],
    ['weekly 08:00', 'daily, weekly or monthly'],
    ['weekly mon thu 08:00', 'daily, weekly or monthly'],
    ['weekly someday 08:00', 'weekdays'],
    ['weekly mon, 08:00', 'time'],
    ['monthly 0 08:00', 'day'],
    ['monthly 32 08:00', 'day'],
    ['monthly 1.5 08:00', 'day'],
  ])('refuses "%s"', (text, reason) => {
    const refusal = refused(() => parse(text));
    expect(refusal?.code).toBe('schedule-wrong');
    expect(refusal?.message).toContain(reason);
    expect(refusal?.inWords('zh')).toContain('不是有效的推送时间：');
    expect(refusal?.inWords('zh')).not.toMatch(/[{}]|\[object/);
  });

  it.each(['Asia/Nowhere', '+08:00', ''])('refuses the zone "%s"', (zone) => {
    expect(refused(() => parseScheduleText('daily 08:00', zone))?.code).toBe('time-zone-unknown');
  });

  it.each([
    '{"frequency":"daily","at":"99:99","timeZone":"UTC"}',
    '{"frequency":"hourly","at":"08:00","timeZone":"UTC"}',
    '{"frequency":"weekly","weekdays":[],"at":"08:00","timeZone":"UTC"}',
    '{"frequency":"monthly","day":1.5,"at":"08:00","timeZone":"UTC"}',
    '{"frequency":"daily","at":"08:00","timeZone":"Mars/Base"}',
  ])('is no schedule: %s', (json) => {
    expect(() => parseSchedule(json)).toThrow();
  });
});

describe('a schedule in words', () => {
  it.each([
    ['daily 08:00', 'every day at 08:00 (Asia/Shanghai)', '每天 08:00（Asia/Shanghai）'],
    ['weekly sun 08:00', 'every Sunday at 08:00 (Asia/Shanghai)', '每周日 08:00（Asia/Shanghai）'],
    [
      'weekly fri,mon,thu 08:00',
      'every Monday, Thursday and Friday at 08:00 (Asia/Shanghai)',
      '每周一、周四、周五 08:00（Asia/Shanghai）',
    ],
    [
      'weekly mon,tue,wed,thu,fri,sat,sun 08:00',
      'every day at 08:00 (Asia/Shanghai)',
      '每天 08:00（Asia/Shanghai）',
    ],
    [
      'monthly 1 08:00',
      'on the 1st of every month at 08:00 (Asia/Shanghai)',
      '每月 1 日 08:00（Asia/Shanghai）',
    ],
    [
      'monthly 12 08:00',
      'on the 12th of every month at 08:00 (Asia/Shanghai)',
      '每月 12 日 08:00（Asia/Shanghai）',
    ],
    [
      'monthly 23 08:00',
      'on the 23rd of every month at 08:00 (Asia/Shanghai)',
      '每月 23 日 08:00（Asia/Shanghai）',
    ],
    [
      'monthly 31 08:00',
      'on the 31st of every month (in shorter ones on the last day) at 08:00 (Asia/Shanghai)',
      '每月 31 日（短月为最后一天）08:00（Asia/Shanghai）',
    ],
    [
      'monthly last 08:00',
      'on the last day of every month at 08:00 (Asia/Shanghai)',
      '每月最后一天 08:00（Asia/Shanghai）',
    ],
  ])('%s', (text, en, zh) => {
    expect(describeSchedule(parse(text), 'en')).toBe(en);
    expect(describeSchedule(parse(text), 'zh')).toBe(zh);
  });
});
