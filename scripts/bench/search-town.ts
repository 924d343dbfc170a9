import type pg from 'pg'
import { nameRows, SOUND_VERSION } from '../../server/people/search/name-index.ts'
import { slipsOf } from '../../server/people/search/slips.ts'
import { soundWords } from '../../server/people/search/sound.ts'
import { NAMES } from '../world/names.ts'

const AT = `'2026-11-01T00:00:00Z'::timestamptz`
/** The names of one language that most bear: every fifth is one of the first three, as in life. */
const COMMON_EVERY = 5
const COMMON = 3

/** Ids scattered over the index as in life, yet the same in every run; random ones by their form. */
const id = (kind: string) => `overlay(overlay(md5('${kind}' || i) placing '4' from 13) placing '8' from 17)::uuid`

/** Every name that the town can have, and what each is found by: the product's own rows, made once for each name. */
function allNames(): { name: string; rows: ReturnType<typeof nameRows> }[] {
  return Object.values(NAMES).flatMap(({ given, family }) =>
    given.flatMap((first) =>
      family.map((last) => {
        const name = `${first} ${last}`
        return { name, rows: nameRows(name) }
      }),
    ),
  )
}

/** So many customers with the names of three languages, a number and an id each, found as an import leaves them. */
export async function seedSearchTown(client: pg.Client, size: number): Promise<void> {
  await client.query(`SET maintenance_work_mem = '256MB'`)
  const names = allNames()
  await client.query('CREATE TEMP TABLE known (n int PRIMARY KEY, name text)')
  await client.query('CREATE TEMP TABLE known_row (n int, place int, folded text, sound text)')
  await client.query('INSERT INTO known SELECT * FROM unnest($1::int[], $2::text[])', [
    names.map((_, n) => n),
    names.map(({ name }) => name),
  ])
  const rows = names.flatMap(({ rows: of }, n) => of.map((row) => ({ n, ...row })))
  await client.query('INSERT INTO known_row SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::text[])', [
    rows.map(({ n }) => n),
    rows.map(({ place }) => place),
    rows.map(({ folded }) => folded),
    rows.map(({ sound }) => sound),
  ])
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'
     AND tablename IN ('customer', 'phone', 'customer_phone', 'customer_name') AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'`,
  )
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`)
  const series = `generate_series(1, ${size}) AS i`
  const nameOf = `CASE WHEN i % ${COMMON_EVERY} = 0 THEN i / ${COMMON_EVERY} % ${COMMON} ELSE abs(hashint4(i)) % ${names.length} END`
  await client.query(`INSERT INTO customer (id, external_id, household_id, name, search_name, city, attributes, created_at, sound_version)
    SELECT ${id('c')}, 'C-' || i, ${id('c')}, k.name, '', 'Town', '{}', ${AT}, ${SOUND_VERSION} FROM ${series} JOIN known k ON k.n = ${nameOf}`)
  await client.query(`INSERT INTO customer_name (customer_id, place, folded, sound)
    SELECT ${id('c')}, r.place, r.folded, r.sound FROM ${series} JOIN known_row r ON r.n = ${nameOf}`)
  await client.query(`INSERT INTO phone (id, e164, country, zones)
    SELECT ${id('p')}, '+9891' || lpad((i::bigint * 7919 % 100000000)::text, 8, '0'), 'IR', '{}' FROM ${series} ON CONFLICT DO NOTHING`)
  await client.query(`INSERT INTO customer_phone (customer_id, phone_id, rank)
    SELECT ${id('c')}, p.id, 1 FROM ${series} JOIN phone p ON p.id = ${id('p')}`)
  const words = [...new Set(names.flatMap(({ name }) => soundWords(name)))].filter(({ length }) => length > 2)
  await client.query(
    `INSERT INTO name_word SELECT w->>'word', ARRAY(SELECT jsonb_array_elements_text(w->'slips')) FROM jsonb_array_elements($1::jsonb) w`,
    [JSON.stringify(words.map((word) => ({ word, slips: slipsOf(word) })))],
  )
  for (const { definition } of indexes.rows) await client.query(definition)
  await client.query('VACUUM ANALYZE customer, customer_name, phone, customer_phone, name_word')
}
