import type { OfferAnswerCode, Outcome, Reason, Taxonomy } from '#contract/programme'
import type { OfferEstimate, Why } from '#contract/queue'

/** The row of keys that choose, in order: 1 to 9, then 0 and the one beside it for the longest list. */
export const choiceKeys = [...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map((digit) => `Digit${digit}`), 'Minus'] as const

export const offerAnswers = [
  'ACC',
  'CON',
  'DPR',
  'DTR',
  'DND',
  'CTR',
  'NOP',
] as const satisfies readonly OfferAnswerCode[]
export const outcomeGroups = ['W', 'C', 'L', 'N', 'A', 'S'] as const
export type OutcomeGroup = (typeof outcomeGroups)[number]

export const reasonGroups = ({ reasons }: Taxonomy): Reason[] => reasons.filter(({ parent }) => parent === null)
export const reasonLeaves = ({ reasons }: Taxonomy, group: string): Reason[] =>
  reasons.filter(({ parent }) => parent === group)

const fold = (text: string): string =>
  text.toLowerCase().normalize('NFKC').replaceAll('ي', 'ی').replaceAll('ك', 'ک').replaceAll(/[‘’ʻ]/g, "'").trim()

/** Leaves whose label in any of our languages holds every word that was typed; those that begin with it come first. */
export function findReasons({ reasons }: Taxonomy, typed: string): Reason[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const textOf = ({ labels, code }: Reason): string => fold(`${labels.en} ${labels.fa} ${labels.uz} ${code}`)
  const begins = (reason: Reason): boolean =>
    Object.values(reason.labels).some((label) => fold(label).startsWith(words[0] ?? ''))
  return reasons
    .filter((reason) => reason.parent !== null && words.every((word) => textOf(reason).includes(word)))
    .sort((a, b) => Number(begins(b)) - Number(begins(a)))
    .slice(0, 9)
}

const groupOf = (outcome: Outcome): OutcomeGroup | undefined =>
  outcomeGroups.find((group) => outcome.code.startsWith(`${group}.`))

/** Outcomes that an agent may choose, by group. What the line says itself is not among them. */
export const outcomesOf = ({ outcomes }: Taxonomy, group: string): Outcome[] =>
  outcomes.filter((outcome) => outcome.layer === 'agent' && groupOf(outcome) === group)

/** 'Lost: not interested now' below the heading 'Lost' → 'Not interested now'. */
export function shortenLabel(label: string): string {
  const rest = label.replace(/^\p{L}+:\s+/u, '')
  return rest.charAt(0).toLocaleUpperCase() + rest.slice(1)
}

/** Said in the conversation, not sold: they have steps of their own. */
const notSold = new Set(['APO', 'INF', 'NON'])

type OfferQuestion = {
  taxonomy: Taxonomy
  allowed: readonly string[]
  why: Why | null
  reasonCode: string | null
  /** What the server says for this reason, best first; undefined while it has not. */
  told?: readonly OfferEstimate[] | undefined
}

/**
 * The offers to make, best first: of those that the campaign allows (none named: all) and the agent may give, first what fits the reason,
 * each lot by expected net value; what the server has valued for this very reason goes before. The first is the recommendation, the next two its alternatives.
 */
export function rankOffers({ taxonomy, allowed, why, reasonCode, told }: OfferQuestion): string[] {
  // Drawn so that offers are judged against none: nothing is put before the agent then.
  if (told?.[0]?.code === 'NON') return []
  const fitting = taxonomy.reasons.find(({ code }) => code === reasonCode)?.defaultOffers ?? []
  const netOf = (code: string): number =>
    Number(why?.offers.find((offer) => offer.code === code)?.netMinor ?? -Infinity)
  const placeOf = (code: string): number => {
    const place = told?.findIndex((offer) => offer.code === code) ?? -1
    return place < 0 ? (told?.length ?? 0) : place
  }
  const fits = (code: string): number => (fitting.includes(code) ? 1 : 0)
  return taxonomy.offers
    .filter(
      ({ code, authority }) =>
        (allowed.length === 0 || allowed.includes(code)) && authority !== 'supervisor' && !notSold.has(code),
    )
    .map(({ code }) => code)
    .filter((code) => fits(code) > 0 || netOf(code) > -Infinity || told?.some((offer) => offer.code === code))
    .sort(
      (a, b) =>
        placeOf(a) - placeOf(b) || fits(b) - fits(a) || (netOf(b) > netOf(a) ? 1 : netOf(b) < netOf(a) ? -1 : 0),
    )
    .slice(0, 3)
}
