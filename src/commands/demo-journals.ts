import { madeUpTables } from '../../sandbox/made-up-tables.ts';
import { activateEdition } from '../journals/activate.ts';
import { listEditions } from '../journals/editions.ts';
import { fillEdition, openEdition } from '../journals/import-edition.ts';
import { recognise } from '../journals/recognise.ts';
import { readTable } from '../journals/table.ts';
import type { Store } from '../store/open.ts';

/** Imports the sandbox's made-up journal tables and puts them in force, as an admin would; once for every folder of the demo. */
export async function importDemoJournals(store: Store): Promise<void> {
  const there = new Set((await listEditions(store)).filter((one) => one.inForce).map((one) => one.fileName));
  for (const { name, csv } of madeUpTables()) {
    if (there.has(name)) continue;
    const table = await readTable(Buffer.from(csv), { name });
    const { source, year, mapping, known } = recognise(table, { name });
    if (source === null || year === null || !known) throw new Error(`the made-up table ${name} is not known`);
    const id = await openEdition(store, { source, year, mapping, fileName: name, table });
    await fillEdition(store, { id, table });
    await activateEdition(store, id);
  }
}
