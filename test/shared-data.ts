import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Real PubMed records and recorded traffic stand beside the checkout, never in it. */
const folder = join(import.meta.dirname, '..', '..', 'shared', 'data');

/** The path of a file of `../shared/data`. */
export const sharedData = (name: string): string => join(folder, name);

/** For `describe.skipIf(noSharedData)`: such tests are skipped, visibly, on a machine without the data. */
export const noSharedData = !existsSync(join(folder, 'articles.xml.gz'));
