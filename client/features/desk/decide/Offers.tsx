import { ChevronDown } from 'lucide-react'
import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Button } from '../../../ui/Button.tsx'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useKeys } from '../../../ui/use-keys.ts'
import { rankOffers } from '../choices.ts'
import { FieldProblem } from '../FieldProblem.tsx'
import { OFFER } from '../place.ts'
import { useToldOffers } from '../use-told-offers.ts'
import { useWork } from '../work.ts'
import { OfferCard } from './OfferCard.tsx'

/** Keys above the seven answers open the alternatives. */
const alternativeKeys = ['Digit8', 'Digit9'] as const

/** One offer matched to the reason and two alternatives; folded until a reason is known, so that the agent asks before selling. */
export function Offers() {
  const t = useTranslations('desk.decision')
  const { card, taxonomy, keeping, place, go } = useWork()
  const labels = useLabels(taxonomy)
  const reasonCode = keeping.draft.reasons[0]?.code ?? null
  const isComplaintOpen = card.complaints.some(({ status }) => status === 'open')
  const told = useToldOffers(card, reasonCode)
  const known = rankOffers({ taxonomy, allowed: card.campaign.offers, why: card.why, reasonCode, told })
  // What she has answered stays where it was asked, though the server's order comes a moment later.
  const asked = useRef<{ reasonCode: string | null; ranked: typeof known } | null>(null)
  const isAnswered = keeping.draft.offers.length > 0
  if (!isAnswered) asked.current = { reasonCode, ranked: known }
  const ranked = isAnswered && asked.current?.reasonCode === reasonCode ? asked.current.ranked : known
  const isFolded = reasonCode === null
  const isActive = place.step === OFFER && !isFolded && !isComplaintOpen
  const openCode = place.offer ?? (isActive ? ranked[0] : null) ?? null
  const others = ranked.filter((code) => code !== openCode)
  useKeys(
    Object.fromEntries(
      isActive
        ? others.slice(0, 2).map((code, at) => [alternativeKeys[at], () => go({ to: 'offer', code })] as const)
        : [],
    ),
  )
  if (isFolded || isComplaintOpen)
    return (
      <section className="part offers-folded">
        <h2 className="part-title">
          {t('offers')} <KeyHint chord="KeyO" />
        </h2>
        <p className={isComplaintOpen ? 'problem' : 'small'}>
          {t(isComplaintOpen ? 'complaintFirst' : 'offersFolded')}
        </p>
      </section>
    )
  return (
    <section className="part offers">
      <h2 className="part-title">
        {t('offers')} <KeyHint chord="KeyO" />
      </h2>
      <FieldProblem field="offers" />
      {ranked.length === 0 && <p className="small">{t('noOffers')}</p>}
      {ranked.map((code, at) => {
        const isOpen = code === openCode
        if (isOpen || at === 0)
          return <OfferCard key={code} code={code} isBest={at === 0} isActive={isActive && isOpen} />
        const made = keeping.draft.offers.find((offer) => offer.code === code)
        const key = isActive ? alternativeKeys[others.indexOf(code)] : undefined
        return (
          <Button key={code} kind="quiet" className="offer-folded" onPress={() => go({ to: 'offer', code })}>
            <span>
              {labels(code)}
              {made && <small>{t(`answer.${made.answer}`)}</small>}
            </span>
            {key ? <KeyHint chord={key} /> : <ChevronDown size={14} aria-hidden="true" />}
          </Button>
        )
      })}
    </section>
  )
}
