import { migrate } from '../src/store/migrate.ts';
import { openStore } from '../src/store/open.ts';

// One of several processes that start together; prints from which version it came.
const store = openStore({
  databaseUrl: process.env['DATABASE_URL'] || null,
  dataDir: process.env['DATA_DIR'] ?? '',
});
console.log((await migrate(store)).from);
await store.close();
