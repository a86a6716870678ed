import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Keep } from './outbox.ts';
import { type SandboxOptions, startSandbox } from './sandbox.ts';

/**
 * The sandbox as a process of its own, for benchmarks and tests that kill things. Prints one line of JSON when it is ready:
 * `{"eutilsUrl":…,"smtpUrl":…,"controlUrl":…,"articles":3000,"pid":4711}`. Ends on SIGTERM and SIGINT, when the pipe on its
 * standard input is closed, and when its parent is gone.
 */
const { values } = parseArgs({
  options: {
    parts: { type: 'string' },
    corpus: { type: 'string', multiple: true },
    empty: { type: 'boolean' },
    seed: { type: 'string' },
    today: { type: 'string' },
    size: { type: 'string' },
    port: { type: 'string' },
    'smtp-port': { type: 'string' },
    host: { type: 'string' },
    rate: { type: 'string' },
    latency: { type: 'string' },
    keep: { type: 'string' },
    auth: { type: 'boolean' },
  },
});

type Numbers = 'seed' | 'size' | 'eutilsPort' | 'smtpPort' | 'rate' | 'latencyMs';

function numberOption(name: Numbers, text: string | undefined): Partial<Record<Numbers, number>> {
  if (text === undefined) return {};
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new RangeError(`not a number: ${text}`);
  return { [name]: number };
}

function oneOf<Choice extends string>(text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new RangeError(`${text} is none of ${choices.join(', ')}`);
  return choice;
}

function optionsOf(): SandboxOptions {
  const corpusFiles = values.empty ? [] : values.corpus;
  return {
    parts: oneOf(values.parts ?? 'both', ['both', 'eutils', 'smtp']),
    smtpKeep: oneOf<Keep>(values.keep ?? 'all', ['all', 'headers']),
    smtpAuth: values.auth ?? false,
    ...(corpusFiles !== undefined && { corpusFiles }),
    ...(values.today !== undefined && { today: values.today }),
    ...(values.host !== undefined && { host: values.host }),
    ...numberOption('seed', values.seed),
    ...numberOption('size', values.size),
    ...numberOption('eutilsPort', values.port),
    ...numberOption('smtpPort', values['smtp-port']),
    ...numberOption('rate', values.rate),
    ...numberOption('latencyMs', values.latency),
  };
}

/** A file, a terminal or /dev/null on standard input says nothing about who started us; a pipe does. */
function endWithParent(stop: () => void): void {
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.on('close', stop).on('error', stop).resume();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 1000).unref();
}

const stop = (): void => process.exit(0);
process.on('SIGTERM', stop).on('SIGINT', stop);
endWithParent(stop);
const { eutilsUrl, smtpUrl, controlUrl, corpus } = await startSandbox(optionsOf());
process.stdout.write(
  `${JSON.stringify({ eutilsUrl, smtpUrl, controlUrl, articles: corpus.size(), pid: process.pid })}\n`,
);
