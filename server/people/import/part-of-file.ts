import { hashText } from './occurrences.ts'

/** A row of customers' data takes twenty bytes at least, so a part is at most some three million rows to remember. */
const PART_BYTES = 64 * 1024 * 1024

/**
 * A large file is read once for each of its parts, and a part is some of the customers with all their rows: what repeats
 * is always in one part, so only one part's rows need to be remembered at a time, whatever the size of the file.
 */
export const partsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / PART_BYTES))

/** The part of the rows of this customer; of rows without one, the first. */
export const partOf = (externalId: string | null, parts: number): number =>
  externalId === null || parts === 1 ? 0 : hashText(externalId) % parts
