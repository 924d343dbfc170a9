import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { createProgramme } from './programme.service.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('loads the shipped codes, once', async () => {
  const programme = createProgramme({ database })
  await programme.loadDefaults()
  await programme.loadDefaults()
  const { reasons, offers, outcomes } = await programme.taxonomy()
  expect([reasons.length, offers.length, outcomes.length]).toEqual([53, 15, 31])
  expect(outcomes[0]?.code).toBe('X.NA')
  expect(await programme.outcome('X.NA')).toMatchObject({
    closesWorkItem: false,
    retry: { delay: 'PT4H', afterwards: null },
  })
  expect((await programme.reason('SRV.RUDE'))?.labels.fa).toBe('برخورد نامناسب یا بی‌توجهی')
  expect(await programme.offer('NOT')).toBeNull()
})

it('keeps what a supervisor made of a code', async () => {
  await database.db.offer.update({ where: { code: 'UPG' }, data: { costMinor: 777n, note: 'ours' } })
  await database.db.reason.update({ where: { code: 'PRC.FEE' }, data: { retiredAt: new Date('2026-11-01T00:00:00Z') } })
  const programme = createProgramme({ database })
  await programme.loadDefaults()
  expect(await programme.offer('UPG')).toMatchObject({ costMinor: '777', note: 'ours' })
  expect(await programme.reason('PRC.FEE')).toBeNull()
})

it('prices untouched offers anew in another currency', async () => {
  const programme = createProgramme({ database })
  await programme.setInstallation({ currency: 'IRR', name: 'Nan' })
  expect(await programme.offer('UPG')).toMatchObject({ costMinor: '777' })
  expect(await programme.offer('FEE')).toMatchObject({ costMinor: '3750000' })
  expect(await programme.installation()).toMatchObject({ name: 'Nan', currency: 'IRR', agentHourMinor: 1200n })
})

it('never sets the known end of purchases back', async () => {
  const programme = createProgramme({ database })
  const day = (text: string) => new Date(`${text}T00:00:00Z`)
  await database.tx((tx) => programme.setCompleteThrough(tx, day('2026-11-20')))
  await database.tx((tx) => programme.setCompleteThrough(tx, day('2026-11-10')))
  expect((await programme.installation()).completeThrough).toEqual(day('2026-11-20'))
})

it('knows at the next look what another process made of the codes', async () => {
  const [here, there] = [createProgramme({ database }), createProgramme({ database })]
  await Promise.all([here.loadDefaults(), there.loadDefaults()])
  const { currency } = await here.installation()
  const other = currency === 'IRR' ? 'USD' : 'IRR'
  const costs = async (programme: typeof here) => (await programme.taxonomy()).offers.map(({ costMinor }) => costMinor)
  await there.refresh()
  const before = await costs(there)
  await here.setInstallation({ currency: other })
  await there.refresh()
  expect((await there.known()).currency).toBe(other)
  expect(await costs(there)).toEqual(await costs(here))
  expect(await costs(there)).not.toEqual(before)
  await here.setInstallation({ currency })
})
