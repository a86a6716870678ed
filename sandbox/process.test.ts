import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { createCorpus } from './corpus.ts';
import { addGenerated } from './made-up-corpus.ts';
import { startSandbox } from './sandbox.ts';

interface Ready {
  eutilsUrl: string;
  smtpUrl: string;
  controlUrl: string;
  articles: number;
  pid: number;
}

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});

async function start(...args: string[]): Promise<{ child: ChildProcess; ready: Ready }> {
  const started = spawn(process.execPath, [join(import.meta.dirname, 'process.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child = started;
  started.stdout.setEncoding('utf8');
  let said = '';
  while (!said.includes('\n')) {
    const [text]: unknown[] = await once(started.stdout, 'data');
    said += String(text);
  }
  return { child: started, ready: JSON.parse(said) };
}

describe('the sandbox as a process', () => {
  it('says in one line where it is, serves both parts, and ends on SIGTERM', async () => {
    const { child, ready } = await start('--size', '60', '--today', '2026-11-24', '--rate', '50');
    expect(ready).toMatchObject({ articles: 60, pid: child.pid });
    const reply = await fetch(`${ready.eutilsUrl}esearch.fcgi?db=pubmed&retmode=json&term=2026/11/24[crdt]`);
    expect(await reply.json()).toMatchObject({ esearchresult: { count: '1' } });
    expect(reply.headers.get('x-ratelimit-limit')).toBe('50');
    await createTransport(ready.smtpUrl).sendMail({
      from: 'a@example.org',
      to: 'b@example.org',
      subject: '摘要',
      text: 'x',
    });
    const outbox = await fetch(`${ready.controlUrl}/outbox`);
    expect(await outbox.json()).toMatchObject([{ number: 1, subject: '摘要', to: ['b@example.org'] }]);
    expect(await (await fetch(`${ready.controlUrl}/outbox/1`)).text()).toContain('Message-ID:');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when the pipe on its standard input is closed', async () => {
    const { child } = await start('--parts', 'smtp', '--keep', 'headers');
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('serves the mail part alone, steered from outside', async () => {
    const { ready } = await start('--parts', 'smtp');
    expect(ready).toMatchObject({ eutilsUrl: '', articles: 0 });
    const send = (): Promise<unknown> =>
      createTransport(ready.smtpUrl).sendMail({ from: 'a@example.org', to: 'b@example.org', text: 'x' });
    const control = (path: string, body: unknown): Promise<Response> =>
      fetch(`${ready.controlUrl}${path}`, { method: 'POST', body: JSON.stringify(body) });
    await control('/faults', { smtp: [{ at: 'rcpt', kind: 'refuse', code: 550, next: 1 }] });
    await expect(send()).rejects.toThrow('550');
    await control('/smtp', { open: false });
    await expect(send()).rejects.toThrow('ECONNREFUSED');
    await control('/smtp', { open: true });
    await expect(send()).resolves.toBeDefined();
  });

  it('refuses wrong use', async () => {
    const wrong = spawn(process.execPath, [join(import.meta.dirname, 'process.ts'), '--parts', 'pop3'], {
      stdio: 'ignore',
    });
    expect(await once(wrong, 'exit')).toEqual([1, null]);
  });
});

describe('startSandbox', () => {
  it('takes given files in place of the made-up corpus', async () => {
    const source = createCorpus();
    const pmids = addGenerated(source, { count: 3, day: '2026-11-24' });
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const path = join(folder, 'corpus.xml');
    const records = pmids.map((pmid) => String(source.get(pmid)));
    writeFileSync(path, `<PubmedArticleSet>\n${records.join('\n')}\n</PubmedArticleSet>`);
    const sandbox = await startSandbox({ parts: 'eutils', corpusFiles: [path] });
    expect(sandbox.corpus.size()).toBe(3);
    expect(sandbox.smtpUrl).toBe('');
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  it('rejects when a port is taken, and leaves nothing open', async () => {
    const first = await startSandbox({ corpusFiles: [] });
    const port = Number(new URL(first.eutilsUrl).port);
    await expect(startSandbox({ corpusFiles: [], eutilsPort: port })).rejects.toThrow('EADDRINUSE');
    const smtpPort = Number(new URL(first.smtpUrl).port);
    await expect(startSandbox({ corpusFiles: [], smtpPort })).rejects.toThrow('EADDRINUSE');
    await first.stop();
    const again = await startSandbox({ corpusFiles: [], eutilsPort: port, smtpPort });
    await again.stop();
  });
});
