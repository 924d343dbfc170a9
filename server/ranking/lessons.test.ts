import { describe, expect, it } from 'vitest'
import { callColumns, listEffects, weighCustomers } from './experience.ts'
import { type Features, listFeatures, tableFeatures } from './features.ts'
import { fitModel } from './fit.ts'
import { createChance } from './learning/chance.ts'
import { fitWinModel, predictWin, type WinModel } from './learning/win-model.ts'
import { lessonsOf, NO_LESSONS, prepareLessons } from './lessons.ts'
import { PRIOR_REACH } from './reach.ts'
import { OFFERS, REASONS, SILENT } from './sample-customers.ts'
import { scoreCustomer } from './score.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { logistic, logOdds } from './special.ts'

const NOW = new Date('2026-07-01T09:00:00Z')
const SETTINGS = { ...DEFAULT_SETTINGS, offers: OFFERS, reasons: REASONS }
const MODEL = fitModel([SILENT])

/** Calls in which the wealthy say yes, price leavers to a discount and others not; `bent` brings trees in. */
function learn(rows: number, bent: boolean): { win: WinModel; customers: Features[] } {
  const chance = createChance(3)
  const drawn = Array.from({ length: rows }, () => {
    const purchaseDays = 1 + chance.below(12)
    const segment = chance.uniform() < 0.3 ? 'vip' : 'retail'
    const history = { ...SILENT, purchaseDays, hiatusDays: 60 + chance.below(500) }
    const reasonCode = chance.uniform() < 0.5 ? 'PRC.HIGH' : 'SRV.RUDE'
    const offerCode = chance.uniform() < 0.5 ? 'DSC.PCT' : 'APO'
    const fits = (reasonCode === 'PRC.HIGH') === (offerCode === 'DSC.PCT')
    const effect = (segment === 'vip' ? 0.8 : 0) + (fits ? 0.8 : -0.4)
    const curve = bent ? (Math.abs(purchaseDays - 6) > 3 ? 1.2 : -0.8) : 0
    const prior = -1.5 + 0.5 * chance.normal()
    const won = chance.uniform() < logistic(prior + effect + curve) ? 1 : 0
    return { features: listFeatures(history, { segment }, ['segment'], NOW), offerCode, reasonCode, prior, won }
  })
  const table = tableFeatures(drawn.map(({ features }) => features))
  const log = {
    table: { rows, columns: [...table.columns, ...callColumns(drawn)] },
    outcome: Float64Array.from(drawn, ({ won }) => won),
    prior: Float64Array.from(drawn, ({ prior }) => prior),
  }
  const win = fitWinModel(log, { block: 300, rounds: 40, linearOnly: ['offer', 'reason', 'fit'] })
  return { win, customers: drawn.map(({ features }) => features) }
}

const STRAIGHT = learn(3000, false)
const BENT = learn(3000, true)

describe('what outcomes have taught', () => {
  it.each([
    ['ridge', STRAIGHT],
    ['trees', BENT],
  ])('adds up to what the model says of customer, offer and reason: %s', (name, { win, customers }) => {
    expect(win.mix.ridge < 1).toBe(name === 'trees')
    const effects = listEffects(win)
    const few = customers.slice(0, 50)
    for (const call of [
      { offerCode: 'DSC.PCT', reasonCode: 'PRC.HIGH' },
      { offerCode: 'APO', reasonCode: 'PRC.HIGH' },
      { offerCode: 'FLX', reasonCode: 'TRU.DISH' },
    ]) {
      const columns = [...tableFeatures(few).columns, ...callColumns(few.map(() => call))]
      const said = predictWin(win, { rows: few.length, columns }, new Float64Array(few.length).fill(-1))
      const group = call.reasonCode.slice(0, 3)
      const ofCall =
        (effects.offers[call.offerCode] ?? 0) +
        (effects.reasons[group] ?? 0) +
        (effects.fits[`${group}|${call.offerCode}`] ?? 0)
      for (const [row, own] of weighCustomers(win, few).entries()) {
        const customer = Object.values(own).reduce((sum, weight) => sum + weight, 0)
        expect(effects.base - effects.scale + customer + ofCall).toBeCloseTo(said[row] ?? 0, 9)
      }
    }
  })

  it('finds the offer that fits the reason, and the attribute that a supervisor has allowed', () => {
    const { fits, offers } = listEffects(STRAIGHT.win)
    const worth = (group: string, offer: string) => (fits[`${group}|${offer}`] ?? 0) + (offers[offer] ?? 0)
    expect(worth('PRC', 'DSC.PCT')).toBeGreaterThan(worth('PRC', 'APO') + 0.3)
    expect(worth('SRV', 'APO')).toBeGreaterThan(worth('SRV', 'DSC.PCT') + 0.3)
    const of = (segment: string): Features => ({ ...STRAIGHT.customers[0], 'attribute:segment': segment })
    const [rich, poor] = weighCustomers(STRAIGHT.win, [of('vip'), of('retail')])
    expect((rich?.['attribute:segment'] ?? 0) - (poor?.['attribute:segment'] ?? 0)).toBeGreaterThan(0.3)
  })

  it('never sees an attribute that is not allowed', () => {
    const features = listFeatures(SILENT, { segment: 'vip', ethnicity: 'x' }, ['segment'], NOW)
    expect(Object.keys(features).filter((name) => name.startsWith('attribute:'))).toEqual(['attribute:segment'])
  })

  it('changes the score, whose facts still sum to its logit', () => {
    const lessons = prepareLessons({ id: 'm', params: { reach: PRIOR_REACH, win: BENT.win } })
    const features = listFeatures(SILENT, { segment: 'vip' }, ['segment'], NOW)
    const [lesson] = lessonsOf(lessons, [features])
    const taught = scoreCustomer(SILENT, MODEL, SETTINGS, NOW, lessons, lesson)
    const before = scoreCustomer(SILENT, MODEL, SETTINGS, NOW)
    expect(taught.learnedId).toBe('m')
    expect(taught.pWin).not.toBeCloseTo(before.pWin, 3)
    const logit = taught.facts.reduce((sum, { weight }) => sum + weight, taught.baseLogOdds)
    expect(logit).toBeCloseTo(logOdds(taught.pWin), 9)
    expect(taught.facts.some(({ code }) => code === 'attribute')).toBe(true)
    expect(scoreCustomer(SILENT, MODEL, SETTINGS, NOW, NO_LESSONS, {})).toEqual(before)
    expect(taught.believed).toEqual(before.believed)
  })

  it('is joined by what was counted beside it, and by nothing that was counted beside another', () => {
    const effects = { base: -0.2, offers: { 'DSC.PCT': 0.3 }, reasons: { PRC: 0.1 }, fits: { 'PRC|DSC.PCT': 0.2 } }
    const reach = { ...PRIOR_REACH, base: 0.7 }
    const counted = { beside: 'm', reach, effects, tried: { offers: { FLX: 9 }, fits: {} } }
    const inUse = { id: 'm', params: { reach: PRIOR_REACH, win: STRAIGHT.win } }
    const alone = prepareLessons(inUse)
    const joined = prepareLessons(inUse, counted)
    expect(joined.effects.base).toBeCloseTo(alone.effects.base - 0.2, 12)
    expect(joined.effects.offers['DSC.PCT']).toBeCloseTo((alone.effects.offers['DSC.PCT'] ?? 0) + 0.3, 12)
    expect([joined.reach.base, alone.reach.base]).toEqual([0.7, 0])
    for (const other of [null, { ...inUse, id: 'another' }]) {
      const apart = prepareLessons(other, counted)
      expect(apart.effects).toEqual(prepareLessons(other).effects)
      expect(apart.reach).toEqual(PRIOR_REACH)
      expect(apart.tried.offers.FLX).toBe(9)
    }
  })
})
