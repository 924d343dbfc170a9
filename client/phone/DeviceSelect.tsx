import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Select } from '../ui/Select.tsx'
import { chooseDevice, type DeviceKind, listDevices, type NamedDevice, useDevices } from './devices.ts'

const OWN = 'own'

/** Which microphone or speaker; nothing to choose from: nothing to see. One that was chosen and is not there says so. */
export function DeviceSelect({ kind, looked }: { kind: DeviceKind; looked: unknown }) {
  const t = useTranslations('phone.microphone')
  const chosen = useDevices()[kind]
  const [named, setNamed] = useState<readonly NamedDevice[] | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a check may have been what made the browser name them
  useEffect(() => {
    const media = navigator.mediaDevices
    if (!media) return
    const look = () => void listDevices(kind).then(setNamed, () => {})
    look()
    media.addEventListener('devicechange', look)
    return () => media.removeEventListener('devicechange', look)
  }, [kind, looked])
  const devices = named ?? []
  const isGone = chosen !== null && named !== null && !devices.some(({ id }) => id === chosen.id)
  if (devices.length < 2 && chosen === null) return null
  const options = [
    { id: OWN, label: t('own') },
    ...devices,
    ...(chosen && !devices.some(({ id }) => id === chosen.id)
      ? [{ ...chosen, ...(isGone ? { note: t('unplugged') } : {}) }]
      : []),
  ]
  return (
    <>
      <Select
        label={t(kind)}
        options={options}
        value={chosen?.id ?? OWN}
        onChange={(id) => chooseDevice(kind, devices.find((one) => one.id === id) ?? (id === OWN ? null : chosen))}
      />
      {isGone && (
        <p className="phone-bad" role="status">
          {t(`${devices.length > 0 ? 'missingChosen' : 'missingAny'}.${kind}`)}
        </p>
      )}
    </>
  )
}
