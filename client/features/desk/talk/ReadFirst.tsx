import { OctagonAlert } from 'lucide-react'
import { useFactWords } from '../../../i18n/fact-words.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { factKey, strongestFacts } from '../../../ui/why/strongest-facts.ts'
import { useWork } from '../work.ts'

const FACTS = 3

/** What is read before anybody is dialled: every open complaint in its own words, and three facts. */
export function ReadFirst() {
  const { card, me, taxonomy } = useWork()
  const format = useFormat()
  const factWords = useFactWords(me.house.currency, useLabels(taxonomy))
  const facts = strongestFacts(card.why?.facts ?? [])
  const read = [...facts.for, ...facts.against].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, FACTS)
  return (
    <div className="read-first">
      {card.complaints
        .filter(({ status }) => status === 'open')
        .map(({ id, text, openedAt }) => (
          <blockquote key={id} className="read-complaint">
            <OctagonAlert size={16} aria-hidden="true" />
            <p>
              <Bdi>{text}</Bdi>
            </p>
            <time dateTime={openedAt}>{format.date(openedAt)}</time>
          </blockquote>
        ))}
      <ol>
        {read.map((fact) => (
          <li key={factKey(fact)}>{factWords(fact)}</li>
        ))}
      </ol>
    </div>
  )
}
