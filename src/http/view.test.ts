import { expect, it } from 'vitest';
import { preferred } from './view.ts';

it.each([
  ['', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
  ['de,zh-TW;q=0.4,en;q=0.5', 'en'],
  ['de', 'en'],
  ['zh;q=0', 'en'],
  ['zhuang', 'en'],
  [';;;,,zh;q=nonsense', 'en'],
])('of "%s" the language is %s', (header, locale) => {
  expect(preferred(header)).toBe(locale);
});
