import { useTranslations } from 'use-intl'
import { useProblemWords } from '../../../i18n/code-words.ts'
import { placeOf } from '../place-of-problem.ts'
import { useWork } from '../work.ts'

const isOfCall = (code: string): boolean => code.startsWith('call.')

/** Why the last wish was not fulfilled, as words; what is missing leads to where it can be filled in. */
export function BarMessages() {
  const t = useTranslations('desk')
  const say = useProblemWords()
  const { call, calls, saving, go } = useWork()
  const { sending } = saving
  const [first, ...rules] = calls.problems
  if (first)
    return (
      <p className="bar-message problem" role="alert">
        {isOfCall(first.code) && rules.length > 0 ? t('call.refused') : say(first)}
        {rules.length > 0 && `: ${rules.map(say).join(' · ')}`}
      </p>
    )
  if (sending.state === 'sending' && sending.isRetrying)
    return (
      <p className="bar-message bar-due" role="status">
        {t('outcome.waiting')}
      </p>
    )
  if (saving.problems.length > 0)
    return (
      <p className="bar-message problem" role="alert">
        {t('outcome.missing')}{' '}
        {saving.problems.map((problem) => (
          <button key={problem.code} type="button" className="bar-link" onClick={() => placeOf(problem).forEach(go)}>
            {say(problem)}
          </button>
        ))}
      </p>
    )
  if (call?.refusal)
    return (
      <p className="bar-message bar-due" role="status">
        {say({ code: call.refusal })}
      </p>
    )
  return <span className="bar-message" />
}
