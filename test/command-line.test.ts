import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { litpush as runLitpush } from './litpush.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'litpush-command-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ size: 600, rate: 1000 });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** With the sandbox for PubMed and for a mail server. */
const litpush = (args: string[], env: Record<string, string> = {}) =>
  runLitpush(args, {
    DATA_DIR: dataDir,
    EUTILS_URL: sandbox.eutilsUrl,
    NCBI_RATE: '500',
    SMTP_URL: `${sandbox.smtpUrl}?from=alerts@example.org`,
    ...env,
  });

describe('the demo', () => {
  it('pushes for a few readers, and a second time sends nothing again', async () => {
    const first = await litpush(['demo', '--once', '--json']);
    expect(first.code, first.err).toBe(0);
    const { runs, articles, mails, failed } = first.json();
    expect(runs).toBeGreaterThan(3);
    expect(articles).toBeGreaterThan(20);
    expect(mails).toBeGreaterThanOrEqual(runs);
    expect(failed).toBe(0);
    const second = await litpush(['demo', '--once', '--json']);
    expect(second.code, second.err).toBe(0);
    expect(second.json()).toMatchObject({ runs, articles: 0, mails: 0, failed: 0 });
  });
});

describe('the way of an operator', () => {
  it('leads from a preview to a mail in the box', async () => {
    const preview = await litpush(['preview', '--query', 'sepsis', '--since', '30d', '--json']);
    expect(preview.code, preview.err).toBe(0);
    const { count, articles, complete } = preview.json();
    expect(complete).toBe(true);
    expect(articles).toHaveLength(count);

    const added = await litpush([
      ...['subscription', 'add', '--email', 'me@example.org', '--query', 'sepsis', '--max', '5'],
      ...['--at', 'weekly mon,thu 07:30', '--zone', 'Europe/London', '--json'],
    ]);
    expect(added.code, added.err).toBe(0);
    expect(added.json()).toMatchObject({ id: 1, accepted: [] });
    const pushed = await litpush(['push', '1', '--json']);
    expect(pushed.json()).toMatchObject([{ subscription: 1, result: 'sent', articles: 5 }]);
    expect(pushed.code).toBe(0);
    expect((await litpush(['push', '1'])).out).toContain('nothing new');
    expect(sandbox.outbox.list()).toMatchObject([{ to: ['me@example.org'] }]);
    const listed = await litpush(['subscription', 'list'], { LANG: 'zh_CN.UTF-8' });
    expect(listed.out).toContain('每周一、周四 07:30');

    const [given] = articles as { pmid: number }[];
    const why = await litpush(['subscription', 'why', '1', String(given?.pmid)]);
    expect(why.out).toContain('Given on');
    const never = await litpush(['subscription', 'why', '1', '7'], { LANG: 'zh_CN.UTF-8' });
    expect(never.code, never.err).toBe(0);
    expect(never.out).toMatch(/\p{Script=Han}/u);
    const changed = await litpush(['subscription', 'change', '1', '--preset', 'high-quality', '--json']);
    expect(changed.code, changed.err).toBe(0);
    expect((await litpush(['subscription', 'list'])).out).toContain('CAS zone 1 or JCR quartile Q1');
  });

  it('shows what filters would take before they are saved', async () => {
    const asked = ['preview', '--query', 'sepsis', '--since', '30d', '--preset', 'reviews'];
    const { count, funnel, perWeek } = (await litpush([...asked, '--json'])).json();
    expect(funnel.papers).toBe(count);
    expect(funnel.passes + funnel.steps[0].takes).toBe(count);
    expect(perWeek.after).toBeLessThan(perWeek.before);
    const shown = await litpush(asked, { LANG: 'zh_CN.UTF-8' });
    expect(shown.out).toContain('文献类型为 Review');
    expect(shown.out).toContain('预计每周约');
    const wrong = await litpush(['preview', '--query', 'sepsis', '--preset', 'best']);
    expect(wrong.code).toBe(2);
  });

  it('says that a digest did not go out, and sends it when it can', async () => {
    await litpush(['subscription', 'add', '--email', 'you@example.org', '--query', 'stroke', '--max', '3']);
    await sandbox.listenSmtp(false);
    const pushed = await litpush(['push', '2', '--json']);
    expect(pushed.code).toBe(1);
    expect(pushed.json()).toMatchObject([{ result: 'queued', articles: 3 }]);
    const waiting = (await litpush(['delivery', 'list', '--json'])).json();
    expect(waiting).toMatchObject([{ address: 'you@example.org', state: 'pending' }]);
    await sandbox.listenSmtp(true);
    // The mailbox rests after a failure: a person need not wait for it.
    await litpush(['mailbox', 'remove', '1']);
    const again = await litpush(['delivery', 'again', String(waiting[0].id)]);
    expect(again.code, again.err).toBe(0);
    expect(sandbox.outbox.list().map(({ messageId }) => messageId)).toContain(waiting[0].message_id);
  });

  it('backs up into a file that is nobody else’s to read, and looks at everything', async () => {
    const file = join(dataDir, 'copy.sqlite');
    expect((await litpush(['backup', file])).code).toBe(0);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(join(dataDir, 'litpush.sqlite')).mode & 0o077).toBe(0);
    expect((await litpush(['backup', file])).err).toContain('already there');
    const doctor = await litpush(['doctor', '--json']);
    expect(doctor.code, doctor.out).toBe(0);
    expect((await litpush(['migrate'])).out).toContain('already');
  });
});

describe('wrong use', () => {
  it.each([
    [['nope'], 'There is no command'],
    [['subscription'], 'subscription add'],
    [['push'], 'ID | --all | --due'],
    [['push', '99'], 'no subscription 99'],
    [['preview', '--query', 'a) OR (b'], 'the parentheses do not fit'],
    [['preview', '--query', 'x', '--since', 'soon'], '--since'],
    [['preview', '--queyr', 'x'], '--queyr'],
    [['digest', '--query', 'x', '--to', 'nobody'], 'not an e-mail address'],
    [
      ['subscription', 'add', '--email', 'me@example.org', '--query', 'sepsis', '--at', 'daily 99:99'],
      '99:99',
    ],
    [['subscription', 'add', '--email', 'me@example.org', '--query', 'sepsis AND qqqzzz'], 'qqqzzz'],
    [['subscription', 'pause', '1', '--until', '2020-01-01'], 'over already'],
    [['mailbox', 'add', 'smtp://h.example.org'], '?from='],
    [['sandbox', '--corpus', '/nowhere.xml'], '/nowhere.xml'],
  ])('%j is answered in one line', async (args, words) => {
    const { code, err, out } = await litpush(args);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });

  it('names the setting that is wrong, in the person’s language', async () => {
    const { code, err } = await litpush(['migrate'], { PORT: 'x', LANG: 'zh_CN.UTF-8' });
    expect(code).toBe(2);
    expect(err).toContain('PORT');
    expect(err).toContain('之间的整数');
  });

  it('makes no data folder for a question', async () => {
    const nowhere = join(dataDir, 'nowhere');
    expect((await litpush(['help', 'push'], { DATA_DIR: nowhere })).out).toContain('--due');
    expect((await litpush(['--version'], { DATA_DIR: nowhere })).code).toBe(0);
    expect(existsSync(nowhere)).toBe(false);
  });
});
