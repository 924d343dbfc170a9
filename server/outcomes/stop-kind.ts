import type { StopCode } from '#contract/outcomes'
import type { Denial } from '../compliance/permit.ts'
import type { StopKind } from '../compliance/permit-context.ts'

const KINDS: Readonly<Record<StopCode, StopKind>> = {
  'S.CALL': 'call',
  'S.ALL': 'all',
  'S.DEAD': 'dead',
  'S.ABUSE': 'abuse',
}

export const isStopCode = (code: string): code is StopCode => Object.hasOwn(KINDS, code)
export const stopKindOf = (code: StopCode): StopKind => KINDS[code]

/** The stops that stand for the person (not only for a number of hers), as outcome codes. */
export const standingStops = (denials: readonly Denial[]): StopCode[] =>
  denials.flatMap(({ rule, params }) =>
    rule === 'stop' && params.scope === 'person'
      ? (Object.keys(KINDS) as StopCode[]).filter((code) => KINDS[code] === params.kind)
      : [],
  )
