import { splitSlot } from '../../../server/ranking/week-slot.ts'
import { between, type Chance, chanceFrom, hashText, normal } from '../../world/chance.ts'
import { personaFor } from '../../world/persona.ts'
import { offersFor } from '../../world/reason.ts'
import type { TownCustomer } from '../../world/town.ts'

/**
 * What is true of a customer of the made-up town and what nobody in the call centre is told. The sizes are ours and differ
 * on purpose from the priors of the product, which has to find out.
 */
export interface Truth {
  readonly reason: string
  /** Log-odds of an answer at a neutral hour. */
  readonly answers: number
  /** Log-odds of being persuaded by a call without an offer. */
  readonly persuaded: number
  readonly pUnaided: number
  /** Comes back in the horizon though nobody calls: after so many days; null: does not. */
  readonly returnsAfterDays: number | null
  /** Margin of a second life in rials, the reason for leaving being gone or standing. */
  readonly secondLife: { readonly cured: number; readonly uncured: number }
  /** What is peculiar to this town: log-odds of an offer among those who left for reasons of one group. */
  readonly peculiar: (offer: string) => number
}

const UNAIDED: Readonly<Record<string, number>> = {
  'NED.SEASON': 0.3,
  'PSV.PAUSE': 0.2,
  'PSV.FORGOT': 0.08,
  'PRC.BUDGET': 0.06,
}
const UNAIDED_OTHERWISE = 0.03
const TEMPER = { warm: 0.2, neutral: 0, cold: -0.2, angry: -0.4 } as const
const GROUP: Readonly<Record<string, number>> = {
  PRC: 0.5,
  PSV: 0.7,
  CNV: 0.2,
  SRV: -0.1,
  PRD: -0.1,
  CMP: -0.2,
  CPT: -0.5,
  TRU: -0.9,
  NED: -1.2,
  INV: -1.5,
}
const INCENTIVES = new Set(['DSC.PCT', 'DSC.AMT', 'UPG', 'CRD', 'LOY', 'FEE', 'TRL'])
const [FITS, INCENTIVE, PECULIAR] = [0.9, 0.35, 0.4]
const [SECOND_LIFE_YEARS, DISCOUNT, CURED_LOSS, UNCURED_LOSS] = [3, 0.1, 0.12, 0.65]
const MARGIN = 0.3
const [EVENING_BAND, NOON_BAND] = [8, 6]

export function findTruth(seed: number, customer: TownCustomer, now: Date): Truth {
  const chance = chanceFrom(hashText(seed, `truth ${customer.externalId}`))
  const reason = customer.truth.reason ?? 'UNK.REFUSED'
  const persona = personaFor(seed, customer.phones[0] ?? '')
  const group = reason.slice(0, 3)
  const orders = 365 / customer.truth.ownGapDays
  const amounts = customer.purchases.map(({ amountRials }) => Number(amountRials))
  const order = amounts.reduce((sum, one) => sum + one, 0) / Math.max(1, amounts.length)
  const wealth = Math.log(order / 1e7)
  const vip = customer.attributes.segment === 'vip' ? 0.5 : 0
  const referrals = Number(customer.attributes.referrals) > 0 ? 0.4 : 0
  // The strong and the recently lost are won more easily (Kumar, Bhagwat & Zhang 2015, J. Marketing 79(4)).
  const silent = (now.getTime() - (customer.purchases.at(-1)?.at.getTime() ?? 0)) / 86_400_000
  const life = 0.2 * Math.log((1 + customer.purchases.length) / 12) - 0.3 * Math.log((30 + silent) / 280)
  const pUnaided = UNAIDED[reason] ?? UNAIDED_OTHERWISE
  return {
    reason,
    answers: -1 + 0.2 * normal(chance),
    persuaded:
      -2.5 +
      life +
      (GROUP[group] ?? 0) +
      TEMPER[persona.temper] +
      vip +
      referrals +
      0.15 * wealth +
      0.1 * normal(chance),
    pUnaided,
    returnsAfterDays: returnAfter(chance, pUnaided),
    peculiar: (offer) => PECULIAR * normal(chanceFrom(hashText(seed, `peculiar ${group} ${offer}`))),
    secondLife: {
      cured: MARGIN * order * (1 + annuity(orders, CURED_LOSS)),
      uncured: MARGIN * order * (1 + annuity(orders, UNCURED_LOSS)),
    },
  }
}

function returnAfter(chance: Chance, pUnaided: number): number | null {
  const days = between(chance, 1, 90)
  return chance() < pUnaided ? days : null
}

/** Orders a year over the years of a second life, discounted and lost at a constant rate. */
function annuity(perYear: number, lossPerYear: number): number {
  const rate = Math.log1p(DISCOUNT) - Math.log1p(-lossPerYear)
  return (perYear * (1 - Math.exp(-rate * SECOND_LIFE_YEARS))) / rate
}

/** P(answers in this slot of her week, after so many attempts, some in the same slot). */
export function trueContact(truth: Truth, slot: number, attempts: number, triedInSlot: number): number {
  const { day, band } = splitSlot(slot)
  const weekend = day === 4 || day === 5
  const hour = weekend ? 0.1 : band >= EVENING_BAND ? 0.4 : band === NOON_BAND ? 0.1 : -0.25
  return sigmoid(truth.answers + hour - 0.15 * Math.min(5, attempts) - 0.3 * Math.min(2, triedInSlot))
}

/** P(persuaded | she answers, this offer). */
export function truePersuaded(truth: Truth, offer: string): number {
  const fits = offersFor(truth.reason).includes(offer)
  return sigmoid(truth.persuaded + truth.peculiar(offer) + (fits ? FITS : INCENTIVES.has(offer) ? INCENTIVE : 0))
}

/** Margin of the second life after a return with this offer, rials; without one that fits the reason mostly stands. */
export function trueSecondLife({ reason, secondLife }: Truth, offer: string | null): number {
  const stands = offer !== null && offersFor(reason).includes(offer) ? 0.2 : 0.5
  return (1 - stands) * secondLife.cured + stands * secondLife.uncured
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
