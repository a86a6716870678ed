import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeUpIssn } from '../../test/editions.ts';
import { litpush as runLitpush } from '../../test/litpush.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'litpush-journals-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const litpush = (args: string[], env: Record<string, string> = {}, stopAt?: RegExp) =>
  runLitpush(args, { DATA_DIR: join(folder, 'data'), ...env }, { cwd: folder, ...(stopAt && { stopAt }) });

function file(name: string, lines: string[]): string {
  writeFileSync(join(folder, name), lines.join('\n'));
  return name;
}

const jcrHead = (year: number) =>
  `Journal,ISSN,eISSN,Category,IF(${year}),IF Quartile(${year}),IF Rank(${year})`;
const jcrLine = (n: number, factor: number) =>
  `ANNALS OF THINGS ${n},${madeUpIssn(2 * n)},${madeUpIssn(2 * n + 1)},ONCOLOGY(SCIE),${factor},Q2,${n}/333`;
const jcr = (year: number, factors: number[]) =>
  file(`jcr-${year}.csv`, [jcrHead(year), ...factors.map((factor, n) => jcrLine(n + 1, factor))]);

describe('litpush import journals', () => {
  it('takes a known layout at once, reports, compares, and is put in force by a person', async () => {
    const first = await litpush(['import', 'journals', jcr(2023, [1, 2, 3, 4]), '--activate', '--json']);
    expect(first.code, first.err).toBe(0);
    expect(first.json()).toMatchObject({
      edition: { id: 1, source: 'jcr', year: 2023, state: 'ready', inForce: true },
      activated: true,
      notes: [],
    });
    const next = file('jcr-2024.csv', [
      jcrHead(2024),
      ...[1.5, 2, 2.5].map((factor, n) => jcrLine(n + 1, factor)),
      ',N/A,N/A,X,1,Q1,1/2',
    ]);
    const second = await litpush(['import', 'journals', next]);
    expect(second.code, second.err).toBe(0);
    expect(second.out).toContain('Rows read: 4 = 3 journals + 0 joined to an earlier row + 1 refused.');
    expect(second.out).toContain('row 5: ');
    expect(second.out).toContain(
      'Against JCR 2023 (edition 1): 1 journal gains, 1 loses, 0 of them in your subscriptions; 0 are new, 1 is gone.',
    );
    expect(second.out).toContain('litpush journals activate 2');

    expect((await litpush(['journals', 'activate', '2'])).out).toContain(
      'JCR 2024 (edition 2) is in force now.',
    );
    expect((await litpush(['journals', 'activate', '2'])).out).toContain('already');
    const list = (await litpush(['journals', 'list', '--json'])).json();
    expect(list.map((one: { id: number; inForce: boolean }) => [one.id, one.inForce])).toEqual([
      [2, true],
      [1, false],
    ]);
    const report = await litpush(['journals', 'report', '2', '--kind', 'refused', '--json']);
    expect(report.json().notes).toMatchObject([{ row: 5, kind: 'refused', text: expect.any(String) }]);
    expect((await litpush(['journals', 'find', madeUpIssn(2)])).out).toContain('JCR 2024: 1.5 Q2');
    expect((await litpush(['journals', 'remove', '2'])).code).toBe(2);
    const rolled = await litpush(['journals', 'rollback', 'jcr'], { LANG: 'zh_CN.UTF-8' });
    expect(rolled.out).toContain('JCR 2024（版本 2）已停用；JCR 2023（版本 1）恢复生效。');
    expect((await litpush(['journals', 'remove', '2'])).code).toBe(0);
    const compared = await litpush(['journals', 'compare', '2']);
    expect([compared.code, compared.out]).toEqual([2, '']);
    expect(compared.err).toContain('no edition 2');
  });

  it('has an unknown layout confirmed: the refusal is the command that does it', async () => {
    const own = file('our list.csv', [
      'Name of it;P-ISSN;Impact;Remark',
      `Annals of Heart;${madeUpIssn(1)};2,5;it's new`,
      `Annals of Lung;${madeUpIssn(2)};3,5;`,
    ]);
    const args = ['import', 'journals', own, '--source', 'jcr', '--year', '2024'];
    const map = ['--map', 'title=name of IT', '--map', 'issn=2', '--map', 'measure=Impact'];
    const asked = await litpush([...args, ...map]);
    expect(asked.code).toBe(2);
    expect(asked.out).toBe('');
    expect(asked.err).toContain(`issn (print ISSN) ← 2 "P-ISSN": ${madeUpIssn(1)} | ${madeUpIssn(2)}`);
    expect(asked.err).toContain('not read: 4 "Remark"');
    expect((await litpush(['journals', 'list', '--json'])).json()).toEqual([]);

    const command = /litpush (import journals .*)/.exec(asked.err)?.[1] ?? '';
    expect(command).toContain("--map 'title=Name of it' --map issn=P-ISSN --map measure=Impact --yes");
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
    const done = await litpush([...words, '--json']);
    expect(done.code, done.err).toBe(0);
    expect(done.json()).toMatchObject({ edition: { source: 'jcr', year: 2024, counts: { journals: 2 } } });
    expect(done.json().edition.mapping).toEqual({ title: [0], issn: [1], measure: [2] });
  });

  it('reads and reports without a database when it is to store nothing', async () => {
    const dry = await litpush(['import', 'journals', jcr(2024, [1, 2]), '--dry-run', '--json']);
    expect(dry.code, dry.err).toBe(0);
    expect(dry.json()).toMatchObject({ source: 'jcr', year: 2024, counts: { read: 2, journals: 2 } });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('does not put a doubtful table in force unless told to', async () => {
    await litpush(['import', 'journals', jcr(2024, [1, 2, 3, 4]), '--activate']);
    const lost = file('lost-commas.csv', [jcrHead(2025), ...[1, 2, 3, 4].map((n) => jcrLine(n, n * 1000))]);
    const held = await litpush(['import', 'journals', lost, '--activate']);
    expect(held.code).toBe(1);
    expect(held.out).toContain('decimal commas');
    expect(held.out).toContain('litpush journals activate 2');
    const forced = await litpush(['import', 'journals', lost, '--activate', '--yes', '--json']);
    expect([forced.code, forced.json().activated]).toEqual([0, true]);
  });

  it('fails where no row is about a journal, and says why', async () => {
    const empty = file('jcr.csv', [jcrHead(2024), ',N/A,N/A,X,1,Q1,1/2']);
    const failed = await litpush(['import', 'journals', empty]);
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('None of the 1 rows');
    expect(failed.out).toContain('row 2: ');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const large = file('jcr-2024.csv', [
      jcrHead(2024),
      ...Array.from({ length: 30_000 }, (_, n) => jcrLine(n + 1, 2)),
    ]);
    const stopped = await litpush(['import', 'journals', large], {}, /rows saved/);
    expect([stopped.code, stopped.out]).toEqual([1, '']);
    expect((await litpush(['journals', 'list', '--json'])).json()).toEqual([]);
  });

  it.each([
    [['import', 'journals'], 'FILE'],
    [['import'], 'import journals'],
    [['import', 'journals', 'nowhere.csv'], 'nowhere.csv'],
    [['import', 'journals', 'jcr-2024.csv', '--source', 'isi'], 'jcr | cas'],
    [['import', 'journals', 'jcr-2024.csv', '--year', '24'], '--year'],
    [['import', 'journals', 'jcr-2024.csv', '--map', 'isbn=2'], 'linkingIssn'],
    [['import', 'journals', 'jcr-2024.csv', '--map', 'issn=Nothing'], '2 ISSN'],
    [['import', 'journals', 'jcr-2024.csv', '--map', 'issn=8'], '7 IF Rank'],
    [['journals', 'report', 'x'], 'no edition x'],
    [['journals', 'report', '1', '--kind', 'all'], 'refused | changed | joined'],
    [['journals', 'rollback'], 'jcr | cas'],
    [['journals', 'rollback', 'cas'], 'nothing to roll back'],
    [['journals', 'activate', '5'], 'no edition 5'],
    [['journals', 'find'], 'TEXT'],
  ])('%j is wrong use, said in one line', async (args, words) => {
    jcr(2024, [1]);
    const { code, err, out } = await litpush(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
