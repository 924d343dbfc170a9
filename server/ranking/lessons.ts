import { addEffects, type Counted, NOTHING_COUNTED, NOTHING_TRIED, type TriedSoFar } from './counted.ts'
import { type Effects, listEffects, NO_EFFECTS, weighCustomers } from './experience.ts'
import { attributeOf, type Features } from './features.ts'
import type { WinModel } from './learning/win-model.ts'
import { PRIOR_REACH, type ReachModel } from './reach.ts'
import { createFact, type Fact } from './win-odds.ts'

/** What was learned from outcomes and is in use; plain JSON, the params of a learned model. */
export interface LearnedParams {
  readonly version: 1
  readonly reach: ReachModel
  /** null: too few outcomes, our priors stand alone. */
  readonly win: WinModel | null
  readonly counted: Counted
}

/** The same, made ready for scoring. One object for a run: what follows from it is worked out once. */
export interface Lessons {
  /** Of the learned model; null: our priors. */
  readonly id: string | null
  readonly reach: ReachModel
  readonly effects: Effects
  readonly win: WinModel | null
  readonly tried: TriedSoFar
}

/** What was learned about one customer: log-odds by feature. */
export type Lesson = Readonly<Record<string, number>>

export const NO_LESSONS: Lessons = {
  id: null,
  reach: PRIOR_REACH,
  effects: NO_EFFECTS,
  win: null,
  tried: NOTHING_TRIED,
}

type Parts = Pick<LearnedParams, 'reach' | 'win'>
const PRIORS: Parts = { reach: PRIOR_REACH, win: null }

/** The model in use, null where our priors are, and what was counted beside it. */
export const prepareLessons = (
  inUse: { readonly id: string; readonly params: Parts } | null,
  counted: Counted = NOTHING_COUNTED,
): Lessons => {
  const { win, reach } = inUse?.params ?? PRIORS
  const fits = counted.beside === (inUse?.id ?? null)
  const effects = listEffects(win)
  return {
    id: inUse?.id ?? null,
    reach: fits ? counted.reach : reach,
    effects: fits ? addEffects(effects, counted.effects) : effects,
    win,
    tried: counted.tried,
  }
}

/** What was learned about each of these customers. */
export const lessonsOf = ({ win }: Lessons, customers: readonly Features[]): Lesson[] => weighCustomers(win, customers)

/**
 * The facts with what was learned about each: a fact that is shown takes what was learned of it, an attribute becomes one,
 * and the rest is experience with customers like this. They sum to scale · facts + lesson.
 */
export function mergeLesson(facts: readonly Fact[], lesson: Lesson, scale: number): Fact[] {
  const left = new Map(Object.entries(lesson))
  const merged = facts.map((fact) => {
    const learned = left.get(fact.code) ?? 0
    left.delete(fact.code)
    return createFact(fact.code, scale * fact.weight + learned, fact.params)
  })
  let experience = 0
  for (const [feature, weight] of left) {
    const name = attributeOf(feature)
    if (name === null) experience += weight
    else merged.push(createFact('attribute', weight, { name }))
  }
  if (experience !== 0) merged.push(createFact('experience', experience))
  return merged
}
