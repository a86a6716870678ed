import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { Refusal } from '../errors.ts';
import type { Command } from './command.ts';

export const sandboxCommand: Command = {
  name: 'sandbox',
  synopsis: '[--corpus FILE.xml[.gz]…] [--port N] [--smtp-port N] [--rate N] [--latency MS]',
  summary: {
    en: 'Run a stand-in PubMed and mail server on this machine, over your files or a made-up corpus.',
    zh: '在本机运行模拟的 PubMed 和邮件服务器，使用您的文件或虚构数据。',
  },
  help: [
    {
      option: '--corpus',
      text: {
        en: 'PubMed XML, packed or not; may be repeated. Without it a made-up corpus is served',
        zh: 'PubMed XML 文件（可为 .gz），可重复；不指定则使用虚构数据',
      },
    },
    {
      option: '--port',
      text: { en: 'of the E-utilities (any free one)', zh: 'E-utilities 端口（默认任意空闲端口）' },
    },
    {
      option: '--smtp-port',
      text: { en: 'of the mail server (any free one)', zh: '邮件服务器端口（默认任意空闲端口）' },
    },
    {
      option: '--rate',
      text: {
        en: 'requests a second before it answers 429 (3, 10 with a key)',
        zh: '每秒请求上限，超出返回 429（默认 3，有密钥为 10）',
      },
    },
    {
      option: '--latency',
      text: { en: 'milliseconds before each answer (0)', zh: '每次应答前的延迟，毫秒（默认 0）' },
    },
  ],
  options: {
    latency: { type: 'string' },
    corpus: { type: 'string', multiple: true },
    port: { type: 'string' },
    'smtp-port': { type: 'string' },
    rate: { type: 'string' },
  },
  words: 1000,
  async run(context) {
    const files = [...context.texts('corpus'), ...context.words];
    for (const file of files) checkReadable(file);
    const port = (name: string) => context.number(name, { min: 0, max: 65_535, default: 0 });
    const rate = context.number('rate', { min: 1, max: 100_000, default: 0 });
    const sandbox = await start({
      eutilsPort: port('port'),
      smtpPort: port('smtp-port'),
      ...(files.length > 0 && { corpusFiles: files }),
      ...(rate > 0 && { rate }),
      latencyMs: context.number('latency', { min: 0, max: 60_000, default: 0 }),
    });
    const { eutilsUrl, smtpUrl, controlUrl } = sandbox;
    const articles = sandbox.corpus.size();
    const lines = [`EUTILS_URL=${eutilsUrl}`, `SMTP_URL=${smtpUrl}?from=litpush@example.org`];
    context.answer(
      { eutilsUrl, smtpUrl, controlUrl, articles },
      {
        en: [...lines, `${articles} articles; faults and outbox: ${controlUrl}. Ctrl-C ends it.`],
        zh: [...lines, `${articles} 篇文献；故障注入与发件箱：${controlUrl}。按 Ctrl-C 结束。`],
      },
    );
    if (!context.signal.aborted) await once(context.signal, 'abort');
    await sandbox.stop();
    return 0;
  },
};

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new Refusal('file-unreadable', { file, reason: error instanceof Error ? error.message : '' });
  }
}

async function start(options: SandboxOptions): Promise<Awaited<ReturnType<typeof startSandbox>>> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Refusal('port-taken', { port: 'port' in error ? String(error.port) : '' });
    }
    throw error;
  }
}
