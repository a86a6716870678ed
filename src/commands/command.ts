import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '../config.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { Refusal, type RefusalParams } from '../errors.ts';

/** One word of the command line, all about it in one place. */
export interface Command {
  /** One or two words, as typed. */
  name: string;
  /** What follows the name: `ID | --all | --due`. */
  synopsis: string;
  summary: Bilingual;
  /** One line an option. */
  help?: { option: string; text: Bilingual }[];
  options: ParseArgsOptionsConfig;
  /** How many words besides options it takes at most. */
  words: number;
  run(context: Context): Promise<number>;
}

export interface Context {
  config: Config;
  locale: Locale;
  words: string[];
  /** What was given of the options; `json` is one of every command. */
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): string[];
  /** A whole number in a range, or a refusal that names the option. */
  number(name: string, range: { min: number; max: number; default: number }): number;
  /** One line on standard output. */
  print(line: string): void;
  /** The answer for programs (`--json`), or for people. */
  answer(data: unknown, lines: Record<Locale, string[]>): void;
  /** Progress and remarks on standard error, in the person's language. */
  remark(text: Bilingual): void;
  /** Ends with the first SIGINT or SIGTERM. */
  signal: AbortSignal;
}

export const wrongOption = (command: string, option: string, expected: string): Refusal =>
  new Refusal('option-wrong', { command, option, expected } satisfies RefusalParams);
