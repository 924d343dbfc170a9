import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isWeak } from '../../server/staff/password.ts'

/** What this demonstration's people sign in with, and its account at the simulated carrier: made once, kept with its data. */
const Keys = z.strictObject({ password: z.string(), accountSid: z.string(), authToken: z.string() })
export type Keys = z.infer<typeof Keys>

const WORDS =
  'amber bridge cedar delta ember fern garnet harbor indigo juniper kelp lagoon maple nectar olive pebble'.split(' ')

const NOBODY = { name: '', email: '', house: '' }

/** Four words, drawn anew while the house would refuse them: a word that comes twice makes them easy to guess. */
export function drawPassword(draw: (count: number) => Uint8Array = randomBytes): string {
  for (;;) {
    const password = [...draw(4)].map((byte) => WORDS[byte % WORDS.length]).join('-')
    if (!isWeak(password, NOBODY)) return password
  }
}

export async function readKeys(dataDir: string): Promise<Keys> {
  const file = join(dataDir, 'keys.json')
  try {
    return Keys.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    const keys = {
      password: drawPassword(),
      accountSid: `AC${randomBytes(16).toString('hex')}`,
      authToken: randomBytes(16).toString('hex'),
    }
    await mkdir(dataDir, { recursive: true })
    await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
    return keys
  }
}
