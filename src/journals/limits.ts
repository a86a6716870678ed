import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';

/** What a journal table may be at most. The largest real one (OpenAlex) has 260,000 rows, the widest (JCR 2025) 23 columns. */
export const limits = {
  /** Bytes, unpacked, of all that is read of a file. */
  unpacked: 200 * 2 ** 20,
  /** Characters of a JSON document that is not one record a line: it has to be held as a whole. */
  json: 64 * 2 ** 20,
  rows: 400_000,
  columns: 500,
  /** Of all rows together. */
  cells: 12_000_000,
} as const;

const words: Record<keyof typeof limits, Bilingual> = {
  unpacked: { en: 'more than 200 MB unpacked', zh: '解压后超过 200 MB' },
  json: { en: 'one JSON document of more than 64 MB', zh: '单个 JSON 文档超过 64 MB' },
  rows: { en: 'more than 400,000 rows', zh: '超过 400,000 行' },
  columns: { en: 'a row of more than 500 columns', zh: '有一行超过 500 列' },
  cells: { en: 'more than 12 million cells', zh: '单元格超过 1200 万个' },
};

export const tooLarge = (what: keyof typeof limits): Refusal =>
  new Refusal('table-too-large', { what: words[what] });

/** Gives the event loop its turn: a large table takes seconds. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
