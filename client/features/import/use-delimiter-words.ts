import { useTranslations } from 'use-intl'

const names = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'pipe'],
] as const)

/** What parts the columns, in a word; an unusual character stands for itself. */
export function useDelimiterWords(): (delimiter: string) => string {
  const t = useTranslations('import.delimiter')
  return (delimiter) => {
    const name = [...names].find(([sign]) => sign === delimiter)?.[1]
    return name ? t(name) : delimiter
  }
}
