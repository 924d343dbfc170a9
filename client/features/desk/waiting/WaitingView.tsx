import { Coffee, Headset, Radar } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { AgentDesk } from '#contract/live'
import { useProblemWords } from '../../../i18n/code-words.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { SeatPart } from '../../../phone/SeatPart.tsx'
import type { PhoneView } from '../../../phone/softphone.ts'
import { Button } from '../../../ui/Button.tsx'
import { useKeys } from '../../../ui/use-keys.ts'
import { CallbackList } from './CallbackList.tsx'
import type { PresenceActions } from './use-presence.ts'
import './WaitingView.css'

const icons = { ready: Radar, break: Coffee, offline: Headset } as const

type Props = { desk: AgentDesk; presence: PresenceActions; phone: PhoneView; isCarried: boolean }

/** Nobody on the desk: what is happening, how the shift goes, and the one thing to press. */
export function WaitingView({ desk, presence, phone, isCarried }: Props) {
  const t = useTranslations('desk')
  const format = useFormat()
  const say = useProblemWords()
  const state = desk.state === 'ready' || desk.state === 'offline' ? desk.state : 'break'
  const Icon = icons[state]
  const isReady = state === 'ready'
  const p = useTranslations('phone')
  const isConsulted = desk.state === 'consult' && desk.consultedBy !== null
  useKeys({ Enter: isReady ? undefined : () => presence.set('ready') })
  return (
    <div className="waiting">
      <section className="waiting-now">
        <span className="waiting-icon" data-live={isReady || undefined}>
          <Icon size={28} aria-hidden="true" />
        </span>
        <h1>{isConsulted ? p('consult.title', { name: desk.consultedBy ?? '' }) : t(`waiting.${state}.title`)}</h1>
        <p>
          {isConsulted
            ? p('consult.body')
            : isReady && desk.idle
              ? say(desk.idle)
              : desk.handedTo
                ? p('transfer.gone', { name: desk.handedTo })
                : t(`waiting.${state}.body`)}
        </p>
        {!phone.microphone && (
          <p className="waiting-problem" role="alert">
            {p('microphone.refused')}
          </p>
        )}
        {isConsulted ? null : isReady ? (
          <Button onPress={() => presence.set('break')} isPending={presence.isPending}>
            {t('goBreak')}
          </Button>
        ) : (
          <Button kind="primary" chord="KeyR" onPress={() => presence.set('ready')} isPending={presence.isPending}>
            {t('goReady')}
          </Button>
        )}
        {presence.problem && (
          <p className="waiting-problem" role="alert">
            {say(presence.problem)}
          </p>
        )}
      </section>
      <section className="waiting-shift" aria-label={t('shift')}>
        <h2>{t('shift')}</h2>
        <dl className="waiting-counts">
          {(['attempts', 'reached', 'won'] as const).map((id) => (
            <div key={id} data-count={id}>
              <dt>{t(`counts.${id}`)}</dt>
              <dd>{format.number(desk.today[id])}</dd>
            </div>
          ))}
        </dl>
        <h2>{t('callbacks.title')}</h2>
        <CallbackList />
        {isCarried && <SeatPart seat={desk.seat} />}
      </section>
    </div>
  )
}
