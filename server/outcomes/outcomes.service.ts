import { createAutoOutcomes } from './auto.service.ts'
import type { OutcomesDeps } from './needs.ts'
import { createSaving } from './save.service.ts'
import { createStops } from './stop.service.ts'

/** How attempts ended, in the words of the programme, and what follows from it. */
export const createOutcomes = (deps: OutcomesDeps) => ({
  save: createSaving(deps),
  pressStop: createStops(deps),
  /** Writes up what vanished agents left; called with the other sweeps. */
  sweep: createAutoOutcomes(deps),
})
export type Outcomes = ReturnType<typeof createOutcomes>
