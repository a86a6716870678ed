/**
 * How long the reading of a journal table takes, bytes to rows: 22,000 made-up rows as CSV of the JCR, and as XLSX of the CAS.
 *
 *   npm run bench:table
 */
import { readEdition } from '../src/journals/read-edition.ts';
import { recognise } from '../src/journals/recognise.ts';
import { readTable } from '../src/journals/table.ts';
import { madeUpIssn } from '../test/editions.ts';
import { workbook } from '../test/workbook.ts';

const count = 22_000;
const title = (n: number): string => `Journal of Invented, Field ${n} & "Practice"`;

const jcr = Array.from({ length: count }, (_, n) =>
  [
    `"${title(n).replaceAll('"', '""')}"`,
    madeUpIssn(2 * n + 1),
    madeUpIssn(2 * n + 2),
    `"MEDICINE, GENERAL & INTERNAL(SCIE);FIELD ${n % 250}(SSCI)"`,
    n % 30 === 0 ? '<0.1' : ((count - n) / 1000).toFixed(1),
    `Q${(n % 4) + 1}`,
    n % 100 === 0 ? 45688 : `${(n % 300) + 1}/332`,
  ].join(','),
);
const csv = Buffer.from(
  `Journal,ISSN,eISSN,Category,IF(2024),IF Quartile(2024),IF Rank(2024)\n${jcr.join('\n')}\n`,
);

const minors = [1, 2, 3, 4, 5, 6].flatMap((n) => [`小类${n}`, `小类${n}分区`]);
const cas = [
  [
    'Journal',
    '年份',
    'ISSN/EISSN',
    'Review',
    'Open Access',
    'Web of Science',
    '标注',
    '大类',
    '大类分区',
    'Top',
    ...minors,
  ],
  ...Array.from({ length: count }, (_, n) => [
    title(n),
    2025,
    `${madeUpIssn(2 * n + 1)}/${madeUpIssn(2 * n + 2)}`,
    '否',
    n % 3 === 0 ? '是' : '否',
    'SCIE',
    n % 500 === 0 ? '2025年《国际期刊预警名单》' : null,
    '医学',
    `${(n % 4) + 1} [${(n % 5000) + 1}/5000]`,
    '否',
    ` FIELD ${n % 250} 学科`,
    (n % 4) + 1,
    ` OTHER ${n % 250} 学科`,
    (n % 4) + 1,
  ]),
];

for (const [name, bytes] of [
  ['jcr.csv', csv],
  ['cas.xlsx', workbook({ 分区表: cas })],
] as const) {
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const table = await readTable(bytes, { name });
    const rows = performance.now();
    const { source, mapping } = recognise(table, { name });
    const edition = await readEdition({ table, source: source ?? 'jcr', mapping });
    const end = performance.now();
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
    console.log(
      `${name} ${(bytes.length / 2 ** 20).toFixed(1)} MB: ${Math.round(rows - start)} ms to rows, ${Math.round(end - rows)} ms to ${edition.journals.length} journals of ${edition.read} rows; ${memory} MB in all`,
    );
  }
}
