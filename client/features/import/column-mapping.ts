import type { ColumnMapping, ImportPreview } from '#contract/people'

/** Gives a header of the file to one of our columns; a header serves one column, so it is taken from any other. */
export const mapColumn = (mapping: ColumnMapping, column: string, header: string | null): ColumnMapping =>
  Object.fromEntries([
    ...Object.entries(mapping).map(([name, known]) => [name, header !== null && known === header ? null : known]),
    [column, header],
  ])

/** Our columns that must have a header and have none. */
export const findUnmapped = (columns: ImportPreview['columns'], mapping: ColumnMapping): string[] =>
  columns.filter(({ name, required }) => required && !mapping[name]).map(({ name }) => name)
