import { lazy, Suspense, useEffect, useEffectEvent } from 'react'
import { useTranslations } from 'use-intl'
import type { Card } from '#contract/queue'
import { useKeys } from '../../ui/use-keys.ts'
import { CallBar } from './bar/CallBar.tsx'
import { Tray } from './bar/Tray.tsx'
import type { CardDeskProps } from './card-desk-props.ts'
import { CustomerColumn } from './customer/CustomerColumn.tsx'
import { DecisionColumn } from './decide/DecisionColumn.tsx'
import { bindActions } from './desk-actions.ts'
import { ConversationColumn } from './talk/ConversationColumn.tsx'
import { useWorkOf } from './use-work-of.ts'
import { focusField, WorkContext } from './work.ts'

const SkipDialog = lazy(async () => ({ default: (await import('./bar/SkipDialog.tsx')).SkipDialog }))

/** The three columns and the bar, with one state between them. */
export function CardWork(props: CardDeskProps & { card: Card }) {
  const t = useTranslations('desk')
  const { onControls, card } = props
  const { work, isSkipping, setSkipping } = useWorkOf(props)
  const { available, perform, call } = work
  const keys = bindActions(available)
  useKeys(
    Object.fromEntries(
      [...keys]
        // Buttons on the screen bind their own keys, and the palette and the map are heard above.
        .filter(
          ([, id]) =>
            ![
              'palette',
              'map',
              'dial',
              'holdCountdown',
              'hangUp',
              'save',
              'mute',
              'hold',
              'answer',
              'keypad',
              'transfer',
              'help',
            ].includes(id),
        )
        .map(([chord, id]) => [chord, () => perform(id)]),
    ),
  )
  const performNow = useEffectEvent(perform)
  useEffect(() => {
    onControls({ available, perform: (id) => performNow(id) })
  }, [available, onControls])
  useEffect(() => () => onControls(null), [onControls])
  useEffect(() => focusField('desk-card'), [])
  const isCallOpen = call !== null && call.state !== 'ended'
  useEffect(() => {
    if (!isCallOpen) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isCallOpen])
  return (
    <WorkContext value={work}>
      <p className="visually-hidden" role="status">
        {t('newCard', { name: card.customer.name })}
      </p>
      <div className="columns">
        <CustomerColumn />
        <ConversationColumn />
        <DecisionColumn />
      </div>
      <section className="bar" aria-label={t('call.label')}>
        <Tray />
        <CallBar />
      </section>
      <Suspense>{isSkipping && <SkipDialog held={props.held} onClose={() => setSkipping(false)} />}</Suspense>
    </WorkContext>
  )
}
