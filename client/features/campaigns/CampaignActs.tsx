import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CampaignAct, CampaignLine, CampaignState } from '#contract/campaigns'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { addToast } from '../../ui/toasts.ts'

const ACTS: Record<CampaignState, readonly CampaignAct[]> = {
  draft: ['start'],
  running: ['pause', 'drain'],
  paused: ['start', 'drain', 'end'],
  draining: ['start', 'pause', 'end'],
  ended: [],
}
const ASKS = { 'campaign.everybody': 'everybody', 'campaign.nobody': 'nobody' } as const
const asks = (code: string): code is keyof typeof ASKS => Object.hasOwn(ASKS, code)

type Props = { line: CampaignLine; onEdit: () => void; onChanged: () => void }

/** What can be done to a campaign in its state; one that calls everybody or nobody is started only after that was said. */
export function CampaignActs({ line, onEdit, onChanged }: Props) {
  const t = useTranslations('campaigns')
  const app = useTranslations('app')
  const say = useProblemWords()
  const [asking, setAsking] = useState<'everybody' | 'nobody' | null>(null)
  const { id, version, state, settings } = line
  const fail = (error: unknown): void => {
    const problem = problemOf(error)
    if (asks(problem.code)) setAsking(ASKS[problem.code])
    else {
      addToast('stop', say(problem))
      onChanged()
    }
  }
  const act = useMutation({
    mutationFn: (body: { act: CampaignAct; confirmed: boolean }) =>
      call('campaign.act', { params: { id }, body: { version, ...body } }),
    onSuccess: () => {
      setAsking(null)
      onChanged()
    },
    onError: fail,
  })
  const clone = useMutation({
    mutationFn: () => call('campaign.clone', { params: { id } }),
    onSuccess: onChanged,
    onError: fail,
  })
  return (
    <div className="campaign-acts">
      {ACTS[state].map((one) => (
        <Button key={one} dense onPress={() => act.mutate({ act: one, confirmed: false })} isPending={act.isPending}>
          {t(`acts.${one}`)} <span className="visually-hidden">{settings.name}</span>
        </Button>
      ))}
      {state !== 'ended' && (
        <Button dense kind="quiet" onPress={onEdit}>
          {t('edit')} <span className="visually-hidden">{settings.name}</span>
        </Button>
      )}
      <Button dense kind="quiet" onPress={() => clone.mutate()} isPending={clone.isPending}>
        {t('clone')} <span className="visually-hidden">{settings.name}</span>
      </Button>
      {asking && (
        <Dialog
          title={t('confirm.title')}
          isOpen
          onClose={() => setAsking(null)}
          actions={
            <>
              <Button onPress={() => setAsking(null)}>{app('cancel')}</Button>
              <Button
                kind="primary"
                onPress={() => act.mutate({ act: 'start', confirmed: true })}
                isPending={act.isPending}
              >
                {t('confirm.go')}
              </Button>
            </>
          }
        >
          <p>{t(`confirm.${asking}`)}</p>
        </Dialog>
      )}
    </div>
  )
}
