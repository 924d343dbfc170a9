import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import pg from 'pg'
import { searchCustomers } from '../../server/people/search/search.service.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'
import { NAMES } from '../world/names.ts'
import { seedSearchTown } from './search-town.ts'

export type SearchBenchInput = { size: number; times: number }
type Times = { p50Ms: number; p99Ms: number }
export type SearchBenchResult = {
  size: number
  seedSeconds: number
  times: number
  /** A look-up by primary key and back, on the same connection: what no search can be quicker than. */
  floor: Times
  kinds: Record<string, Times & { hits: number; overFloor: number }>
}

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T
const { fa, uz, en } = NAMES

/** What supervisors type, of each kind; the n-th differs from the one before, so that nothing is answered from the last. */
const KINDS: Record<string, (n: number) => string> = {
  'the most common name': (n) => `${pick(fa.given, 0)} ${pick(fa.family, n % 3)}`,
  'a common given name alone': () => pick(fa.given, 0),
  'a whole name in Persian': (n) => `${pick(fa.given, n)} ${pick(fa.family, n * 7)}`,
  'family name first': (n) => `${pick(fa.family, n)} ${pick(fa.given, n * 3)}`,
  'a whole name in Latin': (n) => pick(['Mohammad Karimi', 'Zahra Hosseini', 'Ali Mohammadi', 'Reza Ahmadi'], n),
  'an Uzbek name': (n) => `${pick(uz.given, n)} ${pick(uz.family, n * 5)}`,
  'an English name': (n) => `${pick(en.given, n)} ${pick(en.family, n * 5)}`,
  'two letters': (n) => pick(['al', 'mo', 'ka', 'ma', 'مح', 'اح', 'sa', 'ja'], n),
  'a slip of the pen': (n) =>
    pick(['Abdulaayev Sardrr', 'Xudoyberdiyiv', 'Mohamnadzadeh', 'Willianson', 'Anderzom'], n),
  'six words of one letter each': () => 'a b c d e f',
  'two hundred letters': () => 'محمد رضا '.repeat(22),
  'nobody’s name': (n) => `qwrtp${n} zxcvb`,
  'a whole number': (n) => `0991${String((n * 7919) % 100_000_000).padStart(8, '0')}`.replace(/^0991/, '091'),
  'the last four digits': (n) => String(1_000 + ((n * 37) % 9_000)),
  'a whole id': (n) => `C-${n + 1}`,
  'the beginning of an id': (n) => `c-${(n % 9) + 1}`,
}

async function measure(times: number, once: (n: number) => Promise<number>): Promise<Times & { hits: number }> {
  const took: number[] = []
  let hits = 0
  for (let n = 0; n < times + 5; n++) {
    const start = performance.now()
    const found = await once(n)
    if (n < 5) continue // the first ones plan and warm
    took.push(performance.now() - start)
    hits += found
  }
  took.sort((a, b) => a - b)
  const at = (share: number): number => Math.round((took[Math.floor(share * (took.length - 1))] ?? 0) * 100) / 100
  return { p50Ms: at(0.5), p99Ms: at(0.99), hits: Math.round(hits / times) }
}

/** Searches of every kind among so many customers, each beside a look-up by primary key of the same run. */
export async function benchSearch({ size, times }: SearchBenchInput): Promise<SearchBenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755)
  const server = await startEmbeddedPostgres(dir, ['-c fsync=off'])
  const url = server.url
  try {
    await applyMigrations(url)
    const client = new pg.Client(url)
    await client.connect()
    const start = performance.now()
    await seedSearchTown(client, size)
    const seedSeconds = Math.round((performance.now() - start) / 100) / 10
    const { rows } = await client.query<{ id: string }>('SELECT id FROM customer LIMIT 1000')
    await client.end()
    const database = openDatabase(url, 1)
    const { hits: _, ...floor } = await measure(times, async (n) =>
      Number(
        (await database.db.customer.findUnique({ where: { id: pick(rows, n).id }, select: { id: true } })) !== null,
      ),
    )
    const kinds: SearchBenchResult['kinds'] = {}
    for (const [kind, textOf] of Object.entries(KINDS)) {
      const measured = await measure(
        times,
        async (n) => (await searchCustomers(database.db, textOf(n), 'IR')).hits.length,
      )
      kinds[kind] = { ...measured, overFloor: Math.round((measured.p50Ms / floor.p50Ms) * 10) / 10 }
    }
    await database.close()
    return { size, seedSeconds, times, floor, kinds }
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
