import { Link } from '@tanstack/react-router'
import { ArrowLeft, Maximize } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Wall } from '#contract/reporting'
import { useFrame } from '../../app/frame.ts'
import { useCodeWords } from '../../i18n/code-words.ts'
import { useLabel } from '../../i18n/labels.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useConnection, useTick, useTopic } from '../../live/use-line.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { AgentStates } from './AgentStates.tsx'
import { BarList } from './BarList.tsx'
import { WallNumbers } from './WallNumbers.tsx'
import { WallSkeleton } from './WallSkeleton.tsx'
import './Wall.css'

const NUDGE_MILLISECONDS = 60_000
const NUDGE_STEPS = 4

const fillScreen = (): void => void document.documentElement.requestFullscreen?.().catch(() => {})

/** Today on one screen that hangs on a wall: pushed, with its 'as of', and marked when it is not live. */
export function WallScreen() {
  const t = useTranslations('wall')
  const app = useTranslations('app')
  const { me, status, notice, screens } = useFrame()
  const { document: wall, problem } = useTopic('wall', Wall)
  const connection = useConnection()
  const format = useFormat()
  const label = useLabel()
  const ruleWords = useCodeWords('rules')
  // A figure that stands still for weeks burns into the panel: everything moves by a pixel a minute.
  const nudge = Math.floor(useTick(NUDGE_MILLISECONDS).getTime() / NUDGE_MILLISECONDS) % NUDGE_STEPS
  const elsewhere = screens.find(({ path }) => path !== '/wall')
  if (problem && !wall) return <FailedState problem={problem} onRetry={() => location.reload()} />
  return (
    <div className="wall" data-stale={connection.state === 'stale' || undefined}>
      <header className="wall-head">
        {elsewhere && (
          <Link to={elsewhere.path} className="wall-back" aria-label={app(`nav.${elsewhere.nav ?? 'wall'}`)}>
            <ArrowLeft size={18} className="mirrors" aria-hidden="true" />
          </Link>
        )}
        <h1>
          <bdi>{me.house.name}</bdi>
        </h1>
        <p className="wall-as-of">{wall && app('asOf', { time: format.moment(wall.asOf) })}</p>
        {status}
        <IconButton label={t('fullScreen')} icon={<Maximize size={16} />} onPress={fillScreen} />
      </header>
      {notice}
      {wall ? (
        <div className="wall-body" style={{ translate: `${nudge}px ${nudge}px` }}>
          <WallNumbers wall={wall} />
          <div className="wall-panels">
            <AgentStates wall={wall} />
            <BarList
              title={t('reasons')}
              tone="reached"
              empty={wall.attempts === 0 ? t('empty.body') : t('noReasons')}
              bars={wall.reasons.map(({ code, labels, count }) => ({
                id: code,
                label: label(labels),
                count,
                words: format.number(count),
              }))}
            />
            <BarList
              title={t('blocked')}
              note={t('blockedNote')}
              tone="due"
              empty={t('noBlocked')}
              bars={wall.blocked.map(({ rule, customers }) => ({
                id: rule,
                label: ruleWords(rule) ?? rule,
                count: customers,
                words: format.number(customers),
              }))}
            />
          </div>
          <p className="wall-foot">
            {(['attempts', 'waiting', 'callable', 'callbacksDue'] as const).map((id) => (
              <span key={id}>
                {t(id)} <strong>{format.number(wall[id])}</strong>
              </span>
            ))}
          </p>
        </div>
      ) : (
        <WallSkeleton label={app('loading')} />
      )}
    </div>
  )
}
