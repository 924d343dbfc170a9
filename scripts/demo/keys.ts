import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** What this demonstration's people sign in with, and its account at the simulated carrier: made once, kept with its data. */
const Keys = z.strictObject({ password: z.string(), accountSid: z.string(), authToken: z.string() })
export type Keys = z.infer<typeof Keys>

const WORDS =
  'amber bridge cedar delta ember fern garnet harbor indigo juniper kelp lagoon maple nectar olive pebble'.split(' ')

export async function readKeys(dataDir: string): Promise<Keys> {
  const file = join(dataDir, 'keys.json')
  try {
    return Keys.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    const words = [...randomBytes(4)].map((byte) => WORDS[byte % WORDS.length])
    const keys = {
      password: words.join('-'),
      accountSid: `AC${randomBytes(16).toString('hex')}`,
      authToken: randomBytes(16).toString('hex'),
    }
    await mkdir(dataDir, { recursive: true })
    await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
    return keys
  }
}
