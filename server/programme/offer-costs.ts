/**
 * What one acceptance of each offer is taken to cost, in points, until a supervisor says otherwise. A point is a
 * twenty-fifth of an ordinary order: the shares are those of ranking/offers.ts (15 % off three orders; an upgrade in
 * the proportion of Kumar's costs, HBR March 2016; both for the bundle; the rest are ours). Words cost nothing.
 */
const OFFER_POINTS: Readonly<Record<string, number>> = {
  APO: 0,
  FIX: 0,
  INF: 0,
  NON: 0,
  DSC: 11.25,
  UPG: 9.75,
  BDL: 21,
  CRD: 12.5,
  FEE: 3.75,
  TRL: 6.25,
  LOY: 3.75,
  FLX: 2.5,
  SVC: 5,
  CNV: 2.5,
}
const UNKNOWN_POINTS = 7.5

/** Units of the currency to a point: our own round figures for the price of daily goods, not rates of exchange. */
const UNITS_PER_POINT: Readonly<Record<string, number>> = { IRR: 1_000_000, UZS: 10_000, RUB: 100, TRY: 50 }

/** Decimal digits of a currency as its people write it ('USD' 2, 'IRR' 0), by the CLDR data of Intl. */
export function readExponent(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

/** Minor units. A code takes the cost of its group: 'DSC.PCT' that of 'DSC'. */
export function defaultOfferCost(code: string, currency: string): bigint {
  const points = OFFER_POINTS[code.split('.')[0] ?? code] ?? UNKNOWN_POINTS
  return BigInt(Math.round(points * (UNITS_PER_POINT[currency] ?? 1) * 10 ** readExponent(currency)))
}
