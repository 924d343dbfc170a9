/**
 * A key that the import made of a day or an instant, for rows without an id of their own: it tells rows of one customer apart and
 * says nothing of another's.
 */
const MADE = /^\d{4}-\d\d-\d\d[^|]*\|/
/** The same as it is stored, for PostgreSQL: contacts and complaints of a file have `file:` in front. */
export const MADE_KEY_SQL = '^(file:)?(?=\\d{4}-\\d\\d-\\d\\d[^|]*\\|)'

/** The key of a row that comes by way of somebody who was merged into another: a made one keeps to its own row, an id is the same everywhere. */
export const keyThrough = (key: string, via: string | null): string =>
  via !== null && MADE.test(key) ? `${via}:${key}` : key
