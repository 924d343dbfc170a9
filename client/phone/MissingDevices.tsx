import { useTranslations } from 'use-intl'
import { Chip } from '../ui/Chip.tsx'
import type { PhoneView } from './softphone.ts'

/** What was chosen and is not there, or that there is none at all, said wherever its owner works. */
export function MissingDevices({ phone }: { phone: PhoneView }) {
  const t = useTranslations('phone.microphone')
  const words = [
    ...phone.missing.map((kind) => t(`missingChosen.${kind}`)),
    ...phone.none.map((kind) => t(`missingAny.${kind}`)),
  ]
  return words.map((said) => (
    <span key={said} role="status">
      <Chip tone="due">{said}</Chip>
    </span>
  ))
}
