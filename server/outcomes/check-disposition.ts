import type { CallEnd, CallState } from '#contract/calls'
import type { DispositionInput } from '#contract/outcomes'
import type { Problem } from '#contract/problem'
import type { Outcome, Taxonomy } from '#contract/programme'
import type { Role } from '#contract/staff'
import { isStopCode } from './stop-kind.ts'

/** The attempt that is being written up: the last dial since the agent was handed this customer. */
export type AttemptFacts = { state: CallState; endedAs: CallEnd | null; answered: boolean }

export type CheckContext = {
  taxonomy: Taxonomy
  role: Role
  /** Offers of the campaign; empty: all. */
  campaignOffers: readonly string[]
  attempt: AttemptFacts | null
  now: Date
}

const DAY_MS = 86_400_000
/** A date given as a day may lie behind us by hours, somewhere on earth. */
const DAY_SLACK_MS = DAY_MS
const FARTHEST_CALLBACK_MS = 366 * DAY_MS
const FARTHEST_PROMISE_MS = 10 * 366 * DAY_MS

/** System codes that an agent may give too: what the line did on a phone that we do not hear. */
const LINE_CODES: ReadonlySet<string> = new Set(['X.NA', 'X.BSY', 'X.MACH', 'X.INV', 'X.FAIL'])
const NEEDS_DATE: ReadonlySet<string> = new Set(['W.COM', 'W.TRY', 'L.CON'])
/** May be known without any dial: a stop told by a colleague, a file that shows the customer active. */
const NEEDS_NO_ATTEMPT = (code: string): boolean => isStopCode(code) || code === 'A.ACTIVE'

const problem = (code: string, field: string, params?: Problem['params']): Problem => ({
  code,
  field: `body.${field}`,
  ...(params ? { params } : {}),
})

const checkTimes = (input: DispositionInput, now: Date): Problem[] => {
  const found: Problem[] = []
  const check = (field: 'callbackAt' | 'promisedAt', missing: string, slackMs: number, farthestMs: number) => {
    const text = input[field]
    if (text === null) return void found.push(problem(missing, field))
    const ahead = Date.parse(text) - now.getTime()
    if (ahead <= -slackMs) found.push(problem('date.past', field))
    if (ahead > farthestMs) found.push(problem('date.future', field, { value: text }))
  }
  if (input.outcome === 'C.CB') check('callbackAt', 'outcome.callback-required', 0, FARTHEST_CALLBACK_MS)
  if (NEEDS_DATE.has(input.outcome)) check('promisedAt', 'outcome.date-required', DAY_SLACK_MS, FARTHEST_PROMISE_MS)
  return found
}

const checkReasons = ({ reasons, words }: DispositionInput, taxonomy: Taxonomy): Problem[] =>
  reasons.flatMap(({ code }, i): Problem[] => {
    const field = `reasons.${i}.code`
    const leaf = taxonomy.reasons.some((reason) => reason.code === code && reason.parent !== null)
    if (!leaf) return [problem('outcome.reason-unknown', field, { code })]
    if (reasons.findIndex((other) => other.code === code) !== i)
      return [problem('outcome.reason-twice', field, { code })]
    return code === 'UNK.OTHER' && words.trim() === '' ? [problem('outcome.words-required', 'words')] : []
  })

const checkOffers = ({ offers }: DispositionInput, { taxonomy, role, campaignOffers }: CheckContext): Problem[] =>
  offers.flatMap(({ code }, i): Problem[] => {
    const field = `offers.${i}.code`
    const offer = taxonomy.offers.find((one) => one.code === code)
    const twice = offers.findIndex((other) => other.code === code) !== i
    if (!offer || twice || (campaignOffers.length > 0 && !campaignOffers.includes(code)))
      return [problem('outcome.offer-not-allowed', field, { code })]
    return offer.authority === 'supervisor' && role === 'agent'
      ? [problem('offer.needs-supervisor', field, { code })]
      : []
  })

const checkAttempt = (outcome: Outcome, attempt: AttemptFacts | null): Problem[] => {
  if (!attempt) return NEEDS_NO_ATTEMPT(outcome.code) ? [] : [problem('outcome.attempt-required', 'callId')]
  // Nobody was on the line, so nobody can have said anything; a stop is believed in any case.
  const claimsReached = outcome.rightParty && !isStopCode(outcome.code) && outcome.code !== 'A.ACTIVE'
  return claimsReached && !attempt.answered ? [problem('outcome.not-reached', 'outcome')] : []
}

/** Every rule that this input breaks, all at once, each with its field; empty when it may be saved. */
export function checkDisposition(input: DispositionInput, context: CheckContext): Problem[] {
  const { taxonomy, attempt, now } = context
  const outcome = taxonomy.outcomes.find((one) => one.code === input.outcome)
  if (!outcome) return [problem('outcome.unknown', 'outcome', { code: input.outcome })]
  if (outcome.layer === 'system' && !LINE_CODES.has(outcome.code))
    return [problem('outcome.not-agent', 'outcome', { code: outcome.code })]
  return [
    ...checkAttempt(outcome, attempt),
    ...checkTimes(input, now),
    ...(outcome.code === 'C.PLAN' && input.promises.length === 0
      ? [problem('outcome.promise-required', 'promises')]
      : []),
    ...checkReasons(input, taxonomy),
    ...checkOffers(input, context),
  ]
}
