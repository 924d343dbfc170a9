import { OctagonX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../../ui/Button.tsx'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useWork } from '../work.ts'

const ARMED_MILLISECONDS = 4_000

/** Do not call: two presses, then it is committed at once, before and whatever is saved. */
export function StopButton() {
  const t = useTranslations('desk.stop')
  const { stop, available, perform } = useWork()
  const [isArmed, setArmed] = useState(false)
  useEffect(() => {
    if (!isArmed) return
    const timer = setTimeout(() => setArmed(false), ARMED_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isArmed])
  if (stop.committed) return null
  const press = (): void => {
    setArmed(!isArmed)
    if (isArmed) perform('stop')
  }
  return (
    <Button
      kind={isArmed ? 'danger' : 'quiet'}
      icon={<OctagonX aria-hidden="true" />}
      onPress={press}
      isPending={stop.isPending}
      isDisabled={!available.has('stop')}
    >
      <span className="stop-words">
        {t(isArmed ? 'pressAgain' : 'title')} {!isArmed && <KeyHint chord="KeyD KeyD" />}
      </span>
    </Button>
  )
}
