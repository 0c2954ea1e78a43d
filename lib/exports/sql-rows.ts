import { batches } from './batches.ts'
import type { ExportRows } from './source.ts'
import type { FilteredSource } from './sql-source.ts'
import { exportTotal } from './total.ts'

/** The rows of a source that the database reads in windows. */
export function sqlRows(given: FilteredSource): ExportRows {
  return {
    columns: given.source.columns,
    batches: (after) => batches(given, after),
    total: (after) => exportTotal(given, after),
  }
}
