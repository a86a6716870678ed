import { parseArgs } from 'node:util';
import { median, withPlace, withRedis } from './places.ts';
import { jobsPerSecond } from './queue-throughput.ts';
import { tickTimes } from './queue-tick.ts';
import { urgentPushes } from './queue-urgency.ts';

/**
 * `npm run bench:queue`: what it costs to carry a job, how soon an urgent one comes through a flood, and what a look at
 * the clock costs with a million subscriptions. Needs the program `redis-server`.
 */
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '5000' },
    repeat: { type: 'string', default: '3' },
    samples: { type: 'string', default: '100' },
    subscriptions: { type: 'string', default: '1000000' },
    /** A PostgreSQL server on which a database may be made for a while. */
    postgres: { type: 'string' },
    only: { type: 'string' },
  },
});
const databases: [string, string | null][] = [
  ['SQLite', null],
  ...(values.postgres ? [['PostgreSQL', values.postgres] as [string, string]] : []),
];
const wanted = (part: string) => values.only === undefined || values.only === part;
const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));

if (wanted('jobs')) {
  console.log('| jobs a second | 1 worker | 2 workers | 4 workers |\n|---|---:|---:|---:|');
  for (const [name, server] of databases) {
    for (const way of ['rq', 'local'] as const) {
      const cells: string[] = [];
      for (const workers of [1, 2, 4]) {
        const runs: number[] = [];
        for (let repeat = 0; repeat < Number(values.repeat); repeat += 1) {
          const one = (redisUrl: string) =>
            withPlace(server, (place) =>
              jobsPerSecond({ place, redisUrl, workers, jobs: Number(values.jobs) }),
            );
          runs.push(way === 'rq' ? await withRedis(one) : await one('off'));
        }
        cells.push(median(runs).toFixed(0));
      }
      console.log(`| ${name}, ${way === 'rq' ? 'through Redis' : 'local mode'} | ${cells.join(' | ')} |`);
    }
  }
}

if (wanted('urgent')) {
  console.log('\n| an immediate push while 1,000 wait, ms | median | 95 % | worst |\n|---|---:|---:|---:|');
  for (const [name, server] of databases) {
    for (const workers of [1, 4]) {
      const times = await withRedis((redisUrl) =>
        withPlace(server, (place) =>
          urgentPushes({ place, redisUrl, workers, samples: Number(values.samples) }),
        ),
      );
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number) => ms(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN);
      console.log(
        `| ${name}, ${workers} ${workers === 1 ? 'worker' : 'workers'} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`,
      );
    }
  }
}

if (wanted('tick')) {
  const size = Number(values.subscriptions);
  console.log(
    `\n| a look at the clock, ${size} subscriptions, ms | none due | 100 due | 100 due of 1,000 |\n|---|---:|---:|---:|`,
  );
  for (const [name, server] of databases) {
    const large = await withPlace(server, (place) => tickTimes({ place, size, due: 100 }));
    const small = await withPlace(server, (place) => tickTimes({ place, size: 1000, due: 100 }));
    console.log(`| ${name} | ${ms(large.idle)} | ${ms(large.due)} | ${ms(small.due)} |`);
  }
}
