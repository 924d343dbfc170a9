import { randomUUID } from 'node:crypto'
import type { AuditAction } from '#contract/audit'
import type { CampaignAct, CampaignLine, CampaignSettings, CampaignState } from '#contract/campaigns'
import type { CampaignId, TeamId, UserId } from '#contract/ids'
import type { Problem } from '#contract/problem'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { addJob } from '../platform/jobs.pg.ts'
import { Refusal, refuse } from '../platform/problem.ts'
import type { Audit } from '../staff/audit.store.ts'
import { afterAct } from './campaign-state.ts'
import { type Campaign, readCallingAgents, readCampaign, readCampaigns } from './campaigns.store.ts'
import { checkSettings, countriesOf, lacksAgents } from './check-settings.ts'
import { countBase, countMatches } from './segments.store.ts'
import {
  insertCampaign,
  type NewVersion,
  readAttributeUses,
  readLastChanges,
  readTeams,
  settingsOf,
  writeVersion,
} from './versions.store.ts'

/** Matches the waiting rounds anew and fills the queue. */
export const REMATCH_JOB = 'campaigns.rematch'
const ALL_STATES: readonly CampaignState[] = ['running', 'draining', 'paused', 'draft', 'ended']
/** A segment that nobody of so many is in is told to call nobody. */
const LOOKED_AT = 20_000
const PROTECTED = 'protected'

type RoundCounts = { due: number; later: number; inHand: number; callbacks: number }
const NO_ROUNDS: RoundCounts = { due: 0, later: 0, inHand: 0, callbacks: 0 }

export type CampaignEditorDeps = {
  database: Database
  clock: Clock
  audit: Audit
  /** Our own numbers, E.164. */
  callerIds: readonly string[]
  house: (tx: Tx) => Promise<{ region: string; currency: string }>
  offerCodes: () => Promise<readonly string[]>
  /** What the law and the house forbid in these countries. */
  judge: (settings: CampaignSettings, countries: readonly string[]) => Problem[]
  countRounds: (tx: Tx, now: Date) => Promise<ReadonlyMap<CampaignId, RoundCounts>>
}

const ACTIONS: Record<CampaignAct, AuditAction> = {
  start: 'campaign.started',
  pause: 'campaign.paused',
  drain: 'campaign.drained',
  end: 'campaign.ended',
}

/** Campaigns as supervisors make and change them: each change a version of its own, compared and set, and a line in the trail. */
export function createCampaignEditor(deps: CampaignEditorDeps) {
  const { database, clock, audit, callerIds, house, offerCodes, judge, countRounds } = deps

  const check = async (tx: Tx, settings: CampaignSettings): Promise<void> => {
    const [teams, attributes, { region }] = [await readTeams(tx), await readAttributeUses(tx), await house(tx)]
    const named = countriesOf(settings.segment)
    const [first, ...more] = [
      ...checkSettings(settings, {
        teams: teams.map(({ id }) => id),
        offers: await offerCodes(),
        agents: await readCallingAgents(tx),
        callerIds,
        protectedAttributes: attributes.filter(({ use }) => use === PROTECTED).map(({ name }) => name),
      }),
      ...judge(settings, named.length > 0 ? named : [region]),
    ]
    if (first) throw new Refusal(422, first, more)
  }

  const write = async (tx: Tx, next: NewVersion, action: AuditAction): Promise<void> => {
    if (!(await writeVersion(tx, next))) refuse(409, 'campaign.changed')
    await leaveLine(tx, next, action)
    await addJob(tx, REMATCH_JOB)
  }
  const leaveLine = async (tx: Tx, { id, version, state, at, byUserId }: NewVersion, action: AuditAction) => {
    await audit(tx, { at, actorId: byUserId, action, subject: `campaign:${id}`, detail: { version, state } })
    await touch(tx, ['wall'])
  }

  const list = async (tx: Tx): Promise<CampaignLine[]> => {
    const changes = await readLastChanges(tx)
    const rounds = await countRounds(tx, clock.now())
    const agents = await readCallingAgents(tx)
    return (await readCampaigns(tx, ALL_STATES)).map((campaign) => ({
      id: campaign.id,
      version: campaign.version,
      state: campaign.state,
      settings: settingsOf(campaign),
      lacksAgents: lacksAgents(campaign, agents),
      changedAt: (changes.get(campaign.id)?.at ?? clock.now()).toISOString(),
      changedBy: changes.get(campaign.id)?.by ?? null,
      ...(rounds.get(campaign.id) ?? NO_ROUNDS),
    }))
  }
  const lineOf = async (tx: Tx, id: CampaignId): Promise<CampaignLine> =>
    (await list(tx)).find((line) => line.id === id) ?? refuse(404, 'not-found')
  const known = async (tx: Tx, id: CampaignId): Promise<Campaign> =>
    (await readCampaign(tx, id)) ?? refuse(404, 'not-found')

  const makeWith = async (settings: CampaignSettings, byUserId: UserId): Promise<CampaignLine> => {
    const id = randomUUID() as CampaignId
    return database.tx(async (tx) => {
      await check(tx, settings)
      const first: NewVersion = { id, version: 1, state: 'draft', settings, at: clock.now(), byUserId }
      await insertCampaign(tx, first)
      await leaveLine(tx, first, 'campaign.made')
      return lineOf(tx, id)
    })
  }

  /** One that calls everybody, or nobody, is started only by somebody who has been told so. */
  const confirm = async ({ segment }: Campaign): Promise<void> => {
    if (segment.groups.length === 0) refuse(409, 'campaign.everybody')
    const all = await countBase(database.db)
    const { looked, matched } = await countMatches(database.db, [segment], { all, most: LOOKED_AT, now: clock.now() })
    if (matched[0] === 0) refuse(409, 'campaign.nobody')
    if (matched[0] === looked && looked === all) refuse(409, 'campaign.everybody')
  }

  return {
    list,
    make: makeWith,

    choices: async (tx: Tx) => {
      const attributes = await readAttributeUses(tx)
      return {
        teams: (await readTeams(tx)).map(({ id, name }) => ({ id: id as TeamId, name })),
        attributes: attributes.filter(({ use }) => use !== PROTECTED).map(({ name }) => name),
        callerIds: [...callerIds],
        skills: [...new Set((await readCallingAgents(tx)).flatMap(({ skills }) => skills))].sort(),
        currency: (await house(tx)).currency,
      }
    },

    /** 409 `campaign.changed` when somebody was faster; 422 with every fault and the rule behind it. */
    change: (id: CampaignId, version: number, settings: CampaignSettings, byUserId: UserId): Promise<CampaignLine> =>
      database.tx(async (tx) => {
        const campaign = await known(tx, id)
        if (campaign.state === 'ended') refuse(409, 'campaign.over')
        await check(tx, settings)
        const next = { id, version: version + 1, state: campaign.state, settings, at: clock.now(), byUserId }
        await write(tx, next, 'campaign.changed')
        return lineOf(tx, id)
      }),

    act: async (
      id: CampaignId,
      { version, act, confirmed }: { version: number; act: CampaignAct; confirmed: boolean },
      byUserId: UserId,
    ): Promise<CampaignLine> => {
      if (act === 'start' && !confirmed) await confirm(await known(database.db, id))
      return database.tx(async (tx) => {
        const campaign = await known(tx, id)
        const state = afterAct(campaign.state, act) ?? refuse(409, 'campaign.state', { state: campaign.state })
        if (act === 'start') await check(tx, settingsOf(campaign))
        const rounds = (await countRounds(tx, clock.now())).get(id) ?? NO_ROUNDS
        if (act === 'end' && rounds.callbacks > 0) refuse(409, 'campaign.callbacks', { count: rounds.callbacks })
        const settings = settingsOf(campaign)
        await write(tx, { id, version: version + 1, state, settings, at: clock.now(), byUserId }, ACTIONS[act])
        return lineOf(tx, id)
      })
    },

    /** A draft with the same settings, and a name that says so. */
    clone: async (id: CampaignId, byUserId: UserId): Promise<CampaignLine> => {
      const { name, ...settings } = settingsOf(await known(database.db, id))
      return makeWith({ ...settings, name: `${name.slice(0, 190)} (2)` }, byUserId)
    },

    /** Campaigns that drain end once no round of theirs is left. */
    endFinished: async (): Promise<void> => {
      const draining = await readCampaigns(database.db, ['draining'])
      if (draining.length === 0) return
      await database.tx(async (tx) => {
        const now = clock.now()
        const rounds = await countRounds(tx, now)
        for (const campaign of draining.filter(({ id }) => !rounds.has(id))) {
          const next = { id: campaign.id, version: campaign.version + 1, at: now, byUserId: null }
          const ended: NewVersion = { ...next, state: 'ended', settings: settingsOf(campaign) }
          if (await writeVersion(tx, ended)) await leaveLine(tx, ended, 'campaign.ended')
        }
      })
    },
  }
}
export type CampaignEditor = ReturnType<typeof createCampaignEditor>
