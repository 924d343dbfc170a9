import { lazy, Suspense, useState } from 'react'
import { useTranslations } from 'use-intl'
import { AgentDesk } from '#contract/live'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { useFrame } from '../../app/frame.ts'
import { useTopic } from '../../live/use-line.ts'
import { usePhone } from '../../phone/use-phone.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { CardDesk } from './CardDesk.tsx'
import { CardSkeleton } from './CardSkeleton.tsx'
import type { DeskControls } from './card-desk-props.ts'
import { availableActions, type DeskActionId } from './desk-actions.ts'
import { useVanished } from './use-vanished.ts'
import { ToFloor } from './waiting/ToFloor.tsx'
import { TopStrip } from './waiting/TopStrip.tsx'
import { usePresence } from './waiting/use-presence.ts'
import { WaitingView } from './waiting/WaitingView.tsx'
import './Desk.css'

const LostCard = lazy(async () => ({ default: (await import('./LostCard.tsx')).LostCard }))
const KeyMap = lazy(async () => ({ default: (await import('./keys/KeyMap.tsx')).KeyMap }))
const Palette = lazy(async () => ({ default: (await import('./keys/Palette.tsx')).Palette }))

/** The agent's desk: one customer at a time, everything about them, and everything that can be done. */
export function DeskScreen() {
  const t = useTranslations('desk')
  const { me } = useFrame()
  const { document: desk, problem } = useTopic(`agent:${me.id}`, AgentDesk)
  const taxonomy = useRead('programme.taxonomy', {}, { staleMilliseconds: Number.POSITIVE_INFINITY })
  const phone = usePhone(
    me.house.calling === 'carrier' && desk?.seat.by !== 'phone',
    desk?.state === 'talking' || desk?.state === 'calling',
  )
  const presence = usePresence()
  const [overlay, setOverlay] = useState<'map' | 'palette' | null>(null)
  const [onCard, setOnCard] = useState<DeskControls | null>(null)
  const { vanished, dismiss, report } = useVanished(desk)
  useKeys({ 'Mod+KeyK': () => setOverlay('palette'), 'Shift+Slash': () => setOverlay('map') })

  if (problem && !desk) return <FailedState problem={problem} onRetry={() => location.reload()} />
  if (taxonomy.isError)
    return <FailedState problem={problemOf(taxonomy.error)} onRetry={() => void taxonomy.refetch()} />
  // A desk with a customer on it that waits for its words is not an empty one.
  if (!desk || (desk.card && !taxonomy.data)) return <CardSkeleton />

  const idle: DeskControls = {
    available: availableActions({ state: desk.state, hasCard: false, call: null, isSaving: false }),
    perform: (id) => {
      if (me.role === 'supervisor') return
      if (id === 'ready') presence.set('ready')
      if (id === 'goBreak') presence.set('break')
    },
  }
  const controls = desk.card && onCard ? onCard : idle
  const perform = (id: DeskActionId): void => (id === 'map' ? setOverlay('map') : controls.perform(id))
  return (
    <div className="desk">
      <TopStrip
        desk={desk}
        presence={presence}
        isCarried={me.house.calling === 'carrier'}
        phone={phone}
        onPalette={() => setOverlay('palette')}
        onMap={() => setOverlay('map')}
      />
      {desk.card && taxonomy.data ? (
        <CardDesk
          key={desk.card.workItemId}
          me={me}
          desk={desk}
          held={{ workItemId: desk.card.workItemId, fence: desk.card.fence }}
          taxonomy={taxonomy.data}
          phone={phone}
          onControls={setOnCard}
          onLost={report}
        />
      ) : me.role === 'supervisor' ? (
        <ToFloor />
      ) : (
        <WaitingView desk={desk} presence={presence} phone={phone} isCarried={me.house.calling === 'carrier'} />
      )}
      <p className="visually-hidden" role="status">
        {t('announce', { state: t(`state.${desk.state}`) })}
      </p>
      <Suspense>
        {vanished && <LostCard onClose={dismiss} />}
        {overlay === 'map' && <KeyMap onClose={() => setOverlay(null)} />}
        {overlay === 'palette' && (
          <Palette available={controls.available} onPerform={perform} onClose={() => setOverlay(null)} />
        )}
      </Suspense>
    </div>
  )
}
