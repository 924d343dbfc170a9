import type { Taxonomy } from '#contract/programme'
import { useLabels } from '../../i18n/use-labels.ts'
import { ExploredPart } from './ExploredPart.tsx'
import { LiftPart } from './LiftPart.tsx'
import { MeasuresGate } from './MeasuresGate.tsx'
import { OffersPart } from './OffersPart.tsx'
import { WeeksPart } from './WeeksPart.tsx'

/** What calling is worth, whether what is said comes true, and what other offers would have brought. */
export function WorthPanel({ taxonomy }: { taxonomy: Taxonomy }) {
  const labels = useLabels(taxonomy)
  return (
    <MeasuresGate>
      {({ lift, weeks, offers, explored }) => (
        <>
          {lift && <LiftPart lift={lift} />}
          {weeks && <WeeksPart weeks={weeks} />}
          {offers && <OffersPart offers={offers} labels={labels} />}
          {explored && <ExploredPart explored={explored} />}
        </>
      )}
    </MeasuresGate>
  )
}
