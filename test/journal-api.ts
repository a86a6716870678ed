import { expect } from 'vitest';
import type { MetricSource } from '../src/contract/journals.ts';
import type { AdminSite } from './admin-site.ts';
import { madeUpIssn } from './editions.ts';
import { workOff } from './world.ts';

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}
export type Sent = { file: number; recognised: { source: MetricSource; year: number; mapping: unknown } };

/** A made-up JCR export: journal `n` has the impact factor `n + plus`. */
export const jcr = ({ year, rows, plus = 0 }: { year: number; rows: number; plus?: number }): string =>
  [
    `Journal,ISSN,eISSN,Category,IF(${year}),IF Quartile(${year}),IF Rank(${year})`,
    ...Array.from({ length: rows }, (_, index) => {
      const n = index + 1;
      return `Made-up Journal ${n},${madeUpIssn(2 * n)},${madeUpIssn(2 * n + 1)},ONCOLOGY,${n + plus}.5,Q${(n % 4) + 1},${n}/${rows}`;
    }),
  ].join('\r\n');

export const cas = [
  '刊名,ISSN/EISSN,大类,大类分区,Top,小类1,小类1分区,标注',
  `假想学报,${madeUpIssn(900)}/${madeUpIssn(901)},医学,1区,是,肿瘤学,2区,`,
  `虚构杂志,${madeUpIssn(902)}/${madeUpIssn(903)},医学,4区,否,外科学,3区,预警`,
].join('\n');

/** In the encoding in which spreadsheets in China save a CSV. */
export function gbk(text: string): Buffer {
  const codes = new Map<string, [number, number]>();
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from([...text].flatMap((one) => codes.get(one) ?? one.charCodeAt(0)));
}

export function journalClient(site: () => AdminSite) {
  const ask = async (method: string, path: string, body?: unknown, headers = {}): Promise<Reply> => {
    const reply = await site().ask(method, path, { body, headers });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  const send = async (content: string | Uint8Array<ArrayBuffer>, name: string, more = ''): Promise<Reply> => {
    const reply = await fetch(
      `${site().url}/api/admin/journals/files?name=${encodeURIComponent(name)}${more}`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${site().tokens.admin}` },
        body: content,
      },
    );
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  const confirm = async (sent: Reply, change = {}): Promise<Reply> => {
    const { file, recognised } = sent.body as unknown as Sent;
    const { source, year, mapping } = recognised;
    return ask('POST', '/api/admin/journals/editions', { file, source, year, mapping, ...change });
  };
  /** Sent, confirmed as recognised, and read. @returns the id of the edition. */
  const imported = async (content: string | Buffer<ArrayBuffer>, name: string): Promise<number> => {
    const begun = await confirm(await send(content, name));
    expect(begun.status).toBe(202);
    await workOff(site().world.app);
    return Number(begun.body['edition']);
  };
  return { ask, send, confirm, imported };
}

export const editions = '/api/admin/journals/editions';
