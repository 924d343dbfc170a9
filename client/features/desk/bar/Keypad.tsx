import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useProblemWords } from '../../../i18n/code-words.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { useWork } from '../work.ts'
import './Keypad.css'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

/** As a telephone's: each key is sent on the customer's line when it is pressed. */
export function Keypad({ onClose }: { onClose: () => void }) {
  const t = useTranslations('phone.keypad')
  const say = useProblemWords()
  const { calls } = useWork()
  const [sent, setSent] = useState('')
  const press = (key: string): void => {
    setSent((before) => `${before}${key}`.slice(-24))
    calls.press(key)
  }
  return (
    <Dialog title={t('title')} isOpen onClose={onClose}>
      <div className="keypad" dir="ltr">
        {KEYS.map((key) => (
          <Button key={key} onPress={() => press(key)} {...(/\d/.test(key) ? { chord: `Digit${key}` } : {})}>
            {key}
          </Button>
        ))}
      </div>
      <p className="small" role="status">
        {calls.problems[0] ? say(calls.problems[0]) : sent && t('sent', { digits: sent })}
      </p>
    </Dialog>
  )
}
