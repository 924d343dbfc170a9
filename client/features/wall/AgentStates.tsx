import { Fragment } from 'react'
import { useTranslations } from 'use-intl'
import type { Wall } from '#contract/reporting'
import type { PresenceState } from '#contract/staff'
import { useFormat } from '../../i18n/use-format.ts'
import { Chip, type Tone } from '../../ui/Chip.tsx'

type Group = {
  id: 'talking' | 'ready' | 'wrapping' | 'preview' | 'break'
  tone: Tone
  states: readonly PresenceState[]
}
const groups: readonly Group[] = [
  { id: 'talking', tone: 'won', states: ['calling', 'talking'] },
  { id: 'preview', tone: 'accent', states: ['preview'] },
  { id: 'wrapping', tone: 'due', states: ['wrapUp'] },
  { id: 'ready', tone: 'reached', states: ['ready'] },
  { id: 'break', tone: 'waiting', states: ['break'] },
]

/** How many are in each state, and who. */
export function AgentStates({ wall }: { wall: Wall }) {
  const t = useTranslations('wall')
  const format = useFormat()
  const listed = groups.filter(({ id }) => wall.agents[id] > 0)
  return (
    <section className="wall-panel" aria-label={t('agentList')}>
      <h2>{t('agentList')}</h2>
      {listed.length === 0 && <p className="wall-faint">{t('noAgents')}</p>}
      <ul className="agent-states">
        {listed.map(({ id, tone, states }) => (
          <li key={id}>
            <Chip tone={tone}>{t(id)}</Chip>
            <strong>{format.number(wall.agents[id])}</strong>
            <span className="agent-names">
              {wall.agentList
                .filter(({ state }) => states.includes(state))
                .map((agent, at) => (
                  <Fragment key={agent.id}>
                    {at > 0 && ' · '}
                    <bdi>{agent.name}</bdi>
                  </Fragment>
                ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
