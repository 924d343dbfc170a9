import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ALLOWED } from './allow-list.ts'
import ATTRIBUTES from './attributes.json' with { type: 'json' }
import { readTwiml } from './document.ts'
import { readPackageAttributes } from './package-attributes.ts'

const twilio = dirname(createRequire(import.meta.url).resolve('twilio/package.json'))
const declared = readPackageAttributes(readFileSync(join(twilio, 'lib/twiml/VoiceResponse.d.ts'), 'utf8'))

const SHARED = fileURLToPath(new URL('../../../../shared/data/twilio/twiml-voice-attributes.json', import.meta.url))
type Shared = { elements: Record<string, { attr: string }[]> }

describe('the attributes that TwiML may have', () => {
  it('are those of the installed package: npx tsx scripts/carrier/twiml/write-attributes.ts', () => {
    expect(ATTRIBUTES).toEqual(declared)
    expect(Object.keys(ATTRIBUTES)).toHaveLength(46)
  })

  it.skipIf(!existsSync(SHARED))(`are those of the published table (skipped where ${SHARED} is not)`, () => {
    const { elements } = JSON.parse(readFileSync(SHARED, 'utf8')) as Shared
    const listed = Object.fromEntries(
      Object.entries(elements).map(([name, all]) => [name, all.map(({ attr }) => attr)]),
    )
    expect(ATTRIBUTES).toEqual(listed)
  })

  it('are accepted on each verb that is performed, and no other is', () => {
    for (const [name, { attributes }] of Object.entries(ALLOWED)) {
      if (name === 'Response') continue
      const parents = Object.entries(ALLOWED).filter(([, { children }]) => children.includes(name))
      expect(parents.length, name).toBeGreaterThan(0)
      const [parent = ''] = parents[0] ?? []
      const inside = (written: string): string =>
        parent === 'Response'
          ? written
          : parent === 'Client'
            ? `<Dial><Client>${written}</Client></Dial>`
            : `<${parent}>${written}</${parent}>`
      const write = (attribute: string): string => `<Response>${inside(`<${name} ${attribute}="x"/>`)}</Response>`
      for (const attribute of attributes)
        expect(() => readTwiml(write(attribute)), `${name} ${attribute}`).not.toThrow()
      expect(() => readTwiml(write('Method')), name).toThrow(/has no Method/)
    }
  })
})
