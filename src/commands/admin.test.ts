import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const dataDir = mkdtempSync(join(tmpdir(), 'litpush-admin-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** The command as a person runs it. @param input.typed what is piped in; nothing unless told. */
async function litpush(args: string[], input: { typed?: string; env?: Record<string, string> } = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/litpush.js'), ...args], {
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', DATA_DIR: dataDir, REDIS_URL: 'off', ...input.env },
    stdio: [input.typed === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  if (input.typed !== undefined) child.stdin?.end(input.typed);
  const [code] = await once(child, 'close');
  return { code, out, err, json: () => JSON.parse(out) };
}

describe('the commands about admins', () => {
  it('make an admin with a strong password, shown once', async () => {
    const made = await litpush(['admin', 'create', 'Me@Example.org', '--name', 'Me', '--json']);
    expect(made.code, made.err).toBe(0);
    expect(made.json()).toEqual({ email: 'me@example.org', password: expect.stringMatching(/^\w{20}$/) });
    const again = await litpush(['admin', 'create', 'me@example.org']);
    expect(again.code).toBe(2);
    expect(again.err).toContain('is an admin already');
    const listed = (await litpush(['admin', 'list', '--json'])).json();
    expect(listed).toEqual({ admins: [{ email: 'me@example.org', name: 'Me' }], tokens: [] });
  });

  it('take a password that is piped in, and do not repeat it', async () => {
    const piped = await litpush(['admin', 'create', 'you@example.org'], { typed: 'a long enough one\nmore' });
    expect(piped.code, piped.err).toBe(0);
    expect(piped.out).toBe('you@example.org is an admin.\n');
    expect(piped.err).not.toContain('a long enough one');
    const short = await litpush(['admin', 'create', 'third@example.org'], {
      typed: 'short\n',
      env: { LANG: 'zh_CN.UTF-8' },
    });
    expect(short.code).toBe(2);
    expect(short.err).toContain('密码长度应为 10 至 128 个字符');
    expect((await litpush(['admin', 'create', 'third@example.org'], { typed: '' })).code).toBe(0);
    const reset = await litpush(['admin', 'reset-password', 'you@example.org']);
    expect(reset.out).toMatch(/Password, shown only now: \w{20}\n/);
  });

  it('make a token and end it', async () => {
    const made = await litpush(['admin', 'token', 'me@example.org', '--name', 'cron', '--days', '30']);
    expect(made.code, made.err).toBe(0);
    expect(made.out).toMatch(/^lp_[\w-]{43}\n$/);
    const { tokens } = (await litpush(['admin', 'list', '--json'])).json();
    expect(tokens).toMatchObject([{ email: 'me@example.org', name: 'cron', lastUsed: null }]);
    expect(made.err).toContain(`admin revoke-token ${tokens[0].id}`);
    expect((await litpush(['admin', 'revoke-token', tokens[0].id])).code).toBe(0);
    expect((await litpush(['admin', 'revoke-token', tokens[0].id])).err).toContain('no token');
  });

  it.each([
    [['admin', 'create'], 'ADDRESS'],
    [['admin', 'create', 'root@localhost'], 'not an e-mail address'],
    [['admin', 'reset-password', 'nobody@example.org'], 'Nobody here has the address'],
    [['admin', 'token', 'nobody@example.org'], 'Nobody here has the address'],
    [['admin', 'token', 'me@example.org', '--days', '0'], '--days'],
    [['admin'], 'admin reset-password'],
  ])('answer wrong use in one line: %j', async (args, words) => {
    const { code, err } = await litpush(args);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [{ ADMIN_EMAIL: 'me@example.org', ADMIN_PASSWORD: 'too short' }, 'ADMIN_PASSWORD is set to something'],
    [{ ADMIN_EMAIL: 'me@example.org' }, 'belong together'],
    [{ ADMIN_EMAIL: 'me', ADMIN_PASSWORD: 'long enough for it' }, 'ADMIN_EMAIL is set to something'],
  ])('name the setting that is wrong: %j', async (env, words) => {
    const { code, err } = await litpush(['admin', 'list'], { env });
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).not.toContain('too short');
  });
});
