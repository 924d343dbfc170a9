import { useTranslations } from 'use-intl'
import { Chip } from '../ui/Chip.tsx'
import type { PhoneView } from './softphone.ts'

/** What was chosen and is not there, said wherever its owner works. */
export function MissingDevices({ phone }: { phone: PhoneView }) {
  const t = useTranslations('phone.microphone.missingChosen')
  return phone.missing.map((kind) => (
    <span key={kind} role="status">
      <Chip tone="due">{t(kind)}</Chip>
    </span>
  ))
}
