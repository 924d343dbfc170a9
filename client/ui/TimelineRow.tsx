import {
  CircleSlash,
  Flag,
  Handshake,
  Mail,
  MessageSquare,
  Moon,
  OctagonAlert,
  OctagonX,
  Phone,
  ShoppingBag,
  Store,
} from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { TimelineEntry } from '#contract/people'
import { useLabel } from '../i18n/labels.ts'
import { useFormat } from '../i18n/use-format.ts'
import { Bdi } from './Bdi.tsx'
import { Money } from './Money.tsx'
import './TimelineRow.css'

const icons = {
  purchase: ShoppingBag,
  call: Phone,
  message: MessageSquare,
  email: Mail,
  visit: Store,
  complaint: OctagonAlert,
  promise: Handshake,
  disposition: Flag,
  cancelled: CircleSlash,
  stop: OctagonX,
  lapsed: Moon,
} as const

type Props = { entry: TimelineEntry; currency: string }

/** One thing that happened between a customer and us. */
export function TimelineRow({ entry, currency }: Props) {
  const t = useTranslations('desk.timeline')
  const format = useFormat()
  const label = useLabel()
  const Icon = icons[entry.kind]
  return (
    <li className="event" data-kind={entry.kind}>
      <span className="event-icon">
        <Icon size={14} aria-hidden="true" />
      </span>
      <div>
        <p className="event-head">
          <span>
            {entry.codeLabels ? <Bdi>{label(entry.codeLabels)}</Bdi> : t(`kind.${entry.kind}`)}
            {entry.direction && <span className="small"> {t(entry.direction)}</span>}
          </span>
          {entry.amountMinor && <Money minor={entry.amountMinor} currency={currency} />}
          <time dateTime={entry.at}>{format.date(entry.at)}</time>
        </p>
        {entry.text && (
          <p className="event-text">
            <Bdi>{entry.text}</Bdi>
          </p>
        )}
        {entry.by && (
          <p className="small">
            <Bdi>{entry.by}</Bdi>
          </p>
        )}
      </div>
    </li>
  )
}
