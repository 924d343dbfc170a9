import { CalendarClock, Coffee } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { AgentDesk } from '#contract/live'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { MissingDevices } from '../../../phone/MissingDevices.tsx'
import type { PhoneView } from '../../../phone/softphone.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Chip } from '../../../ui/Chip.tsx'
import { presenceTones } from '../../../ui/presence-tones.ts'
import { KeyMapButton } from '../keys/KeyMapButton.tsx'
import type { PresenceActions } from './use-presence.ts'
import './TopStrip.css'

type Props = {
  desk: AgentDesk
  presence: PresenceActions
  isCarried: boolean
  phone: PhoneView
  onPalette: () => void
  onMap: () => void
}

/** What the server says of this agent: the state and since when, the day so far, the next promise to call. */
export function TopStrip({ desk, presence, isCarried, phone, onPalette, onMap }: Props) {
  const t = useTranslations('desk')
  const format = useFormat()
  const now = useTick()
  const p = useTranslations('phone')
  const { state, since, today, nextCallback } = desk
  return (
    <header className="strip">
      <Chip tone={presenceTones[state]} isLoud={state === 'talking'}>
        {t(`state.${state}`)}
      </Chip>
      <output className="strip-since">{format.duration(now.getTime() - Date.parse(since))}</output>
      {desk.heardWith && (
        <Chip tone="holdout">{p(`heardWith.${desk.heardWith.mode}`, { name: desk.heardWith.name })}</Chip>
      )}
      {isCarried && state !== 'offline' && state !== 'break' && desk.seat.state !== 'in' && (
        <Chip tone="due">{p(`seat.chip.${desk.seat.state}`)}</Chip>
      )}
      {phone.isPoor && <Chip tone="due">{p('quality.poor')}</Chip>}
      <MissingDevices phone={phone} />
      {state === 'ready' && (
        <Button dense kind="quiet" icon={<Coffee aria-hidden="true" />} onPress={() => presence.set('break')}>
          {t('goBreak')}
        </Button>
      )}
      <p className="strip-callback" data-due={isDue(nextCallback?.dueAt, now) || undefined}>
        <CalendarClock size={14} aria-hidden="true" />
        {nextCallback ? (
          <span>
            {t('nextCallback', {
              when: format.relative(nextCallback.dueAt, now),
              name: nextCallback.customerName,
            })}
          </span>
        ) : (
          t('noCallback')
        )}
      </p>
      <p className="strip-today">
        <span>{t('today.label')}</span>
        <Bdi>{t('today.reached', { count: format.number(today.reached) })}</Bdi>
        <b>
          <Bdi>{t('today.won', { count: format.number(today.won) })}</Bdi>
        </b>
      </p>
      <KeyMapButton onPalette={onPalette} onMap={onMap} />
    </header>
  )
}

const DUE_MILLISECONDS = 10 * 60_000
const isDue = (dueAt: string | undefined, now: Date): boolean =>
  dueAt !== undefined && Date.parse(dueAt) - now.getTime() < DUE_MILLISECONDS
