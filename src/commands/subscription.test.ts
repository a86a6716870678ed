import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeUpTables } from '../../sandbox/made-up-tables.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { litpush } from '../../test/litpush.ts';
import { openStore } from '../store/open.ts';

let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'litpush-subscription-'));
  sandbox = await startSandbox({ size: 600, rate: 1000 });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: string[], env: Record<string, string> = {}) =>
  litpush(args, {
    DATA_DIR: join(folder, 'data'),
    EUTILS_URL: sandbox.eutilsUrl,
    NCBI_RATE: '500',
    SMTP_URL: `${sandbox.smtpUrl}?from=alerts@example.org`,
    ...env,
  });
const inChinese = { LANG: 'zh_CN.UTF-8' };

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const refused: [string[], string][] = [
  [['change', '99', '--max', '5'], 'no subscription 99'],
  [['change', '1'], 'Wrong or missing: ID'],
  [['change', '1', '--zone', 'Nowhere'], 'not a time zone'],
  [['change', '1', '--preset', 'best'], 'no preset "best"'],
  [['change', '1', '--unknown', 'drop'], '--unknown'],
  [['change', '1', '--preset', 'classic', '--unknown', 'perhaps'], 'keep, mark, drop'],
  [['change', '1', '--preset', 'classic', '--filters', 'x.json'], '--preset, --filters'],
  [['change', '1', '--filters', '/nowhere.json'], 'cannot be read'],
  [['change', '1', '--nothing-new', '--only-new'], '--nothing-new, --only-new'],
  [['change', '1', '--query', 'sepsis AND qqqzzz'], 'qqqzzz'],
  [['change', '1', '--query', ''], ''],
  [['why', '1'], 'PMID'],
  [['why', '1', 'abc'], 'abc'],
  [['why', '99', '5'], 'no subscription 99'],
];

describe('a subscription at the command line', () => {
  it('is saved with filters of a file, changed in part, and says why', async () => {
    const filters = file(
      'filters.json',
      `\ufeff${JSON.stringify({ all: [{ rule: 'jcr-quartile', in: [1], unknown: 'drop' }] })}`,
    );
    for (const { name, csv } of madeUpTables()) {
      const imported = await run(['import', 'journals', file(name, csv), '--activate']);
      expect(imported.code, imported.err).toBe(0);
    }
    const person = ['--email', 'me@example.org', '--query', 'sepsis'];
    const added = await run(['subscription', 'add', ...person, '--filters', filters, '--json']);
    expect(added.code, added.err).toBe(0);
    const listed = await run(['subscription', 'list'], inChinese);
    expect(listed.out).toContain('过滤条件：JCR 分区 Q1');

    expect((await run(['push', '1', '--json'])).json()).toMatchObject([{ result: 'sent' }]);
    const { rows } = await ledger();
    const setAside = rows.find(({ state, value }) => state === 'set-aside' && value === 'Q3');
    const why = await run(['subscription', 'why', '1', String(setAside?.pmid)]);
    expect(why.out).toContain('JCR quartile Q3, asked for: Q1 (JCR 2025)');
    const told = await run(['subscription', 'why', '1', String(setAside?.pmid), '--json']);
    expect(told.json()).toMatchObject({
      subscription: 1,
      pmid: setAside?.pmid,
      state: 'set-aside',
      causes: [{ rule: 'jcr-quartile', value: 'Q3', edition: 'jcr 2025' }],
    });

    const moved = await run([
      'subscription',
      'change',
      '1',
      '--zone',
      'Europe/London',
      '--max',
      '7',
      '--json',
    ]);
    expect(moved.code, moved.err).toBe(0);
    expect(moved.json()).toMatchObject({ id: 1, changed: ['maxArticles', 'schedule'], beginsAnew: false });
    const [row] = (await run(['subscription', 'list', '--json'])).json();
    expect(row).toMatchObject({ query: 'sepsis', max_articles: 7, send_nothing_new: 0 });
    expect(JSON.parse(row.schedule)).toEqual({ frequency: 'daily', at: '08:00', timeZone: 'Europe/London' });
    expect(JSON.parse(row.filters).all).toHaveLength(1);

    const preset = ['--preset', 'high-quality', '--unknown', 'drop', '--nothing-new', '--query', 'stroke'];
    const other = await run(['subscription', 'change', '1', ...preset], inChinese);
    expect(other.code, other.err).toBe(0);
    expect(other.out).toContain('首次推送');
    const [after] = (await run(['subscription', 'list', '--json'])).json();
    expect(after).toMatchObject({ query: 'stroke', max_articles: 7, send_nothing_new: 1 });
    expect(after.filters).toContain('"unknown":"drop"');
    expect(after.filters).not.toContain('"unknown":"mark"');
    await run(['subscription', 'change', '1', '--only-new']);
    expect((await run(['subscription', 'list', '--json'])).json()).toMatchObject([{ send_nothing_new: 0 }]);
  });

  it('refuses what cannot be, in one line, and changes nothing', async () => {
    const before = (await run(['subscription', 'list', '--json'])).out;
    for (const [args, words] of refused) {
      const { code, err } = await run(['subscription', ...args]);
      expect([code, err], args.join(' ')).toEqual([2, expect.stringContaining(words)]);
      expect(err.trim().split('\n'), err).toHaveLength(1);
    }
    expect((await run(['subscription', 'list', '--json'])).out).toBe(before);
  });

  it.each([
    ['{"all":', 'cannot be read'],
    ['[]', 'all'],
    ['{"all":[{"rule":"impact-faktor","min":3}]}', 'all.0.rule'],
  ])('says where a file of filters is wrong: %s', async (content, words) => {
    const { code, err } = await run([
      'subscription',
      'change',
      '1',
      '--filters',
      file('wrong.json', content),
    ]);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });
});

describe('a single digest', () => {
  const digest = ['digest', '--query', 'sepsis', '--since', '30d', '--json'];

  it('knows the journals where this installation has tables, and asks for none where it has no database', async () => {
    const known = (await run([...digest, '--preset', 'high-quality', '--unknown', 'drop'])).json();
    expect(known.articles.length).toBeGreaterThan(0);
    expect(known.setAside).toBeGreaterThan(known.articles.length);
    const empty = { DATA_DIR: join(folder, 'empty') };
    const unknown = await run([...digest, '--preset', 'high-quality', '--unknown', 'drop'], empty);
    expect(unknown.code, unknown.err).toBe(0);
    expect(unknown.json()).toMatchObject({ articles: [] });
    const marked = await run(
      ['digest', '--query', 'sepsis', '--since', '30d', '--preset', 'high-quality'],
      empty,
    );
    expect(marked.out).toContain('[CAS zone unknown] [JCR quartile unknown] [CAS Top mark unknown]');
    expect(existsSync(join(folder, 'empty', 'litpush.sqlite'))).toBe(false);
    const shown = await run(['digest', '--query', 'sepsis', '--since', '30d']);
    expect(shown.out).toMatch(/\[IF [\d.]+ · JCR Q\d \(2025\)\] \[CAS zone \d( Top)? \(2025\)\]/);
  });
});

/** Read by another connection while no command runs. */
async function ledger() {
  const store = openStore({ databaseUrl: null, dataDir: join(folder, 'data') });
  const rows = await store.db.selectFrom('ledger').selectAll().execute();
  await store.close();
  return { rows };
}
