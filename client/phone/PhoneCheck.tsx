import { Mic } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../ui/Button.tsx'
import { DeviceSelect } from './DeviceSelect.tsx'
import { listDevices, readDevices } from './devices.ts'
import { checkMicrophone, type MicrophoneFinding } from './microphone.ts'
import './PhoneCheck.css'

/** Of the chosen microphone, when it is there; else the browser's own is checked, as it is the one in use. */
const chosenId = async (): Promise<string | null> => {
  const id = readDevices().microphone?.id ?? null
  return (await listDevices('microphone').catch(() => null))?.some((one) => one.id === id) ? id : null
}

/** Whether we would be heard, and by what: asked before the first customer, not with one on the line. */
export function PhoneCheck() {
  const t = useTranslations('phone.microphone')
  const [finding, setFinding] = useState<MicrophoneFinding | null>(null)
  const [level, setLevel] = useState<number | null>(null)
  const check = async (): Promise<void> => {
    setFinding(null)
    setLevel(0)
    const found = await checkMicrophone(await chosenId(), setLevel)
    setLevel(null)
    setFinding(found)
  }
  const isBad = finding !== null && finding !== 'heard'
  return (
    <div className="phone-check">
      <DeviceSelect kind="microphone" looked={finding} />
      {'setSinkId' in HTMLMediaElement.prototype && <DeviceSelect kind="speaker" looked={finding} />}
      <Button dense icon={<Mic aria-hidden="true" />} onPress={() => void check()} isPending={level !== null}>
        {t('check')}
      </Button>
      <p className={isBad ? 'phone-bad' : 'phone-note'} role="status">
        {level !== null ? t('checking') : finding && t(finding)}
      </p>
      {level !== null && <meter className="phone-level" min={0} max={1} value={level} aria-label={t('check')} />}
    </div>
  )
}
