import type { Lift, RankingMeasures } from '#contract/measures'
import type { People } from '../people/people.service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Log } from '../platform/log.machine.ts'
import type { Programme } from '../programme/programme.service.ts'
import { createCalibration, createExplored } from './calibration.ts'
import { startOfWeek } from './day.ts'
import { divide, pageScored, readClaimed, readQueued } from './inclusion.store.ts'
import { createInclusion } from './inclusion.ts'
import { type ClaimKey, claimsFrom, readJudgedClaims } from './judged-claims.store.ts'
import { type ArmSums, type AssignedKey, FIRST_ASSIGNED, readAssigned, readLiftPage } from './lift.store.ts'
import { compareMeans, compareShares, countNeeded, isEnough } from './lift.ts'
import { createOfferPolicies } from './offer-policies.ts'

const DAY_MS = 86_400_000
const WEEKS = 12
const RECENT_DAYS = 28
/** Counted again when somebody looks and it is older than this. */
const STALE_MS = 10 * 60_000
/** How long somebody who looks waits for what is counted for the first time. */
const WAIT_MS = 1_500
/** Statements of a page stay far below a second each: a long snapshot slows every claim. */
const LIFT_PAGE = 5_000
const CLAIMS_PAGE = 4_000
const CUSTOMERS_PAGE = 5_000

export type MeasuresNeeds = {
  database: Database
  clock: Clock
  log: Pick<Log, 'error'>
  programme: Pick<Programme, 'known'>
  people: Pick<People, 'attributeUses'>
}
export type Measures = ReturnType<typeof createMeasures>

const noSums = (): ArmSums => {
  const spread = { cases: 0, sum: 0, squares: 0 }
  return { share: { cases: 0, successes: 0 }, margin: spread, net: spread }
}
const addUp = (a: ArmSums, b: ArmSums): ArmSums => ({
  share: { cases: a.share.cases + b.share.cases, successes: a.share.successes + b.share.successes },
  margin: addSpread(a.margin, b.margin),
  net: addSpread(a.net, b.net),
})
const addSpread = (a: ArmSums['margin'], b: ArmSums['margin']): ArmSums['margin'] => ({
  cases: a.cases + b.cases,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
})

/** What ranking is worth, and whether it says the truth: read from what came of it. Everything pages, in short statements. */
export function createMeasures({ database, clock, log, programme, people }: MeasuresNeeds) {
  const { db } = database

  const countLift = async (): Promise<Lift> => {
    const { completeThrough, horizonDays, marginPercent, attemptMinor, agentHourMinor } = await programme.known()
    const { firstAt, ...assigned } = await readAssigned(db)
    const arms = { treat: noSums(), holdout: noSums() }
    const assignedBy = new Date((completeThrough?.getTime() ?? 0) - horizonDays * DAY_MS)
    const asked = { assignedBy, horizonDays, marginShare: marginPercent / 100, attemptMinor, agentHourMinor }
    let after: AssignedKey | null = completeThrough ? FIRST_ASSIGNED : null
    while (after) {
      const page: Awaited<ReturnType<typeof readLiftPage>> = await readLiftPage(db, { ...asked, after }, LIFT_PAGE)
      for (const { arm, sums } of page.arms) arms[arm] = addUp(arms[arm], sums)
      after = page.next
    }
    const { treat, holdout } = arms
    const share = compareShares(treat.share, holdout.share)
    const toArm = ({ share: { cases, successes } }: ArmSums) => ({ customers: cases, buyers: successes })
    return {
      completeThrough: completeThrough?.toISOString() ?? null,
      horizonDays,
      assigned,
      firstCompleteAt: firstAt && new Date(firstAt.getTime() + horizonDays * DAY_MS).toISOString(),
      treat: toArm(treat),
      holdout: toArm(holdout),
      share,
      enough: share !== null && isEnough(share),
      needed: countNeeded(treat.share, holdout.share),
      margin: compareMeans(treat.margin, holdout.margin),
      net: compareMeans(treat.net, holdout.net),
    }
  }

  /** One walk over the claims of twelve weeks. */
  const countClaims = async (now: Date): Promise<Pick<RankingMeasures, 'weeks' | 'offers' | 'explored'>> => {
    const { zone, weekStart } = await programme.known()
    const starts = new Map<number, number>()
    /** Zones shift by quarters of an hour: the week of an hour's quarter is asked for once. */
    const weekOf = (at: Date): number => {
      const quarter = Math.floor(at.getTime() / 900_000)
      const known = starts.get(quarter) ?? startOfWeek(at, zone, weekStart).getTime()
      starts.set(quarter, known)
      return known
    }
    const from = new Date(weekOf(new Date(now.getTime() - (WEEKS - 1) * 7 * DAY_MS)))
    const parts = {
      weeks: createCalibration(weekOf),
      offers: createOfferPolicies(from),
      explored: createExplored(new Date(now.getTime() - RECENT_DAYS * DAY_MS)),
    }
    let after: ClaimKey | null = claimsFrom(from)
    while (after) {
      const page: Awaited<ReturnType<typeof readJudgedClaims>> = await readJudgedClaims(db, after, CLAIMS_PAGE)
      for (const claim of page.claims) {
        parts.weeks.add(claim)
        parts.offers.add(claim)
        parts.explored.add(claim)
      }
      after = page.next
    }
    return { weeks: parts.weeks.weeks(), offers: parts.offers.judged(), explored: parts.explored.sums() }
  }

  const countInclusion = async (now: Date): Promise<RankingMeasures['inclusion']> => {
    const uses = await people.attributeUses(db)
    const names = [...uses].flatMap(([name, use]) => (use === 'protected' ? [name] : []))
    const from = new Date(now.getTime() - RECENT_DAYS * DAY_MS)
    const inclusion = createInclusion(from, names)
    const addAll = async (population: 'queued' | 'claimed', ids: readonly string[]): Promise<void> => {
      for (let at = 0; at < ids.length; at += CUSTOMERS_PAGE) {
        const some = ids.slice(at, at + CUSTOMERS_PAGE)
        inclusion.add(population, some.length, await divide(db, some, names))
      }
    }
    await addAll('queued', await readQueued(db))
    await addAll('claimed', await readClaimed(db, from))
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof pageScored>> = await pageScored(db, after, CUSTOMERS_PAGE)
      inclusion.add('scored', page.ids.length, await divide(db, page.ids, names))
      after = page.next
    } while (after)
    return inclusion.sums()
  }

  const count = async (): Promise<RankingMeasures> => {
    const now = clock.now()
    const lift = await countLift()
    const claims = await countClaims(now)
    return { asOf: now.toISOString(), lift, ...claims, inclusion: await countInclusion(now) }
  }

  const nothing: RankingMeasures = {
    asOf: null,
    lift: null,
    weeks: null,
    offers: null,
    explored: null,
    inclusion: null,
  }
  let kept: { of: string; found: RankingMeasures } | null = null
  let counting: { of: string; coming: Promise<RankingMeasures> } | null = null
  const countAnew = (of: string): Promise<RankingMeasures> => {
    if (counting?.of === of) return counting.coming
    const coming = count().then((found) => {
      kept = { of, found }
      return found
    })
    counting = { of, coming }
    const done = (): void => {
      if (counting?.coming === coming) counting = null
    }
    coming.then(done, done)
    return coming
  }

  /** What the figures stand on: with another file of purchases, or another use of an attribute, they are others. */
  const readGround = async (): Promise<string> => {
    const { completeThrough, horizonDays } = await programme.known()
    const uses = await people.attributeUses(db)
    return JSON.stringify([completeThrough, horizonDays, [...uses]])
  }

  return {
    count,
    /** What was counted last. Whoever looks first waits a little, then is told to ask again. */
    read: async (): Promise<RankingMeasures> => {
      const of = await readGround()
      const found = kept?.of === of ? kept.found : null
      if (found?.asOf && clock.now().getTime() - Date.parse(found.asOf) < clock.wall(STALE_MS)) return found
      const coming = countAnew(of)
      coming.catch((error) => log.error({ err: error }, 'measures.failed'))
      if (found) return found
      const soon = new Promise<RankingMeasures>((done) => setTimeout(() => done(nothing), WAIT_MS).unref())
      return Promise.race([coming, soon])
    },
  }
}
