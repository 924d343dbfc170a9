import type { TaskList } from 'graphile-worker'
import type { Clock } from '../platform/clock.ts'
import type { Ranking } from './ranking.service.ts'

export const RESCORE_JOB = 'ranking.rescore'

/** After an import and every night. */
export function rankingJobs({ ranking, clock }: { ranking: Pick<Ranking, 'rescoreAll'>; clock: Clock }): TaskList {
  return { [RESCORE_JOB]: async () => void (await ranking.rescoreAll(clock.now())) }
}
