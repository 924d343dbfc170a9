import { Minus, Plus } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Fact } from '#contract/queue'
import { factKey } from './strongest-facts.ts'
import './Why.css'

type Props = { facts: readonly Fact[]; say: (fact: Fact) => string }

/** Facts for and against a call, in words; which is which by sign and colour. */
export function FactList({ facts, say }: Props) {
  const t = useTranslations('why')
  return (
    <ul className="why-facts">
      {facts.map((fact) => (
        <li key={factKey(fact)} data-direction={fact.direction}>
          {fact.direction === 'for' ? (
            <Plus size={14} aria-label={t('for')} />
          ) : (
            <Minus size={14} aria-label={t('against')} />
          )}
          {say(fact)}
        </li>
      ))}
    </ul>
  )
}
