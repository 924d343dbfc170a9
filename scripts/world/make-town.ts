import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { csvText, TOWN_FILES } from './csv.ts'
import { makeTown } from './town.ts'

const USAGE = 'npx tsx scripts/world/make-town.ts --out DIR --as-of YYYY-MM-DD [--size 5000] [--seed 7] [--faults]'

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    'as-of': { type: 'string' },
    size: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '7' },
    faults: { type: 'boolean', default: false },
  },
})
const { out, 'as-of': day = '', faults } = values
const asOf = new Date(`${day}T00:00:00Z`)
const size = Number(values.size)
const seed = Number(values.seed)

if (
  out === undefined ||
  Number.isNaN(asOf.getTime()) ||
  !Number.isInteger(size) ||
  size < 1 ||
  !Number.isInteger(seed)
) {
  console.error(USAGE)
  process.exit(2)
}

const town = makeTown({ seed, size, asOf, withFaults: faults })
await mkdir(out, { recursive: true })
for (const file of TOWN_FILES) {
  await pipeline(Readable.from(csvText(file.rows(town))), createWriteStream(join(out, file.name)))
  console.log(join(out, file.name))
}
