import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { readPackageAttributes } from './package-attributes.ts'

// Run by hand after the package was updated; the test beside says when.
const twilio = dirname(createRequire(import.meta.url).resolve('twilio/package.json'))
const attributes = readPackageAttributes(readFileSync(join(twilio, 'lib/twiml/VoiceResponse.d.ts'), 'utf8'))
writeFileSync(new URL('./attributes.json', import.meta.url), `${JSON.stringify(attributes, null, 2)}\n`)
