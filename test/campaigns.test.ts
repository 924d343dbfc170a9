import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CampaignLine, CampaignSettings } from '#contract/campaigns'
import type { CampaignId, UserId } from '#contract/ids'
import { EVERYBODY, type Segment } from '#contract/segments'
import { readTeams } from '../server/campaigns/versions.store.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'

const NOON = '2026-11-23T12:00:00Z'
const OURS = '+442079460000'

let house: House
let lead: UserId
let settings: CampaignSettings
beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(NOON), carried: false })
  await house.app.programme.setInstallation({ region: 'GB' })
  lead = randomUUID() as UserId
  const [team] = await readTeams(house.database.db)
  settings = {
    ...{ name: 'Lost in London', priority: 10, mode: 'preview', previewSeconds: 20, teamId: team?.id as never },
    ...{
      languages: [],
      skills: [],
      offers: [],
      segment: EVERYBODY,
      hours: null,
      caps: { day: 1, week: null, round: 3 },
    },
    ...{ callerIds: {}, recording: 'announced', script: [], wrapUpSeconds: 45, startsOn: null, endsOn: null },
  }
})
afterAll(() => house.close())

const editor = () => house.app.campaignEditor
const make = (more: Partial<CampaignSettings> = {}) => editor().make({ ...settings, ...more }, lead)
const act = ({ id, version }: CampaignLine, what: 'start' | 'pause' | 'drain' | 'end', confirmed = true) =>
  editor().act(id, { version, act: what, confirmed }, lead)
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    ({ status, problem, more }) => ({ status, codes: [problem, ...(more ?? [])].map(({ code }) => code) }),
  )
const city = (...values: string[]): Segment => ({
  join: 'and',
  groups: [{ join: 'and', conditions: [{ kind: 'text', field: 'city', op: 'is', values }] }],
})
const versionsOf = (id: CampaignId) =>
  house.database.db.campaignVersion.findMany({ where: { campaignId: id }, orderBy: { version: 'asc' } })

describe('a campaign', () => {
  it('is a draft until it is started; each change is a version and a line in the trail', async () => {
    const draft = await make()
    expect(draft).toMatchObject({ state: 'draft', version: 1, settings })
    const changed = await editor().change(draft.id, 1, { ...settings, priority: 11 }, lead)
    const running = await act(changed, 'start')
    const paused = await act(running, 'pause')
    const draining = await act(paused, 'drain')
    const ended = await act(draining, 'end')
    expect([changed, running, paused, draining, ended].map(({ state, version }) => [state, version])).toEqual([
      ['draft', 2],
      ['running', 3],
      ['paused', 4],
      ['draining', 5],
      ['ended', 6],
    ])
    expect((await versionsOf(draft.id)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6])
    const lines = await house.database.db.auditLine.findMany({
      where: { subject: `campaign:${draft.id}` },
      orderBy: { id: 'asc' },
    })
    expect(lines.map(({ action }) => action)).toEqual([
      ...['campaign.made', 'campaign.changed', 'campaign.started'],
      ...['campaign.paused', 'campaign.drained', 'campaign.ended'],
    ])
    expect(await refusalOf(act(ended, 'start'))).toMatchObject({ status: 409, codes: ['campaign.state'] })
    const copy = await editor().clone(draft.id, lead)
    expect(copy).toMatchObject({ state: 'draft', version: 1, settings: { priority: 11 } })
  })

  it('is changed by whoever is first: the other is told', async () => {
    const { id } = await make()
    const both = await Promise.all(
      [20, 21].map((priority) => refusalOf(editor().change(id, 1, { ...settings, priority }, lead))),
    )
    expect(both.filter((one) => one === null)).toHaveLength(1)
    expect(both.find((one) => one !== null)).toEqual({ status: 409, codes: ['campaign.changed'] })
    expect(await versionsOf(id)).toHaveLength(2)
  })

  it('is refused, with the rule that forbids it, where it asks for more than the law or the house allows', async () => {
    const hours = (from: string, to: string) => [{ days: [1, 2, 3, 4, 5], from, to }]
    expect(await refusalOf(make({ hours: hours('07:00', '22:00') }))).toEqual({
      status: 422,
      codes: ['campaign.hours-law'],
    })
    expect(await refusalOf(make({ hours: hours('22:00', '24:00') }))).toEqual({
      status: 422,
      codes: ['campaign.hours-never'],
    })
    expect(await refusalOf(make({ hours: hours('10:00', '09:00') }))).toEqual({
      status: 422,
      codes: ['campaign.hours-order'],
    })
    expect(await refusalOf(make({ hours: [] }))).toEqual({ status: 422, codes: ['campaign.hours-empty'] })
    expect(await refusalOf(make({ caps: { day: 3, week: 9, round: null } }))).toEqual({
      status: 422,
      codes: ['campaign.cap-law', 'campaign.cap-law'],
    })
    const inFrance: Segment = {
      join: 'and',
      groups: [{ join: 'and', conditions: [{ kind: 'text', field: 'country', op: 'is', values: ['FR'] }] }],
    }
    expect(await refusalOf(make({ segment: inFrance, hours: hours('09:00', '12:00') }))).toMatchObject({
      codes: ['campaign.hours-law'],
    })
    expect(await refusalOf(make({ segment: inFrance, hours: hours('10:00', '12:00') }))).toBeNull()
  })

  it('shows no number that is not ours, asks for nobody by what is protected, ends not before it begins', async () => {
    await house.database.db.attribute.create({ data: { name: 'faith', use: 'protected', seenAt: new Date(NOON) } })
    const byFaith: Segment = {
      join: 'and',
      groups: [{ join: 'and', conditions: [{ kind: 'attribute', name: 'faith', op: 'is', values: ['x'] }] }],
    }
    const wrong = { callerIds: { GB: OURS }, segment: byFaith, startsOn: '2026-12-02', endsOn: '2026-12-01' }
    expect(await refusalOf(make(wrong))).toEqual({
      status: 422,
      codes: ['campaign.caller-foreign', 'campaign.protected', 'campaign.dates-order'],
    })
  })

  it('asks for no skill that nobody of its team has who calls in its languages, and says so when the last who had it is gone', async () => {
    const add = (email: string, more: { languages: ('en' | 'fa')[]; skills: string[] }) =>
      house.app.staff.add(
        { ...{ name: 'A', email, role: 'agent', password: 'a lantern over the river' }, ...more },
        null,
      )
    const nobody = { status: 422, codes: ['campaign.skills-nobody'] }
    expect(await refusalOf(make({ skills: ['cars'] }))).toEqual(nobody)
    await add('one@example.test', { languages: ['en'], skills: ['cars', 'vip'] })
    const other = await add('two@example.test', { languages: ['en', 'fa'], skills: ['boats', 'vip'] })
    expect(await refusalOf(make({ skills: ['boats', 'cars'] }))).toEqual(nobody)
    expect(await refusalOf(make({ skills: ['cars'], languages: ['fa'] }))).toEqual(nobody)
    expect((await editor().choices(house.database.db)).skills).toEqual(['boats', 'cars', 'vip'])
    const draft = await make({ skills: ['boats', 'vip'], languages: ['fa'] })
    expect(draft).toMatchObject({ settings: { skills: ['boats', 'vip'] }, lacksAgents: false })
    expect(await versionsOf(draft.id)).toMatchObject([{ settings: { skills: ['boats', 'vip'] } }])
    await house.database.db.user.update({ where: { id: other.id }, data: { active: false } })
    const lines = await editor().list(house.database.db)
    expect(lines.filter(({ lacksAgents }) => lacksAgents).map(({ id }) => id)).toEqual([draft.id])
    expect(await refusalOf(act(draft, 'start'))).toEqual(nobody)
    expect((await editor().choices(house.database.db)).skills).toEqual(['cars', 'vip'])
  })

  it('is spoken in its own words: each step once in a language, with nothing in braces that nobody can fill in', async () => {
    const line = (step: number, language: 'en' | 'fa', say: string) => ({ step, language, say })
    const script = [line(1, 'en', 'Hello {name}, {agent} of {house}.'), line(1, 'fa', 'سلام {name}')]
    const made = await make({ script })
    expect(made).toMatchObject({ settings: { script } })
    expect(await versionsOf(made.id)).toMatchObject([{ settings: { script } }])
    expect(await editor().clone(made.id, lead)).toMatchObject({ settings: { script } })
    const foreign = [line(2, 'en', 'Why, {customer}?'), line(2, 'fa', '{}')]
    expect(await refusalOf(make({ script: [...foreign, line(2, 'en', 'Why {name}?')] }))).toEqual({
      status: 422,
      codes: ['campaign.script-field', 'campaign.script-field', 'campaign.script-twice'],
    })
  })

  it('that calls everybody, or nobody, is started only by somebody who was told so', async () => {
    const [all, none] = [await make(), await make({ segment: city('Atlantis') })]
    expect(await refusalOf(act(all, 'start', false))).toEqual({ status: 409, codes: ['campaign.everybody'] })
    expect(await refusalOf(act(none, 'start', false))).toEqual({ status: 409, codes: ['campaign.nobody'] })
    expect(await act(none, 'start')).toMatchObject({ state: 'running' })
  })
})

describe('a segment', () => {
  const addCustomer = (more: object) =>
    house.database.db.customer.create({
      data: {
        ...{ id: randomUUID(), householdId: randomUUID(), name: 'C', searchName: 'c', attributes: {} },
        ...{ createdAt: new Date(NOON), country: 'GB', zone: 'Europe/London', consent: true },
        ...more,
      },
    })
  const count = async (...conditions: Segment['groups'][number]['conditions']) =>
    (await house.app.campaignPreviews.count({ join: 'and', groups: [{ join: 'and', conditions }] })).matched

  it('asks for any field of the customer, her first life, her lapse and what was imported; what is unknown is no', async () => {
    const leeds = await addCustomer({
      city: 'Leeds',
      joinedAt: new Date('2020-01-01'),
      attributes: { tier: '3', pet: 'Cat' },
    })
    await addCustomer({ city: null, consent: null })
    await house.database.db.purchase.createMany({
      data: [1, 2].map((n) => ({
        customerId: leeds.id,
        key: `k${n}`,
        at: new Date(`2026-0${n}-01`),
        amountMinor: 500n,
      })),
    })
    await house.database.db.episode.create({
      data: {
        ...{ id: randomUUID(), customerId: leeds.id, kind: 'dormant', state: 'assigned', arm: 'treat' },
        ...{ lapsedAt: new Date('2026-06-01'), openedAt: new Date('2026-06-01') },
      },
    })
    expect(await count({ kind: 'text', field: 'city', op: 'is', values: ['leeds', 'York'] })).toBe(1)
    expect(await count({ kind: 'text', field: 'city', op: 'isNot', values: ['Leeds'] })).toBe(1)
    expect(await count({ kind: 'known', field: 'city', known: false })).toBe(1)
    expect(await count({ kind: 'text', field: 'consent', op: 'is', values: ['yes'] })).toBe(1)
    expect(await count({ kind: 'number', field: 'orders', op: 'atLeast', value: 2 })).toBe(1)
    expect(await count({ kind: 'money', field: 'value', op: 'atLeast', minor: '1000' })).toBe(1)
    expect(await count({ kind: 'money', field: 'value', op: 'atLeast', minor: '1001' })).toBe(0)
    expect(await count({ kind: 'date', field: 'lastPurchaseAt', op: 'since', on: '2026-02-01' })).toBe(1)
    expect(await count({ kind: 'ago', field: 'lapsedAt', op: 'atLeast', days: 170 })).toBe(1)
    expect(await count({ kind: 'ago', field: 'lapsedAt', op: 'atMost', days: 170 })).toBe(0)
    expect(await count({ kind: 'attribute', name: 'pet', op: 'is', values: ['cat'] })).toBe(1)
    expect(await count({ kind: 'attributeNumber', name: 'tier', op: 'atLeast', value: 3 })).toBe(1)
    expect(await count({ kind: 'attributeNumber', name: 'pet', op: 'atLeast', value: 0 })).toBe(0)
    expect(await count({ kind: 'text', field: 'lapse', op: 'is', values: ['dormant'] })).toBe(1)
    expect(await count({ kind: 'attribute', name: "'; DROP TABLE customer; --", op: 'is', values: ["x'"] })).toBe(0)
  })

  it('that nobody is in says which condition removes them all', async () => {
    const found = await house.app.campaignPreviews.count({
      join: 'and',
      groups: [
        {
          join: 'and',
          conditions: [
            { kind: 'text', field: 'city', op: 'is', values: ['Leeds'] },
            { kind: 'number', field: 'orders', op: 'atLeast', value: 99 },
          ],
        },
      ],
    })
    expect(found).toMatchObject({ matched: 0, looked: { of: 2, all: 2 } })
    expect(found.without).toEqual([
      { group: 0, condition: 0, matched: 0 },
      { group: 0, condition: 1, matched: 1 },
    ])
  })

  it('is previewed by the gate itself: who may be called, and who is held back by what', async () => {
    const preview = await house.app.campaignPreviews.preview(null, settings)
    expect(preview.asked).toEqual({ of: 2, all: 2 })
    expect(preview).toMatchObject({ now: 0, later: 0 })
    expect(preview.excluded).toContainEqual({ cause: 'phone.none', customers: 2 })
    expect(preview.excluded).toContainEqual({ cause: 'episode.none', customers: 1 })
  })
})
