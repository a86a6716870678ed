import { parseArgs } from 'node:util';
import type { Command, Context } from './commands/command.ts';
import { wrongOption } from './commands/command.ts';
import { helpPage } from './commands/help.ts';
import { commands } from './commands/list.ts';
import { type Config, localeOfEnvironment, readConfig } from './config.ts';
import type { Locale } from './contract/locale.ts';
import { Refusal, type RefusalCode } from './errors.ts';
import { readVersion } from './version.ts';

/**
 * The command line.
 *
 * @returns the exit code: 0, 1 (failed) or 2 (wrong use). Never throws for what a person did or a service does.
 */
export async function main(argv: string[]): Promise<number> {
  const locale: Locale = localeOfEnvironment();
  // Whoever reads has seen enough (`| head`): the rest is for nobody.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    if (argv[0] === '--version') {
      process.stdout.write(`${readVersion()}\n`);
      return 0;
    }
    const help = helpWanted(argv);
    if (help) {
      process.stdout.write(helpPage(help.topic, commands, locale));
      return 0;
    }
    const command = findCommand(argv);
    if (!command) throw unknownCommand(argv);
    const config = readConfig();
    return await runCommand(command, { argv: argv.slice(command.name.split(' ').length), config });
  } catch (error) {
    if (error instanceof Refusal) {
      process.stderr.write(`${error.inWords(locale)}\n`);
      return failures.has(error.code) ? 1 : 2;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}

/** Refusals that no other use of the command would have spared: something else has to work again first. */
const failures: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'database-newer',
  'database-unreachable',
  'redis-unreachable',
  'secret-wrong',
  'pubmed-failed',
  'mail-failed',
  'mailbox-none',
  'port-taken',
  'file-unwritable',
  'folder-wrong',
]);

function helpWanted(argv: string[]): { topic: string } | null {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { topic: '' };
  if (first === 'help') return { topic: argv.slice(1).join(' ') };
  if (argv.includes('--help') || argv.includes('-h')) return { topic: findCommand(argv)?.name ?? '' };
  return null;
}

/** The longest name that the line begins with: `subscription add` before `subscription`. */
function findCommand(argv: string[]): Command | undefined {
  const two = argv.slice(0, 2).join(' ');
  return commands.find(({ name }) => name === two) ?? commands.find(({ name }) => name === argv[0]);
}

function unknownCommand(argv: string[]): Refusal {
  const [first = ''] = argv;
  const known = commands.map(({ name }) => name).filter((name) => name.startsWith(`${first} `));
  if (known.length > 0) return new Refusal('command-incomplete', { command: first, known: known.join(', ') });
  return new Refusal('command-unknown', { command: argv.slice(0, 2).join(' ') });
}

async function runCommand(command: Command, input: { argv: string[]; config: Config }): Promise<number> {
  const { config } = input;
  const { values, positionals } = parse(command, input.argv);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const { locale } = config;
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const context: Context = {
    config,
    locale,
    words: positionals,
    flag: (name) => values[name] === true,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    texts: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
    },
    number: (name, range) => {
      const value = values[name];
      if (value === undefined) return range.default;
      const number = Number(value);
      if (Number.isInteger(number) && number >= range.min && number <= range.max) return number;
      throw wrongOption(command.name, `--${name}`, `${range.min}–${range.max}`);
    },
    print,
    answer: (data, lines) => {
      if (values['json'] === true) print(JSON.stringify(data, null, 2));
      else for (const line of lines[locale]) print(line);
    },
    remark: (text) => process.stderr.write(`${text[locale]}\n`),
    signal: stop.signal,
  };
  try {
    return await command.run(context);
  } catch (error) {
    // Ctrl-C ends a command; what it interrupted is no fault to be shown.
    if (stop.signal.aborted && !(error instanceof Refusal)) return 1;
    throw error;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

type Value = string | boolean | undefined;
interface Parsed {
  values: Record<string, Value | Value[]>;
  positionals: string[];
}

function parse(command: Command, argv: string[]): Parsed {
  try {
    const parsed = parseArgs({
      args: argv,
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const extra = parsed.positionals[command.words];
    if (extra !== undefined) throw wrongOption(command.name, extra, command.synopsis || '–');
    return parsed;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // Node's own sentence names the option; ours adds where to look.
    const option = /'(-[^']*)'/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw wrongOption(command.name, option, command.synopsis || '–');
  }
}
