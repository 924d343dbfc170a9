import { useCallback, useMemo } from 'react'
import type { Taxonomy } from '#contract/programme'
import { useLabel } from './labels.ts'

/**
 * The reader's label of any code of the programme; the code itself where it is not known. Groups of reasons are left out:
 * one of them has the code of an offer.
 */
export function useLabels({ reasons, offers, outcomes }: Taxonomy): (code: string) => string {
  const label = useLabel()
  const byCode = useMemo(
    () =>
      new Map(
        [...reasons.filter(({ parent }) => parent !== null), ...offers, ...outcomes].map(({ code, labels }) => [
          code,
          labels,
        ]),
      ),
    [reasons, offers, outcomes],
  )
  return useCallback(
    (code) => {
      const labels = byCode.get(code)
      return labels ? label(labels) : code
    },
    [byCode, label],
  )
}
