import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportKind } from '#contract/people'
import type { Skill } from '#contract/skills'
import type { Role } from '#contract/staff'
import type { Locale } from '#contract/values'
import type { App } from '../../server/app.ts'
import { csvText, TOWN_FILES } from '../world/csv.ts'
import { makeTown } from '../world/town.ts'

type Hired = { name: string; email: string; role: Role; languages: Locale[]; skills?: Skill[] }
const complaints = { skills: ['complaints'] }
export const PEOPLE: readonly Hired[] = [
  { name: 'Mina Rostami', email: 'supervisor@bazgasht.demo', role: 'supervisor', languages: ['en', 'fa'] },
  { name: 'سارا احمدی', email: 'sara@bazgasht.demo', role: 'agent', languages: ['fa', 'en', 'uz'], ...complaints },
  { name: 'Dilnoza Karimova', email: 'dilnoza@bazgasht.demo', role: 'agent', languages: ['uz', 'en', 'fa'] },
  { name: 'James Carter', email: 'james@bazgasht.demo', role: 'agent', languages: ['en', 'fa', 'uz'], ...complaints },
  { name: 'رضا کاظمی', email: 'reza@bazgasht.demo', role: 'agent', languages: ['fa', 'en', 'uz'] },
]

export type SeedSettings = {
  /** Town and carrier share it, so that history and the voice on the phone agree. */
  seed: number
  size: number
  asOf: Date
  password: string
  dataDir: string
  say: (line: string) => void
}

/** Seeds once: a house in Tehran, its people, and the made-up town through the same import that everybody uses. */
export async function seedDemo(app: App, { seed, size, asOf, password, dataDir, say }: SeedSettings): Promise<void> {
  if (!(await app.setup.needed())) return
  say(`Making a town of ${size.toLocaleString('en')} lapsed customers …`)
  await app.programme.setInstallation({
    name: 'Bazgasht Demo',
    currency: 'IRR',
    region: 'IR',
    zone: 'Asia/Tehran',
    weekStart: 6,
    agentHourMinor: 2_500_000n,
    attemptMinor: 6_000n,
    callsOwnFormerCustomers: true,
  })
  await app.programme.loadDefaults()

  const day = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth(), asOf.getUTCDate()))
  const town = makeTown({ seed, size, asOf: day })
  const dir = join(dataDir, 'town')
  await mkdir(dir, { recursive: true })
  for (const { name, rows } of TOWN_FILES) {
    const path = join(dir, name)
    await pipeline(Readable.from(csvText(rows(town))), createWriteStream(path))
    say(`Importing ${name} …`)
    const kind = name.replace('.csv', '') as ImportKind
    const run = await app.people.importFile({ kind, path, fileName: name, asOf: day })
    if (run.state !== 'done') throw new Error(`${name}: ${run.problem?.code ?? run.state}`)
  }
  await rm(dir, { recursive: true, force: true })

  say('Scoring: who has gone quiet, and what is a call to them worth …')
  await app.rank()
  // Last, so that an interrupted seeding starts again: what was imported changes nothing the second time.
  for (const person of PEOPLE) await app.staff.add({ ...person, password }, null)
}
