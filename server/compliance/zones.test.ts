import { describe, expect, test } from 'vitest'
import { zonesOfCountry } from './country-zones.ts'
import { isZone } from './windows.ts'
import { lookUpZones } from './zones.lookup.ts'
import { jurisdictionsOf } from './zones.ts'

const NOTHING = { addressZone: null, addressCountry: null, toldZone: null }
const zonesOf = async (e164: string, known = {}) => (await lookUpZones(e164, { ...NOTHING, ...known })).candidates

describe('zones of a number', () => {
  test('are the whole area code where it lies in two zones', async () => {
    expect(await zonesOf('+18503221234')).toEqual(['America/Chicago', 'America/New_York'])
    expect(await zonesOf('+19072001234')).toContain('America/Adak')
  })

  test('come from the prefix where the area code lies in one', async () => {
    expect(await zonesOf('+16022001234')).toEqual(['America/Phoenix'])
    expect(await zonesOf('+14162001234')).toEqual(['America/Toronto'])
  })

  test('are all of Russia for a Russian mobile', async () => {
    const zones = await zonesOf('+79161234567')
    expect(zones).toContain('Europe/Kaliningrad')
    expect(zones).toContain('Asia/Kamchatka')
    expect(await zonesOf('+73512345678')).toEqual(['Asia/Yekaterinburg'])
  })

  test('span the country for mobiles of Brazil, Australia and Spain', async () => {
    expect(await zonesOf('+5511961234567')).toContain('America/Noronha')
    expect(await zonesOf('+61412345678')).toContain('Australia/Perth')
    expect(await zonesOf('+34612345678')).toEqual(['Atlantic/Canary', 'Europe/Madrid'])
    expect(await zonesOf('+34922123456')).toEqual(['Atlantic/Canary'])
  })

  test('are west, centre and south for Australia 08', async () => {
    expect(await zonesOf('+61892241234')).toEqual([
      'Australia/Adelaide',
      'Australia/Broken_Hill',
      'Australia/Darwin',
      'Australia/Eucla',
      'Australia/Perth',
    ])
  })

  test('need no table for a country of one zone', async () => {
    expect(await zonesOf('+989121234567')).toEqual(['Asia/Tehran'])
    expect(await zonesOf('+998901234567')).toEqual(['Asia/Tashkent'])
    expect(await zonesOf('+441534123456')).toEqual(['Europe/Jersey'])
  })

  test('are none for a toll-free number, unless an address tells', async () => {
    expect(await zonesOf('+18002345678')).toEqual([])
    expect(await zonesOf('+18002345678', { addressZone: 'America/Boise' })).toEqual(['America/Boise'])
  })

  test('join the stored address to the number, and keep apart what the customer told us', async () => {
    const known = { addressZone: 'Europe/Berlin', toldZone: 'Asia/Dubai' }
    expect(await lookUpZones('+989121234567', { ...NOTHING, ...known })).toEqual({
      candidates: ['Asia/Tehran', 'Europe/Berlin'],
      confirmed: 'Asia/Dubai',
    })
  })

  test('are all known to this runtime', () => {
    for (const country of ['AF', 'AU', 'BR', 'CA', 'CL', 'DE', 'IR', 'KZ', 'RU', 'US', 'UZ', 'ZW']) {
      expect(zonesOfCountry(country)).not.toEqual([])
      expect(zonesOfCountry(country).filter((zone) => !isZone(zone))).toEqual([])
    }
    expect(zonesOfCountry('XX')).toEqual([])
  })
})

test('jurisdictions are those of the number, the address and the area code', () => {
  const number = { e164: '+13052001234', country: 'US', type: null }
  expect(jurisdictionsOf({ number, addressCountry: 'US', addressState: 'AL' })).toEqual(['US', 'US-AL', 'US-FL'])
  expect(jurisdictionsOf({ number: null, addressCountry: 'IR', addressState: null })).toEqual(['IR'])
})
