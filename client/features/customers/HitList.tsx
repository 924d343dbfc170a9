import { useTranslations } from 'use-intl'
import type { CustomerHit } from '#contract/customers'
import { Bdi } from '../../ui/Bdi.tsx'
import { Phone } from '../../ui/Phone.tsx'
import { SteeredOption } from '../../ui/SteeredOption.tsx'

type Props = {
  id: string
  label: string
  hits: readonly CustomerHit[]
  /** The row that Enter opens. */
  at: number
  /** Whether what a customer was found by is told. */
  saysWhy: boolean
  onOpen: (id: string) => void
}

export const optionId = (listId: string, customerId: string): string => `${listId}-${customerId}`

/** Customers by name, with what tells two of one name apart. The field above steers it. */
export function HitList({ id, label, hits, at, saysWhy, onOpen }: Props) {
  const t = useTranslations('customers')
  return (
    <div className="hit-list" id={id} role="listbox" aria-label={label}>
      {hits.map((hit, row) => (
        <SteeredOption
          key={hit.id}
          id={optionId(id, hit.id)}
          className="hit"
          isSelected={row === at}
          onPick={() => onOpen(hit.id)}
        >
          <span className="hit-name">
            <Bdi>{hit.name}</Bdi>
          </span>
          <span className="hit-soft">{hit.city && <Bdi>{hit.city}</Bdi>}</span>
          <span className="hit-soft">{hit.maskedPhone && <Phone number={hit.maskedPhone} />}</span>
          <span className="hit-soft">{hit.externalId && <Bdi>{hit.externalId}</Bdi>}</span>
          <span className="hit-why">{saysWhy && hit.matchedBy !== 'name' && t(`matched.${hit.matchedBy}`)}</span>
        </SteeredOption>
      ))}
    </div>
  )
}
