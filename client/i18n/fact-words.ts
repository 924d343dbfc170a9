import { useTranslations } from 'use-intl'
import type { Fact } from '#contract/queue'
import type { Params } from '#contract/values'
import { useCodeWords } from './code-words.ts'
import { useFormat } from './use-format.ts'

type Writing = { money: (minor: string) => string; share: (share: number) => string; label: (code: string) => string }

/** A fact's raw parameters with their money, shares and taxonomy codes turned into words. */
export function wordParams(params: Params, { money, share, label }: Writing): Params {
  const { valueMinor, change, probability, offerCode, reasonCode } = params
  return {
    ...params,
    ...(typeof valueMinor === 'string' && { value: money(valueMinor) }),
    ...(typeof change === 'number' && { change: share(change) }),
    ...(typeof probability === 'number' && { share: share(probability) }),
    ...(typeof offerCode === 'string' && { offer: label(offerCode) }),
    ...(typeof reasonCode === 'string' && { reason: label(reasonCode) }),
  }
}

const LEARNED = 'learned_'

/**
 * The sentence for a fact that this page has no words for: of one that was learned, what it was learned about; else its
 * code, so that it can be asked about.
 */
export const unknownFact = (code: string): { key: 'learned'; what: string } | { key: 'unnamed'; code: string } =>
  code.startsWith(LEARNED) && code.length > LEARNED.length
    ? { key: 'learned', what: code.slice(LEARNED.length).replaceAll(/[_.]+/g, ' ').trim() }
    : { key: 'unnamed', code }

/** Words for a ranking fact. `label` gives the reader's label of a reason or offer code. */
export function useFactWords(currency: string, label: (code: string) => string): (fact: Fact) => string {
  const say = useCodeWords('facts')
  const t = useTranslations('facts')
  const format = useFormat()
  const writing = { money: (minor: string) => format.money(minor, currency), share: format.share, label }
  return ({ code, params }) => {
    const words = say(code, wordParams(params, writing))
    if (words !== null) return words
    const unknown = unknownFact(code)
    return unknown.key === 'learned' ? t('learned', { what: unknown.what }) : t('unnamed', { code })
  }
}
