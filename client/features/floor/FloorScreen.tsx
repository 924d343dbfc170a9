import { useNavigate } from '@tanstack/react-router'
import { Headset, Users } from 'lucide-react'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Floor } from '#contract/floor'
import { useFrame } from '../../app/frame.ts'
import { useTopic } from '../../live/use-line.ts'
import { usePhone } from '../../phone/use-phone.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { AgentCard } from './AgentCard.tsx'
import { CallersPart } from './CallersPart.tsx'
import { MySeat } from './MySeat.tsx'
import { useFloorActs } from './use-floor-acts.ts'
import './Floor.css'

/** States in which somebody has a customer before them. */
const WITH_CARD: readonly string[] = ['preview', 'calling', 'talking', 'wrapUp']

/** The supervisor's floor: who talks with whom, who needs help, who waits on our number, and being there with them. */
export function FloorScreen() {
  const t = useTranslations('floor')
  const { me } = useFrame()
  const { document: floor, problem } = useTopic('floor', Floor)
  const navigate = useNavigate()
  const isSeated = floor !== null && floor.mine.state !== 'offline'
  const isCarried = me.house.calling === 'carrier'
  const byBrowser = floor?.mine.seat?.by !== 'phone'
  // Signed on before it is rung: a phone that nobody answers is not rung again by itself.
  const phone = usePhone(isCarried && byBrowser, floor?.mine.supervising?.mode === 'join')
  const canRing = !byBrowser || phone.state === 'ready'
  const acts = useFloorActs(floor?.mine ?? null)
  const isUnseated = isSeated && canRing && floor?.mine.seat?.state === 'gone'
  const sitAgain = useEffectEvent(() => acts.sit(true))
  useEffect(() => {
    if (isUnseated) sitAgain()
  }, [isUnseated])
  const hasCard = floor !== null && WITH_CARD.includes(floor.mine.state)
  const before = useRef(hasCard)
  useEffect(() => {
    // Whoever takes a customer over goes to the card; who comes back here on purpose stays.
    if (hasCard && !before.current) void navigate({ to: '/desk' })
    before.current = hasCard
  }, [hasCard, navigate])
  if (problem && !floor) return <FailedState problem={problem} onRetry={() => location.reload()} />
  if (!floor)
    return (
      <div className="floor">
        <Skeleton height={72} />
        <Skeleton height={320} />
      </div>
    )
  const { agents, callers, inbound, mine } = floor
  return (
    <div className="floor">
      <header className="floor-head">
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      {isCarried && <MySeat mine={mine} agents={agents} phone={phone} canRing={canRing} acts={acts} />}
      <div className="floor-columns">
        <section aria-labelledby="floor-agents">
          <h2 id="floor-agents">
            <Users size={16} aria-hidden="true" /> {t('agents', { count: agents.length })}
          </h2>
          {agents.length === 0 ? (
            <EmptyState
              icon={<Headset size={24} aria-hidden="true" />}
              title={t('empty.title')}
              body={t('empty.body')}
            />
          ) : (
            <ul className="floor-agents">
              {agents.map((agent) => (
                <AgentCard key={agent.userId} agent={agent} mine={mine} isCarried={isCarried} acts={acts} />
              ))}
            </ul>
          )}
        </section>
        <CallersPart callers={callers} inbound={inbound} />
      </div>
    </div>
  )
}
