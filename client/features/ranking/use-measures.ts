import type { RankingMeasures } from '#contract/measures'
import { useRead } from '../../api/queries.ts'

const COUNTING_MILLISECONDS = 2_000

/** What ranking is worth; asked again while it is being counted for the first time. */
export function useMeasures() {
  const first = useRead('ranking.measures', {}, { staleMilliseconds: 0 })
  const isCounting = first.data?.asOf === null
  // The same read under the same key: this only sets its pace.
  useRead('ranking.measures', {}, { enabled: isCounting, refetchMilliseconds: isCounting && COUNTING_MILLISECONDS })
  return first
}
export type Measured = { [Part in keyof RankingMeasures]: NonNullable<RankingMeasures[Part]> }
