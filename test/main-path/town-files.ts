import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { csvText, TOWN_FILES } from '../../scripts/world/csv.ts'
import { makeTown } from '../../scripts/world/town.ts'

export type TownFiles = { customers: string; purchases: string; size: number; remove: () => Promise<void> }

/** A made-up town as the files that a supervisor would have. */
export async function writeTownFiles(order: { seed: number; size: number; asOf: Date }): Promise<TownFiles> {
  const town = makeTown(order)
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-town-'))
  for (const { name, rows } of TOWN_FILES)
    await pipeline(Readable.from(csvText(rows(town))), createWriteStream(join(dir, name)))
  return {
    customers: join(dir, 'customers.csv'),
    purchases: join(dir, 'purchases.csv'),
    size: town.customers.length,
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}
