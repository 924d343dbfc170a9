import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import type { Quality, QualityCause } from '#contract/identity'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'

export type ListName = QualityCause | 'merged'
type Props = { quality: Quality; chosen: ListName; onChoose: (list: ListName) => void }

/** Every cause with its count: each opens its rows. */
export function CauseList({ quality, chosen, onChoose }: Props) {
  const t = useTranslations('identity')
  const app = useTranslations('app')
  const format = useFormat()
  const button = (list: ListName, count: string | null, isNone: boolean) => (
    <li key={list}>
      <button
        type="button"
        className="identity-cause"
        aria-current={chosen === list ? 'true' : undefined}
        data-none={isNone || undefined}
        onClick={() => onChoose(list)}
      >
        <span>{t(`cause.${list}`)}</span>
        {count !== null && <strong>{count}</strong>}
      </button>
    </li>
  )
  return (
    <nav className="identity-causes" aria-label={t('causesLabel')}>
      <ul>
        {quality.causes.map(({ cause, count, more }) =>
          button(cause, more ? t('many', { count: format.number(count) }) : format.number(count), count === 0),
        )}
        {button('merged', null, false)}
      </ul>
      {quality.imports.length > 0 && (
        <section className="identity-imports" aria-labelledby="identity-imports">
          <h3 id="identity-imports">{t('imports')}</h3>
          <ul>
            {quality.imports.map(({ id, fileName, faulty }) => (
              <li key={id}>
                <Link to="/import">
                  <Bdi>{t('importLine', { file: fileName, count: faulty })}</Bdi>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="identity-as-of">{app('asOf', { time: format.time(quality.asOf) })}</p>
    </nav>
  )
}
