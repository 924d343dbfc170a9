import { useTranslations } from 'use-intl'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { HEAR, type Move, PLAN } from '../place.ts'
import { useWork } from '../work.ts'

/** What is written down so far, before it is saved; each line leads back to where it was chosen. */
export function Recap() {
  const t = useTranslations('desk')
  const { keeping, taxonomy, go } = useWork()
  const labels = useLabels(taxonomy)
  const { reasons, offers, promises } = keeping.draft
  const rows: { title: string; words: string; to: Move }[] = [
    ...reasons.map(({ code }, at) => ({
      title: t(at === 0 ? 'conversation.reasonPrimary' : 'conversation.reasonMore'),
      words: labels(code),
      to: { to: 'step', step: HEAR } as const,
    })),
    ...offers
      .filter(({ answer }) => answer !== 'NOP')
      .map(({ code, answer }) => ({
        title: t(`decision.answer.${answer}`),
        words: labels(code),
        to: { to: 'offer', code } as const,
      })),
    ...promises.map(({ what }) => ({ title: t('promise.what'), words: what, to: { to: 'step', step: PLAN } as const })),
  ]
  if (rows.length === 0) return null
  return (
    <ul className="recap">
      {rows.map(({ title, words, to }) => (
        <li key={title + words}>
          <button type="button" onClick={() => go(to)}>
            <span>{title}</span>
            <b>
              <Bdi>{words}</Bdi>
            </b>
          </button>
        </li>
      ))}
    </ul>
  )
}
