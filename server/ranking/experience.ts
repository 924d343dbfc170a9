import type { Features } from './features.ts'
import { tableFeatures } from './features.ts'
import type { Column } from './learning/table.ts'
import { attributeWin } from './learning/win-attribution.ts'
import type { WinModel } from './learning/win-model.ts'
import { groupOf } from './reasons.ts'

/** Columns of a call beside the customer's features: what was offered, why she had left, and both together. */
export const CALL_COLUMNS = ['fit', 'offer', 'reason'] as const
/** Nothing offered; left for a reason that is not known. */
export const NOTHING_KNOWN = '-'

/**
 * What outcomes have taught, as the score adds it up: logit P(persuaded) = base + scale · (our priors) + customer + offer
 * + reason + fit.
 */
export interface Effects {
  readonly scale: number
  readonly base: number
  readonly offers: Readonly<Record<string, number>>
  /** By group of reasons. */
  readonly reasons: Readonly<Record<string, number>>
  /** By `GROUP|OFFER`. */
  readonly fits: Readonly<Record<string, number>>
}

export const NO_EFFECTS: Effects = { scale: 1, base: 0, offers: {}, reasons: {}, fits: {} }

/** The value of the column `fit`. */
export const fitOf = (reasonCode: string, offerCode: string): string => `${groupOf(reasonCode)}|${offerCode}`

/** The effects of a learned model that do not depend on the customer. */
export function listEffects(win: WinModel | null): Effects {
  if (!win) return NO_EFFECTS
  const { design, ridge, mix, calibration } = win
  const strength = calibration.slope * mix.ridge
  const effects = { offer: {}, reason: {}, fit: {} } as Record<(typeof CALL_COLUMNS)[number], Record<string, number>>
  let at = 0
  for (const feature of design) {
    const own = CALL_COLUMNS.find((name) => name === feature.name)
    if (feature.kind === 'numeric') at += 1 + Number(feature.missing)
    else {
      for (const [i, level] of feature.levels.entries())
        if (own) effects[own][level] = strength * (ridge.weights[at + i] ?? 0)
      at += feature.levels.length + Number(feature.missing)
    }
  }
  // A customer about whom nothing stands out, nothing offered: what the centres of the ridge take away is in the base.
  const [nobody] = attributeWin(win, { rows: 1, columns: [] })
  const base = CALL_COLUMNS.reduce((sum, name) => sum + (nobody?.byFeature[name] ?? 0), nobody?.base ?? 0)
  return { scale: calibration.slope, base, offers: effects.offer, reasons: effects.reason, fits: effects.fit }
}

/** What outcomes have taught about each of these customers, log-odds by feature. */
export function weighCustomers(win: WinModel | null, customers: readonly Features[]): Record<string, number>[] {
  if (!win || customers.length === 0) return customers.map(() => ({}))
  return attributeWin(win, tableFeatures(customers)).map(({ byFeature }) => {
    const own: Record<string, number> = {}
    for (const [name, weight] of Object.entries(byFeature)) if (!isOfCall(name) && weight !== 0) own[name] = weight
    return own
  })
}

/** The columns of so many calls beside their customers' features. */
export function callColumns(calls: readonly { offerCode: string | null; reasonCode: string | null }[]): Column[] {
  const offers = calls.map(({ offerCode }) => offerCode ?? NOTHING_KNOWN)
  const reasons = calls.map(({ reasonCode }) => (reasonCode === null ? NOTHING_KNOWN : groupOf(reasonCode)))
  const category = (name: string, values: readonly string[]): Column => ({ name, kind: 'category', values })
  return [
    category('offer', offers),
    category('reason', reasons),
    category(
      'fit',
      calls.map(({ offerCode, reasonCode }) => fitOf(reasonCode ?? NOTHING_KNOWN, offerCode ?? NOTHING_KNOWN)),
    ),
  ]
}

const isOfCall = (name: string) => CALL_COLUMNS.some((column) => column === name)
