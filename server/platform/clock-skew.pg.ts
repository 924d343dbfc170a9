import { z } from 'zod'
import type { Tx } from './database.pg.ts'

const Row = z.tuple([z.object({ ms: z.number() })])

/** The database's own time, milliseconds since 1970: asked for only to be compared with the machine's, never to be used. */
export const readDatabaseTime = async (db: Tx): Promise<number> =>
  Row.parse(await db.$queryRaw`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`)[0].ms
