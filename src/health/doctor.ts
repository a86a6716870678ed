import { accessSync, constants, statfsSync } from 'node:fs';
import { sql } from 'kysely';
import type { Bilingual } from '../contract/locale.ts';
import type { Mailbox } from '../store/mailboxes.ts';
import { listMailboxes } from '../store/mailboxes.ts';
import type { Store } from '../store/open.ts';

/** One thing that was looked at. `warn` works today and will hurt some day; `fail` keeps digests from going out. */
export interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  text: Bilingual;
}

export interface DoctorDeps {
  store: Store;
  dataDir: string;
  nodeVersion: string;
  ncbi: { email: string | null; apiKey: string | null; rate: number };
  baseUrl: string | null;
  /** Null where PubMed answers; else why not. */
  askPubmed(): Promise<string | null>;
  /** Connects and logs in; null where that works, else why not. */
  tryMailbox(mailbox: Mailbox): Promise<string | null>;
}

const lowDiskBytes = 500 * 2 ** 20;

const finding = (name: string, state: Finding['state'], en: string, zh: string): Finding => ({
  name,
  state,
  text: { en, zh },
});

/** Looks at everything that a push needs and says of each what is wrong and what to do. Changes nothing, mails nothing. */
export async function examine(deps: DoctorDeps): Promise<Finding[]> {
  return [
    checkRuntime(deps),
    ...checkDisk(deps),
    await checkDatabase(deps),
    ...(await checkPubmed(deps)),
    ...(await checkMailboxes(deps)),
    checkAddress(deps),
  ];
}

const checkRuntime = ({ nodeVersion }: DoctorDeps): Finding =>
  finding('runtime', 'ok', `Node ${nodeVersion}`, `Node ${nodeVersion}`);

function checkDisk({ dataDir }: DoctorDeps): Finding[] {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK);
  } catch {
    return [
      finding(
        'disk',
        'fail',
        `${dataDir} cannot be written to. Give this user the right, or set DATA_DIR.`,
        `无法写入 ${dataDir}，请授予权限或设置 DATA_DIR。`,
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const mib = Math.round(free / 2 ** 20);
  return [
    free < lowDiskBytes
      ? finding(
          'disk',
          'warn',
          `Only ${mib} MiB are free in ${dataDir}.`,
          `${dataDir} 仅剩 ${mib} MiB 可用空间。`,
        )
      : finding('disk', 'ok', `${mib} MiB free in ${dataDir}`, `${dataDir} 可用空间 ${mib} MiB`),
  ];
}

async function checkDatabase({ store }: DoctorDeps): Promise<Finding> {
  const { rows } = await sql<{ now: number }>`SELECT ${store.now()} AS now`.execute(store.db);
  const apart = Math.abs((rows[0]?.now ?? 0) - Date.now());
  if (apart > 5000) {
    const seconds = Math.round(apart / 1000);
    return finding(
      'database',
      'warn',
      `The database's clock is ${seconds} s away from this machine's. Due times follow the database.`,
      `数据库时钟与本机相差 ${seconds} 秒，推送时间以数据库时钟为准。`,
    );
  }
  return finding('database', 'ok', `${store.kind}, up to date`, `${store.kind}，已是最新版本`);
}

async function checkPubmed({ ncbi, askPubmed }: DoctorDeps): Promise<Finding[]> {
  const reason = await askPubmed();
  const found: Finding[] = [
    reason === null
      ? finding(
          'pubmed',
          'ok',
          `PubMed answers; ${ncbi.rate} requests a second`,
          `PubMed 可访问，每秒 ${ncbi.rate} 次请求`,
        )
      : finding('pubmed', 'fail', `PubMed does not answer: ${reason}`, `无法访问 PubMed：${reason}`),
  ];
  if (!ncbi.email) {
    found.push(
      finding(
        'ncbi-email',
        'warn',
        'NCBI_EMAIL is not set. NCBI writes to it before it blocks an address; set it, and register it with NCBI_TOOL.',
        '未设置 NCBI_EMAIL。NCBI 在封禁地址前会发信到该邮箱，请设置并向 NCBI 登记。',
      ),
    );
  }
  return found;
}

async function checkMailboxes({ store, tryMailbox }: DoctorDeps): Promise<Finding[]> {
  const mailboxes = (await listMailboxes(store)).filter(({ active }) => active === 1);
  if (mailboxes.length === 0) {
    return [
      finding(
        'mailboxes',
        'fail',
        'There is no mailbox to send from: litpush mailbox add smtp://user:password@host',
        '没有发件邮箱，请运行：litpush mailbox add smtp://用户:密码@主机',
      ),
    ];
  }
  return Promise.all(
    mailboxes.map(async (mailbox) => {
      const name = `mailbox ${mailbox.name}`;
      const reason = await tryMailbox(mailbox);
      return reason === null
        ? finding(name, 'ok', 'connects and logs in', '可连接并登录')
        : finding(name, 'fail', reason, reason);
    }),
  );
}

function checkAddress({ baseUrl }: DoctorDeps): Finding {
  if (baseUrl === null) {
    return finding(
      'address',
      'warn',
      'BASE_URL is not set: mails carry no links to pause, stop or see the whole digest.',
      '未设置 BASE_URL：邮件中不含暂停、退订和查看完整推送的链接。',
    );
  }
  return baseUrl.startsWith('https:')
    ? finding('address', 'ok', baseUrl, baseUrl)
    : finding(
        'address',
        'warn',
        `${baseUrl} is not https: mail programs get no one-click unsubscribe.`,
        `${baseUrl} 不是 https：邮件客户端无法使用一键退订。`,
      );
}
