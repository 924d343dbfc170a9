import { useMutation, useQueryClient } from '@tanstack/react-query'
import { GraduationCap } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Models } from '#contract/ranking'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { readKey } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { addToast } from '../../ui/toasts.ts'
import { ConfirmModel } from './ConfirmModel.tsx'
import { EarlierModels } from './EarlierModels.tsx'
import { ModelCard } from './ModelCard.tsx'
import type { ModelAct } from './model-act.ts'
import { RankingPart } from './RankingPart.tsx'

/** What orders the queue beside what could; nothing changes without a yes. */
export function ModelsPanel({ models }: { models: Models }) {
  const t = useTranslations('ranking.model')
  const say = useProblemWords()
  const format = useFormat()
  const client = useQueryClient()
  const [asked, setAsked] = useState<ModelAct | null>(null)
  const readAgain = (): void => {
    // A small base may be scored anew before anybody sees that it is being scored.
    for (const name of ['ranking.models', 'ranking.queue'] as const)
      void client.invalidateQueries({ queryKey: readKey(name) })
  }
  const fail = (error: unknown): void => {
    addToast('stop', say(problemOf(error)))
    readAgain()
  }
  const learn = useMutation({
    mutationFn: () => call('ranking.learn', {}),
    onSuccess: () => {
      addToast('reached', t('learnAsked'))
      readAgain()
    },
    onError: fail,
  })
  const act = useMutation({
    mutationFn: ({ kind, model }: ModelAct) =>
      call(kind === 'adopt' ? 'ranking.adopt' : 'ranking.rollBack', { body: { id: model.id } }),
    onSuccess: (_, { kind, model }) => {
      setAsked(null)
      addToast('won', t(kind === 'adopt' ? 'adopted' : 'rolledBack', { number: format.number(model.number) }))
      readAgain()
    },
    onError: (error) => {
      setAsked(null)
      fail(error)
    },
  })
  const { inUse, candidate, earlier, learning, secondLives } = models
  return (
    <div className="ranking-parts">
      <div className="ranking-models">
        <ModelCard
          title={t('inUse')}
          model={inUse}
          nobody={{ title: t('priors.title'), body: t('priors.body') }}
          action={
            inUse && (
              <Button dense onPress={() => setAsked({ kind: 'rollBack', model: inUse })}>
                {t('rollBack')}
              </Button>
            )
          }
        />
        <ModelCard
          title={t('candidate')}
          model={candidate}
          nobody={{ title: t('none.title'), body: t('none.body') }}
          action={
            <>
              <Button
                dense
                icon={<GraduationCap size={14} aria-hidden="true" />}
                isPending={learning || learn.isPending}
                onPress={() => !learning && !learn.isPending && learn.mutate()}
              >
                {learning ? t('learning') : t('learn')}
              </Button>
              {candidate && (
                <Button kind="primary" dense onPress={() => setAsked({ kind: 'adopt', model: candidate })}>
                  {t('adopt')}
                </Button>
              )}
            </>
          }
        />
      </div>
      {(inUse || candidate) && <p className="ranking-note">{t('explain')}</p>}
      {secondLives && (
        <RankingPart title={t('secondLives.title')} lead={t('secondLives.lead')}>
          <p className="ranking-note">
            {t(secondLives.seen > 0 ? 'secondLives.seen' : 'secondLives.none', {
              seen: secondLives.seen,
              lost: format.number(secondLives.lost),
              factor: format.fixed(secondLives.lossFactor, 2),
            })}
          </p>
        </RankingPart>
      )}
      <RankingPart title={t('earlier')}>
        <EarlierModels models={earlier} onAdopt={(model) => setAsked({ kind: 'adopt', model })} />
      </RankingPart>
      {asked && (
        <ConfirmModel
          act={asked}
          isPending={act.isPending}
          onClose={() => setAsked(null)}
          onConfirm={() => !act.isPending && act.mutate(asked)}
        />
      )}
    </div>
  )
}
