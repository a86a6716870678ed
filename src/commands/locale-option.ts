import type { Locale } from '../contract/locale.ts';
import { type Context, wrongOption } from './command.ts';

/** `--lang en|zh`; without it the language of the command line. */
export function localeOption(context: Context, command: string): Locale {
  const lang = context.text('lang') ?? context.locale;
  if (lang === 'en' || lang === 'zh') return lang;
  throw wrongOption(command, '--lang', 'en, zh');
}
