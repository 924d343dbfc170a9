import { useFormat } from '../i18n/use-format.ts'

/** An amount in minor units, a decimal string. */
export function Money({ minor, currency }: { minor: string; currency: string }) {
  const format = useFormat()
  return <bdi style={{ whiteSpace: 'nowrap' }}>{format.money(minor, currency)}</bdi>
}
