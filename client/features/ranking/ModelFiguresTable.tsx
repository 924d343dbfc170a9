import { useTranslations } from 'use-intl'
import type { ModelFigures, PartFigures } from '#contract/ranking'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'

const COUNTS = ['attempts', 'reached', 'wins', 'blocks'] as const
const PARTS = ['reach', 'win'] as const

/** What a model was learned from, and how each of its parts did beside what was in use, on calls that it had not seen. */
export function ModelFiguresTable({ caption, figures }: { caption: string; figures: ModelFigures }) {
  const t = useTranslations('ranking.model')
  const format = useFormat()
  const beside = (value: number | null, before: number | null, places: number): string => {
    if (value === null) return t('nothing')
    if (before === null) return format.fixed(value, places)
    return t('against', { value: isolate(format.fixed(value, places)), before: isolate(format.fixed(before, places)) })
  }
  const gain = ({ gain: found }: PartFigures): string => {
    if (!found) return t('nothing')
    const each = (value: number) => isolate(format.signed(value, 4))
    return t('interval', { value: each(found.value), low: each(found.low), high: each(found.high) })
  }
  const rows: { id: 'how' | 'cases' | 'logLoss' | 'gain' | 'order'; of: (part: PartFigures) => string }[] = [
    { id: 'how', of: ({ by }) => t(`by.${by}`) },
    {
      id: 'cases',
      of: ({ cases, successes }) =>
        cases === 0
          ? t('nothing')
          : t('casesValue', { cases: format.number(cases), successes: format.number(successes) }),
    },
    { id: 'logLoss', of: ({ logLoss, inUseLogLoss }) => beside(logLoss, inUseLogLoss, 4) },
    { id: 'gain', of: gain },
    { id: 'order', of: ({ withinBlockAuc, inUseWithinBlockAuc }) => beside(withinBlockAuc, inUseWithinBlockAuc, 3) },
  ]
  return (
    <>
      <dl className="model-counts">
        {COUNTS.map((id) => (
          <div key={id} className="model-count">
            <dt>{t(id)}</dt>
            <dd>{format.number(figures[id])}</dd>
          </div>
        ))}
      </dl>
      <table className="table model-figures">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('figure')}</span>
            </th>
            {PARTS.map((part) => (
              <th key={part} scope="col">
                {t(`part.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, of }) => (
            <tr key={id}>
              <th scope="row">{t(id)}</th>
              {PARTS.map((part) => (
                <td key={part}>{of(figures[part])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
