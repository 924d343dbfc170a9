import { Circle, Ear, HandHelping, PhoneIncoming } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { type Floor, type FloorAgent, HEARD_STATES, type SupervisionMode } from '#contract/floor'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useTick } from '../../live/use-line.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { presenceTones } from '../../ui/presence-tones.ts'
import { addToast } from '../../ui/toasts.ts'
import type { FloorActs } from './use-floor-acts.ts'

const MODES = ['listen', 'whisper', 'join', 'off'] as const satisfies readonly SupervisionMode[]
/** As the field's supervisors know it: worth a look, then worth a question. */
const LONG_MILLISECONDS = { due: 180_000, stop: 300_000 }
const HEARD: readonly FloorAgent['state'][] = HEARD_STATES
const COUNTED: readonly FloorAgent['state'][] = ['calling', 'wrapUp', 'preview']

type Props = { agent: FloorAgent; mine: Floor['mine']; isCarried: boolean; acts: FloorActs }

/** One of ours at work: what they do, since when, with whom, and what a supervisor may do about it. */
export function AgentCard({ agent, mine, isCarried, acts }: Props) {
  const t = useTranslations('floor')
  const desk = useTranslations('desk.state')
  const app = useTranslations('app')
  const format = useFormat()
  const now = useTick()
  const [isReleasing, setReleasing] = useState(false)
  const { userId, name, state, since, call, helpSince, supervisors } = agent
  const spent = now.getTime() - Date.parse(since)
  const long = COUNTED.includes(state)
    ? spent > LONG_MILLISECONDS.stop
      ? 'stop'
      : spent > LONG_MILLISECONDS.due
        ? 'due'
        : undefined
    : undefined
  const mode = mine.supervising?.agentId === userId ? mine.supervising.mode : 'off'
  const canHear = isCarried && agent.seated && mine.seat?.state === 'in' && HEARD.includes(state)
  const hasCard = agent.customerName !== null
  return (
    <li className="floor-agent" data-help={helpSince !== null || undefined}>
      <header>
        <b>
          <Bdi>{name}</Bdi>
        </b>
        <Chip tone={presenceTones[state]} isLoud={state === 'talking'}>
          {desk(state)}
        </Chip>
        <output className="floor-spent" data-long={long}>
          {format.duration(spent)}
        </output>
      </header>
      {helpSince !== null && (
        <p className="floor-help" role="status">
          <HandHelping size={16} aria-hidden="true" /> {t('help')}{' '}
          <span>{format.duration(now.getTime() - Date.parse(helpSince))}</span>
        </p>
      )}
      <p className="floor-with">
        {hasCard && <Bdi>{t('talkingWith', { name: agent.customerName || t('unknown') })}</Bdi>}
        {call?.direction === 'in' && (
          <span className="floor-mark">
            <PhoneIncoming size={14} aria-hidden="true" /> {t('inbound')}
          </span>
        )}
        {call?.held && <span className="floor-mark">{t('held')}</span>}
        {call?.recorded && (
          <span className="floor-mark">
            <Circle size={10} aria-hidden="true" className="floor-recorded" /> {t('recorded')}
          </span>
        )}
        {isCarried && !agent.seated && <span className="floor-mark">{t('noSeat')}</span>}
        {agent.campaignName && <small>{agent.campaignName}</small>}
      </p>
      {supervisors.map((one) => (
        <p key={one.userId} className="floor-heard">
          <Ear size={14} aria-hidden="true" /> <Bdi>{t(`heard.${one.mode}`, { name: one.name })}</Bdi>
        </p>
      ))}
      <footer>
        {canHear && mode === 'off' && (
          <Button dense icon={<Ear aria-hidden="true" />} onPress={() => acts.supervise(userId, 'listen')}>
            {t('mode.listen')} <span className="visually-hidden">{name}</span>
          </Button>
        )}
        {mode !== 'off' && (
          <fieldset className="floor-modes">
            <legend className="visually-hidden">{name}</legend>
            {MODES.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={mode === one}
                data-mode={one}
                onClick={() => acts.supervise(userId, one)}
              >
                {t(`mode.${one}`)}
              </button>
            ))}
          </fieldset>
        )}
        {mode !== 'off' && call?.answeredAt && (
          <Button dense onPress={() => acts.takeOver(userId)}>
            {t('takeOver')}
          </Button>
        )}
        {hasCard && (
          <Button dense kind="quiet" onPress={() => setReleasing(true)}>
            {t('release')} <span className="visually-hidden">{name}</span>
          </Button>
        )}
      </footer>
      {mode !== 'off' && (
        <p className="floor-note" role="status">
          {mine.supervising?.applied === false ? t('modeNote.applying') : t(`modeNote.${mode}`)}
        </p>
      )}
      {isReleasing && (
        <Dialog
          title={t('releaseTitle', { name })}
          isOpen
          onClose={() => setReleasing(false)}
          actions={
            <>
              <Button onPress={() => setReleasing(false)}>{app('cancel')}</Button>
              <Button
                kind="danger"
                isPending={acts.isPending}
                onPress={() =>
                  acts.release(userId, () => {
                    setReleasing(false)
                    addToast('won', t('released', { name: isolate(name) }))
                  })
                }
              >
                {t('release')}
              </Button>
            </>
          }
        >
          <p>{t('releaseBody')}</p>
        </Dialog>
      )}
    </li>
  )
}
