/**
 * How often each reason for leaving is met in the town, and the offers that answer it.
 * Codes and default offers: design taxonomy, version 2. Weights are ours, led by Keaveney (1995), where core service
 * failure (44 %), failed encounters (34 %), price (30 %) and inconvenience (21 %) come first; they claim no more than that.
 */
type ReasonRow = readonly [code: string, weight: number, offers: readonly string[]]

const ROWS: readonly ReasonRow[] = [
  ['PRC.HIGH', 12, ['DSC.PCT', 'DSC.AMT', 'FLX', 'LOY']],
  ['PRC.FEE', 3, ['FEE', 'CRD']],
  ['PRC.VAL', 3, ['FLX', 'INF']],
  ['PRC.BUDGET', 4, ['FLX']],
  ['PRD.QUAL', 9, ['FIX', 'UPG', 'CRD']],
  ['PRD.FEAT', 2, ['INF', 'UPG']],
  ['PRD.STOCK', 4, ['FIX', 'CNV']],
  ['PRD.CPLX', 1, ['INF', 'SVC']],
  ['SRV.RUDE', 5, ['APO', 'SVC']],
  ['SRV.KNOW', 3, ['APO', 'SVC']],
  ['SRV.IVR', 2, ['APO', 'SVC']],
  ['SRV.WAIT', 3, ['APO', 'SVC']],
  ['CMP.NONE', 4, ['APO', 'FIX', 'CRD']],
  ['CMP.BAD', 2, ['APO', 'CRD']],
  ['CMP.OPEN', 3, ['FIX']],
  ['CMP.BILL', 2, ['FIX', 'CRD']],
  ['CNV.LOC', 2, ['CNV']],
  ['CNV.HRS', 1, ['CNV']],
  ['CNV.DLV', 6, ['APO', 'CNV', 'FIX']],
  ['CNV.PAY', 1, ['FLX']],
  ['CPT.BETTER', 4, ['UPG', 'INF']],
  ['CPT.PRICE', 5, ['DSC.PCT', 'DSC.AMT', 'LOY']],
  ['CPT.BUNDLE', 1, []],
  ['CPT.WOM', 1, ['SVC']],
  ['TRU.DISH', 2, ['APO', 'FIX', 'CRD']],
  ['TRU.PRIV', 0.5, ['APO']],
  ['TRU.HARD', 1, ['APO']],
  ['TRU.SPAM', 2, ['APO']],
  ['NED.UNUSED', 4, []],
  ['NED.LIFE', 2, ['FLX']],
  ['NED.SEASON', 4, ['FLX']],
  ['INV.MOVED', 2, []],
  ['INV.PAYF', 2, ['FLX']],
  ['INV.CLOSED', 0.5, []],
  ['PSV.FORGOT', 7, ['INF', 'LOY']],
  ['PSV.ACTIVE', 1, []],
  ['PSV.PAUSE', 3, ['FLX']],
  ['UNK.REFUSED', 2, []],
]

export const REASON_WEIGHTS: readonly (readonly [string, number])[] = ROWS.map(([code, weight]) => [code, weight])

const OFFERS = new Map(ROWS.map(([code, , offers]) => [code, offers]))

/** The offers that fit a reason; empty when none does. */
export function offersFor(reason: string): readonly string[] {
  return OFFERS.get(reason) ?? []
}
