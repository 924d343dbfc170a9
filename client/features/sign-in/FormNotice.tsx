import { useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'

type Props = {
  problem: Problem | null
  /** A notice rather than a failure: somebody was signed out. */
  isCalm?: boolean
  /** Seconds until the next try is taken. */
  wait?: number
}

export function FormNotice({ problem, isCalm = false, wait = 0 }: Props) {
  const t = useTranslations('signIn')
  const say = useProblemWords()
  const format = useFormat()
  if (!problem) return null
  const words =
    problem.code === 'auth.locked' && wait > 0 ? t('wait', { time: format.duration(wait * 1_000) }) : say(problem)
  return (
    <p className={`form-notice ${isCalm ? 'form-notice-calm' : ''}`} role={isCalm ? 'status' : 'alert'}>
      {words}
    </p>
  )
}
