import { useMessages, useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'

const BYTES_IN_KB = 1_000
const BYTES_IN_MB = 1_000_000

/** What a column is called here: 'external_id' → 'Customer number'. */
export function useColumnWords(): (name: string) => string {
  const known: Readonly<Record<string, string>> = useMessages().import.column
  return (name) => known[name] ?? name
}

/** A fault with its place: 'Phone: This is not a phone number. “abc”'. */
export function useFaultWords(): (fault: Problem) => string {
  const say = useProblemWords()
  const column = useColumnWords()
  const t = useTranslations('import')
  return ({ code, params = {}, field }) => {
    const name = params.column ?? field
    const words = say({ code, params: { ...params, ...(typeof name === 'string' ? { column: column(name) } : {}) } })
    if (typeof name !== 'string') return words
    const value = typeof params.value === 'string' && params.value !== '' ? params.value : null
    return value === null
      ? t('faultAt', { column: column(name), words })
      : t('faultOf', { column: column(name), words, value })
  }
}

/** What a kind of fault is called where its rows are only counted. */
export function useFaultKindWords(): (code: string) => string {
  const say = useProblemWords()
  const gap = '…'
  const params = {
    column: gap,
    value: gap,
    text: gap,
    line: gap,
    found: gap,
    expected: gap,
    digits: gap,
    currency: gap,
  }
  return (code) => say({ code, params })
}

/** '3.2 MB' */
export function useSizeWords(): (bytes: number) => string {
  const t = useTranslations('import')
  const format = useFormat()
  const round = (value: number) => format.number(Math.round(value * 10) / 10)
  return (bytes) =>
    bytes < BYTES_IN_MB
      ? t('size.kB', { amount: round(bytes / BYTES_IN_KB) })
      : t('size.MB', { amount: round(bytes / BYTES_IN_MB) })
}
