import { fstatSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { makePassword } from '../accounts/passwords.ts';
import type { Context } from './command.ts';

/**
 * The password of somebody's account: the first line of what is piped in, else a strong one that is made up. It is no
 * option of a command, because those stand in the shell's history and in the list of processes.
 *
 * @returns `made` where it has to be shown, once.
 */
export async function passwordInput(context: Context): Promise<{ password: string; made: boolean }> {
  if (isPiped()) {
    context.remark({
      en: 'Reading the password from standard input.',
      zh: '正在从标准输入读取密码。',
    });
    for await (const line of createInterface({ input: process.stdin })) {
      process.stdin.destroy();
      return { password: line, made: false };
    }
  }
  return { password: makePassword(), made: true };
}

/** A pipe, a file or a socket; neither a terminal nor `/dev/null`. */
function isPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    // Closed.
    return false;
  }
}
