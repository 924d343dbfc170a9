import { useTranslations } from 'use-intl'
import type { Wall } from '#contract/reporting'
import { useFrame } from '../../app/frame.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useCompactMoney } from './use-compact-money.ts'
import { WallNumber } from './WallNumber.tsx'

/** Five numbers and no more: what can be read at ten metres. */
export function WallNumbers({ wall }: { wall: Wall }) {
  const t = useTranslations('wall')
  const format = useFormat()
  const { house } = useFrame().me
  const compact = useCompactMoney()
  const atWork = [
    { id: 'talking', tone: 'won', value: format.number(wall.agents.talking) },
    { id: 'ready', tone: 'reached', value: format.number(wall.agents.ready) },
    { id: 'wrapping', tone: 'due', value: format.number(wall.agents.wrapping) },
  ] as const
  return (
    <dl className="wall-numbers">
      <WallNumber name={t('reached')} tip={t('tip.reached')} tone="reached" value={format.number(wall.reached)} />
      <WallNumber
        name={t('won')}
        note={t('wonNote')}
        tip={t('tip.won')}
        tone="won"
        value={format.number(wall.wonClaimed)}
      />
      <WallNumber name={t('holdout')} tip={t('tip.holdout')} tone="holdout" value={format.number(wall.holdout)} />
      <WallNumber
        name={t('netWon')}
        note={t('netWonNote', {
          value: compact(wall.valueWonMinor, house.currency),
          offers: compact(wall.offersCostMinor, house.currency),
        })}
        tip={t('tip.netWon')}
        tone="won"
        value={compact(wall.netWonMinor, house.currency)}
      />
      <WallNumber
        name={t('agents')}
        tip={t('tip.agents')}
        tone="accent"
        value=""
        glyphs={3 * Math.max(...atWork.map(({ value }) => value.length)) + 1}
      >
        <span className="wall-trio">
          {atWork.map(({ id, tone, value }) => (
            <span key={id} className={`wall-trio-${tone}`}>
              <bdi className="wall-value">{value}</bdi>
              <small>{t(id)}</small>
            </span>
          ))}
        </span>
      </WallNumber>
    </dl>
  )
}
