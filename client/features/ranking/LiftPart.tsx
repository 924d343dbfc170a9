import { useTranslations } from 'use-intl'
import type { Lift } from '#contract/measures'
import { useFrame } from '../../app/frame.ts'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IntervalBar } from './IntervalBar.tsx'
import { RankingPart } from './RankingPart.tsx'

type Range = { value: number; low: number; high: number }

/** Called against held out, by purchases. */
export function LiftPart({ lift }: { lift: Lift }) {
  const t = useTranslations('ranking.lift')
  const format = useFormat()
  const { me } = useFrame()
  const { treat, holdout, share, horizonDays } = lift
  const days = horizonDays
  const points = (value: number): string => isolate(format.signed(value * 100, 1))
  const money = (value: number): string => isolate(format.money(String(Math.round(value)), me.house.currency))
  const lead = lift.completeThrough
    ? `${t('lead')} ${t('through', { when: format.date(lift.completeThrough) })}`
    : t('lead')
  const early = sayEarly(lift)
  if (early)
    return (
      <RankingPart title={t('title')} lead={lead}>
        <EmptyState
          title={t(`${early}.title`)}
          body={
            early === 'early'
              ? t('early.body', {
                  treat: format.number(lift.assigned.treat),
                  holdout: format.number(lift.assigned.holdout),
                  days,
                  when: lift.firstCompleteAt ? format.date(lift.firstCompleteAt) : '–',
                })
              : t(`${early}.body`)
          }
        />
      </RankingPart>
    )
  const arm = ({ customers, buyers }: Lift['treat']) =>
    customers === 0 ? (
      '–'
    ) : (
      <>
        {format.share(buyers / customers, 1)}
        <small>{t('of', { buyers: format.number(buyers), customers: format.number(customers) })}</small>
      </>
    )
  const moneyRow = (id: 'margin' | 'net', found: Range | null) => (
    <div className="lift-row">
      <h3>{t(id)}</h3>
      {found ? (
        <>
          <IntervalBar
            {...found}
            words={t('bar', { low: money(found.low), high: money(found.high), value: money(found.value) })}
          />
          <p>
            <b>{money(found.value)}</b>{' '}
            <small>{t('moneyInterval', { low: money(found.low), high: money(found.high) })}</small>
          </p>
        </>
      ) : (
        <p className="ranking-note">{t('noMoney')}</p>
      )}
    </div>
  )
  return (
    <RankingPart
      title={t('title')}
      lead={lead}
      action={<Chip tone={lift.enough ? 'won' : 'waiting'}>{t(lift.enough ? 'enough' : 'tooFew')}</Chip>}
    >
      <div className="lift" data-enough={lift.enough || undefined}>
        <dl className="lift-arms">
          <div>
            <dt>{t('treat')}</dt>
            <dd>{arm(treat)}</dd>
          </div>
          <div data-holdout="true">
            <dt>{t('holdout')}</dt>
            <dd>{arm(holdout)}</dd>
          </div>
        </dl>
        <div className="lift-rows">
          <div className="lift-row">
            <h3>{t('share', { days })}</h3>
            {share ? (
              <>
                <IntervalBar
                  {...share}
                  words={t('bar', { low: points(share.low), high: points(share.high), value: points(share.value) })}
                />
                <p>
                  <b>{t('points', { value: points(share.value) })}</b>{' '}
                  <small>{t('pointsInterval', { low: points(share.low), high: points(share.high) })}</small>
                </p>
              </>
            ) : (
              <p className="ranking-note">{t('oneArm')}</p>
            )}
          </div>
          {moneyRow('margin', lift.margin)}
          {moneyRow('net', lift.net)}
        </div>
      </div>
      <p className="ranking-note">
        {!lift.enough &&
          lift.needed !== null &&
          `${t('needed', { needed: format.number(lift.needed), have: format.number(treat.customers + holdout.customers) })} `}
        {t('households')}
      </p>
    </RankingPart>
  )
}

/** What stands in the place of figures that cannot be there yet. */
function sayEarly({ completeThrough, assigned, treat, holdout }: Lift): 'noPurchases' | 'nobody' | 'early' | null {
  if (completeThrough === null) return 'noPurchases'
  if (assigned.treat + assigned.holdout === 0) return 'nobody'
  return treat.customers + holdout.customers === 0 ? 'early' : null
}
