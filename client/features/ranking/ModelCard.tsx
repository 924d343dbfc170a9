import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { LearnedModelView } from '#contract/ranking'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ModelFiguresTable } from './ModelFiguresTable.tsx'

type Props = {
  title: string
  model: LearnedModelView | null
  /** What stands here without a model. */
  nobody: { title: string; body: string }
  action: ReactNode
}

const TONES = { better: 'won', 'not-better': 'waiting', 'too-little': 'waiting' } as const

/** One model: where it comes from, what it was judged on, and the verdict in words. */
export function ModelCard({ title, model, nobody, action }: Props) {
  const t = useTranslations('ranking.model')
  const format = useFormat()
  return (
    <section className="model-card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="ranking-actions">{action}</span>
      </header>
      {model ? (
        <>
          <p className="model-title">
            <b>{t('name', { number: format.number(model.number) })}</b>
            <Chip tone={TONES[model.figures.verdict]}>{t(`verdict.${model.figures.verdict}`)}</Chip>
          </p>
          <div className="ranking-note model-source">
            <p>{t('made', { when: format.date(model.madeAt), until: format.date(model.learnedTo) })}</p>
            {model.usedAt && (
              <p>
                {model.usedBy
                  ? t('used', { when: format.date(model.usedAt), name: isolate(model.usedBy) })
                  : t('usedItself', { when: format.date(model.usedAt) })}
              </p>
            )}
          </div>
          <ModelFiguresTable caption={title} figures={model.figures} />
        </>
      ) : (
        <div className="model-none">
          <h3>{nobody.title}</h3>
          <p className="ranking-note">{nobody.body}</p>
        </div>
      )}
    </section>
  )
}
