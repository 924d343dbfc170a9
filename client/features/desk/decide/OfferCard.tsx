import { useTranslations } from 'use-intl'
import type { OfferAnswerCode } from '#contract/programme'
import { useFormat } from '../../../i18n/use-format.ts'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Chip } from '../../../ui/Chip.tsx'
import { ChoiceList } from '../ChoiceList.tsx'
import { offerAnswers } from '../choices.ts'
import { CLOSE } from '../place.ts'
import { WhenPicker } from '../WhenPicker.tsx'
import { useWork } from '../work.ts'

type Props = { code: string; isBest: boolean; isActive: boolean }

/** One offer with what it earns, and the customer's answer to it. */
export function OfferCard({ code, isBest, isActive }: Props) {
  const t = useTranslations('desk.decision')
  const format = useFormat()
  const { me, desk, taxonomy, card, keeping, edit, go } = useWork()
  const labels = useLabels(taxonomy)
  const offer = taxonomy.offers.find((one) => one.code === code)
  const estimate = card.why?.offers.find((one) => one.code === code)
  const made = keeping.draft.offers.find((one) => one.code === code)
  const money = (minor: string): string => format.money(minor, me.house.currency)
  const choose = (answer: OfferAnswerCode | undefined): void => {
    if (!answer) return
    edit({ edit: 'offer', code, change: { answer, until: answer === 'CON' ? (made?.until ?? null) : null } })
    if (desk.state === 'wrapUp' && answer !== 'CON' && answer !== 'CTR') go({ to: 'step', step: CLOSE })
  }
  return (
    <article className="offer" data-best={isBest || undefined}>
      <header>
        {isBest && <Chip tone="accent">{t('recommended')}</Chip>}
        <h3>{labels(code)}</h3>
        <p className="small">
          {[
            estimate && t('offerNet', { amount: money(estimate.netMinor) }),
            estimate && t('supported', { share: format.share(estimate.pWin) }),
            offer && offer.costMinor !== '0' && t('cost', { amount: money(offer.costMinor) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      <ChoiceList
        label={`${t('answer.label')}: ${labels(code)}`}
        isExclusive
        columns={2}
        isOpen={isActive}
        chosen={made ? [made.answer] : []}
        choices={offerAnswers.map((id) => ({ id, label: t(`answer.${id}`) }))}
        onChoose={(id) => choose(offerAnswers.find((answer) => answer === id))}
      />
      {made?.answer === 'CON' && (
        <WhenPicker
          label={t('until')}
          kind="day"
          value={made.until}
          isOpen={false}
          onChoose={(until) => edit({ edit: 'offer', code, change: { until } })}
        />
      )}
      {made?.answer === 'CTR' && (
        <input
          className="input"
          dir="auto"
          aria-label={t('counter')}
          placeholder={t('counter')}
          maxLength={200}
          value={made.counter ?? ''}
          onChange={(event) => edit({ edit: 'offer', code, change: { counter: event.target.value || null } })}
        />
      )}
    </article>
  )
}
