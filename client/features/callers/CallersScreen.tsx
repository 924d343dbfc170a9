import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ApiAnswer } from '#contract/api'
import type { IvrFlow } from '#contract/ivr'
import { call } from '../../api/call.ts'
import { ApiProblem, problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useFrame } from '../../app/frame.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { addToast } from '../../ui/toasts.ts'
import { ChoicesPart } from './ChoicesPart.tsx'
import { FlowPicture } from './FlowPicture.tsx'
import { HoursPart } from './HoursPart.tsx'
import { NightPart } from './NightPart.tsx'
import { SoundsPart } from './SoundsPart.tsx'
import './Callers.css'

type Stored = ApiAnswer<'ivr.read'>

/** What somebody meets who rings us: hours, at most one menu, what is said, and a picture of the way. */
export function CallersScreen() {
  const stored = useRead('ivr.read', {})
  if (stored.isPending)
    return (
      <div className="callers">
        <Skeleton height={320} />
      </div>
    )
  if (stored.isError) return <FailedState problem={problemOf(stored.error)} onRetry={() => void stored.refetch()} />
  return <FlowForm key={stored.data.version} stored={stored.data} />
}

/** The form of one version; what was typed stays until it is saved. */
function FlowForm({ stored }: { stored: Stored }) {
  const t = useTranslations('ivr')
  const say = useProblemWords()
  const format = useFormat()
  const client = useQueryClient()
  const { me } = useFrame()
  const [flow, setFlow] = useState<IvrFlow>(stored.flow)
  const change = (part: Partial<IvrFlow>): void => setFlow((before) => ({ ...before, ...part }))
  const readAgain = () => client.invalidateQueries({ queryKey: readKey('ivr.read') })
  const save = useMutation({
    mutationFn: () => call('ivr.save', { body: { version: stored.version, flow } }),
    onSuccess: ({ version }) => {
      addToast('won', t('saved', { version: format.number(version) }))
      void readAgain()
    },
  })
  const problems = save.error instanceof ApiProblem ? [save.error.problem, ...save.error.more] : []
  const isChanged = JSON.stringify(flow) !== JSON.stringify(stored.flow)
  const { teams, sounds, number, at, by } = stored
  return (
    <div className="callers">
      <header className="callers-head">
        <div>
          <h1>{t('title')}</h1>
          <p>{number ? <Bdi>{t('lead', { number: `\u2066${number}\u2069` })}</Bdi> : t('leadNone')}</p>
          <p className="callers-note">
            {at ? (
              <Bdi>
                {t('version', { version: format.number(stored.version), date: format.moment(at), name: by ?? '' })}
              </Bdi>
            ) : (
              t('shipped')
            )}
          </p>
        </div>
        <span className="callers-save">
          <Chip tone={stored.open ? 'won' : 'waiting'}>
            {stored.open
              ? t('openNow')
              : stored.opensAt
                ? t('opensAt', { when: format.moment(stored.opensAt) })
                : t('neverOpen')}
          </Chip>
          {isChanged && <Chip tone="due">{t('changed')}</Chip>}
          <Button kind="primary" onPress={() => save.mutate()} isPending={save.isPending} isDisabled={!isChanged}>
            {t('save')}
          </Button>
        </span>
      </header>
      {save.isError && (
        <ul className="callers-problems" role="alert">
          {(problems.length > 0 ? problems : [problemOf(save.error)]).map((problem) => (
            <li key={`${problem.code}${problem.field ?? ''}`}>{say(problem)}</li>
          ))}
        </ul>
      )}
      <FlowPicture flow={flow} teams={teams} />
      <div className="callers-columns">
        <HoursPart hours={flow.hours} zone={me.house.zone} onChange={(hours) => change({ hours })} />
        <div className="callers-stack">
          <ChoicesPart
            choices={flow.choices}
            teams={teams}
            hasSound={sounds.filter(({ prompt, version }) => prompt === 'menu' && version > 0).length === 3}
            onChange={(choices) => change({ choices })}
          />
          <NightPart number={flow.nightNumber} onChange={(nightNumber) => change({ nightNumber })} />
        </div>
      </div>
      <SoundsPart sounds={sounds} onChanged={() => void readAgain()} />
    </div>
  )
}
