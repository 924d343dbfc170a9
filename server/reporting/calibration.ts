import type { CalibrationWeek, Explored, Said } from '#contract/measures'
import { areaUnderCurve } from '../ranking/learning/measures.ts'
import type { JudgedClaim } from './judged-claims.store.ts'

/** What was said of each case, and whether it came about. */
type Cases = { said: number[]; happened: number[] }
type Week = { reach: Cases; win: Cases }

const noCases = (): Cases => ({ said: [], happened: [] })
const addCase = ({ said, happened }: Cases, probability: number, success: boolean): void => {
  said.push(probability)
  happened.push(success ? 1 : 0)
}
const sumUp = ({ said, happened }: Cases): Said => ({
  cases: said.length,
  said: said.reduce((sum, one) => sum + one, 0),
  happened: happened.reduce((sum, one) => sum + one, 0),
  auc: areaUnderCurve(said, happened),
})

/** Said against happened, by week. `weekOf`: when the week of an instant began, in milliseconds. */
export function createCalibration(weekOf: (at: Date) => number) {
  const weeks = new Map<number, Week>()
  return {
    add: ({ at, pContact, pWin, attempted, reached, won }: JudgedClaim): void => {
      if (!attempted) return
      const start = weekOf(at)
      const week = weeks.get(start) ?? { reach: noCases(), win: noCases() }
      weeks.set(start, week)
      if (pContact !== null) addCase(week.reach, pContact, reached)
      if (pWin !== null && reached) addCase(week.win, pWin, won)
    },
    /** The newest first. */
    weeks: (): CalibrationWeek[] =>
      [...weeks]
        .sort(([a], [b]) => b - a)
        .map(([start, { reach, win }]) => ({
          from: new Date(start).toISOString(),
          reach: sumUp(reach),
          win: sumUp(win),
        })),
  }
}

/** Claims drawn evenly, to learn from, beside those that came by value. */
export function createExplored(from: Date) {
  const none = () => ({ claims: 0, attempted: 0, reached: 0, won: 0 })
  const [drawn, ordered] = [none(), none()]
  return {
    add: ({ at, explored, attempted, reached, won }: JudgedClaim): void => {
      if (at < from) return
      const slice = explored ? drawn : ordered
      slice.claims++
      if (attempted) slice.attempted++
      if (reached) slice.reached++
      if (won) slice.won++
    },
    sums: (): Explored => ({ from: from.toISOString(), drawn, ordered }),
  }
}
