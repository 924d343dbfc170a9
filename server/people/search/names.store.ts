import { z } from 'zod'
import type { Sql } from '../../platform/sql.pg.ts'
import { nameRows, SOUND_VERSION } from './name-index.ts'
import { SLIP_LETTERS_MIN, slipsOf } from './slips.ts'
import { soundWords } from './sound.ts'

type Named = { id: string; name: string }

/** A word that is a letter shorter than those that are looked for may be a slip of one. */
const WORD_LETTERS_MIN = SLIP_LETTERS_MIN - 1

/** Writes what these customers' names are found by, in place of what was there. */
export async function writeNames(tx: Sql, people: readonly Named[]): Promise<void> {
  if (people.length === 0) return
  const ids = people.map(({ id }) => id)
  await tx.$executeRaw`DELETE FROM customer_name WHERE customer_id = ANY(${ids}::uuid[])`
  const rows = people.flatMap(({ id, name }) => nameRows(name).map((row) => ({ customer_id: id, ...row })))
  await tx.$executeRaw`
    INSERT INTO customer_name (customer_id, place, folded, sound)
    SELECT r.customer_id, r.place, r.folded, r.sound
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(customer_id uuid, place int, folded text, sound text)`
  const words = [...new Set(people.flatMap(({ name }) => soundWords(name)))].filter(
    ({ length }) => length >= WORD_LETTERS_MIN,
  )
  // In one order everywhere: two who write the same words wait for one another, not both for ever.
  const slips = words.sort().map((word) => ({ word, slips: slipsOf(word) }))
  await tx.$executeRaw`
    INSERT INTO name_word (word, slips)
    SELECT r.word, r.slips FROM jsonb_to_recordset(${JSON.stringify(slips)}::jsonb) AS r(word text, slips text[])
    ORDER BY r.word ON CONFLICT DO NOTHING`
  await tx.$executeRaw`UPDATE customer SET sound_version = ${SOUND_VERSION} WHERE id = ANY(${ids}::uuid[])`
}

/** Forgets what these customers are found by, and the words that nobody else is called by. */
export async function dropNames(tx: Sql, people: readonly Named[]): Promise<void> {
  const ids = people.map(({ id }) => id)
  await tx.$executeRaw`DELETE FROM customer_name WHERE customer_id = ANY(${ids}::uuid[])`
  // A name is kept from each of its words on, so a word that is still somebody's begins a row.
  for (const word of new Set(people.flatMap(({ name }) => soundWords(name))))
    await tx.$executeRaw`
      DELETE FROM name_word WHERE word = ${word} AND NOT EXISTS (
        SELECT 1 FROM customer_name WHERE sound >= ${word} AND sound < ${`${word}\u{10ffff}`})`
}

const People = z.array(z.object({ id: z.string(), name: z.string() }))

/** Writes the names of the next so many customers who have none; returns how many there were. Several may do it at once. */
export async function writeMissingNames(tx: Sql, limit: number): Promise<number> {
  const people = People.parse(
    await tx.$queryRaw`
      SELECT id, name FROM customer WHERE sound_version IS NULL ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`,
  )
  await writeNames(tx, people)
  return people.length
}
