import { Mic } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { checkMicrophone, listMicrophones, type MicrophoneFinding } from './microphone.ts'
import './PhoneCheck.css'

/** Whether we would be heard: asked before the first customer, not with one on the line. */
export function PhoneCheck() {
  const t = useTranslations('phone.microphone')
  const [finding, setFinding] = useState<MicrophoneFinding | null>(null)
  const [level, setLevel] = useState<number | null>(null)
  const [devices, setDevices] = useState<{ id: string; label: string }[]>([])
  const [chosen, setChosen] = useState<string | null>(null)
  const check = async (): Promise<void> => {
    setFinding(null)
    setLevel(0)
    const found = await checkMicrophone(chosen, setLevel)
    setLevel(null)
    setFinding(found)
    setDevices(await listMicrophones().catch(() => []))
  }
  const isBad = finding !== null && finding !== 'heard'
  return (
    <div className="phone-check">
      {devices.length > 1 && (
        <Select label={t('device')} options={devices} value={chosen ?? devices[0]?.id ?? null} onChange={setChosen} />
      )}
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
