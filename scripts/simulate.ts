import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { runShift } from './shift/shift.ts'

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '20' },
    hours: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    /** Lapsed customers of the made-up town. */
    size: { type: 'string', default: '5000' },
    /** How many times faster than real time. */
    speed: { type: 'string', default: '60' },
  },
})
const Settings = z.strictObject({
  agents: z.coerce.number().int().min(1).max(200),
  hours: z.coerce.number().min(0.1).max(10),
  seed: z.coerce.number().int(),
  size: z.coerce.number().int().min(50).max(100_000),
  speed: z.coerce.number().min(1).max(120),
})
const read = Settings.safeParse(values)
if (!read.success) {
  console.error(z.prettifyError(read.error))
  process.exit(2)
}

const dataDir = await mkdtemp(join(tmpdir(), 'bazgasht-shift-'))
await chmod(dataDir, 0o755) // root's PostgreSQL runs as another user
try {
  const report = await runShift({ ...read.data, dataDir, say: (line) => console.error(line) })
  console.log(JSON.stringify(report, null, 2))
  if (report.broken.length > 0) process.exitCode = 1
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
