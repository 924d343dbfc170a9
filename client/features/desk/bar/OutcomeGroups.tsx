import { useTranslations } from 'use-intl'
import type { StopCode } from '#contract/outcomes'
import { useProblemWords } from '../../../i18n/code-words.ts'
import { useLabels } from '../../../i18n/use-labels.ts'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useKeys } from '../../../ui/use-keys.ts'
import { ChoiceList } from '../ChoiceList.tsx'
import { outcomeGroups, outcomesOf, shortenLabel } from '../choices.ts'
import { CLOSE } from '../place.ts'
import { needsCallback, needsPromisedDate } from '../requirements.ts'
import { useWork } from '../work.ts'

const stops: readonly StopCode[] = ['S.CALL', 'S.ALL', 'S.DEAD', 'S.ABUSE']

/** All outcomes at a glance: one digit opens a group, the next chooses in it. A stop asks for a second press, then commits at once. */
export function OutcomeGroups() {
  const t = useTranslations('desk.outcome')
  const stopWords = useTranslations('desk.stop')
  const say = useProblemWords()
  const { taxonomy, place, stop, outcome, edit, go } = useWork()
  const labels = useLabels(taxonomy)
  const groups = outcomeGroups.map((group) => ({ group, outcomes: outcomesOf(taxonomy, group) }))
  const isGroupOpen = place.outcomeGroup !== null
  useKeys(
    Object.fromEntries(
      isGroupOpen
        ? []
        : groups.map(({ group }, at) => [`Digit${at + 1}`, () => go({ to: 'outcomeGroup', code: group })]),
    ),
  )
  const choose = (code: string): void => {
    const stopCode = stops.find((one) => one === code)
    if (stopCode) {
      const isArmed = place.armedStop === code
      go({ to: 'armedStop', code: isArmed ? null : code })
      if (isArmed) stop.press(stopCode)
    }
    if (stopCode || stop.committed) return
    edit({ edit: 'outcome', code })
    go({ to: 'step', step: CLOSE })
    if (needsCallback(code)) go({ to: 'asks', asks: 'callbackAt' })
    else if (needsPromisedDate(code)) go({ to: 'asks', asks: 'promisedAt' })
  }
  return (
    <div className="outcomes">
      {groups.map(({ group, outcomes }, at) => (
        <div
          key={group}
          className="outcome-group"
          data-group={group}
          data-open={place.outcomeGroup === group || undefined}
        >
          <button
            type="button"
            className="outcome-head"
            onClick={() => go(place.outcomeGroup === group ? { to: 'back' } : { to: 'outcomeGroup', code: group })}
            aria-expanded={place.outcomeGroup === group}
          >
            {!isGroupOpen && <KeyHint chord={`Digit${at + 1}`} />}
            {t(`group.${group}`)}
          </button>
          <ChoiceList
            label={t(`group.${group}`)}
            isExclusive
            isOpen={place.outcomeGroup === group}
            chosen={outcome ? [outcome.code] : []}
            choices={outcomes.map(({ code }) => ({
              id: code,
              label: place.armedStop === code ? stopWords('pressAgain') : shortenLabel(labels(code)),
              name: labels(code),
              isDisabled: stop.committed !== null && group !== 'S',
            }))}
            onChoose={choose}
          />
          {group === 'S' && stop.problem && (
            <p className="problem" role="alert">
              {say(stop.problem)}
            </p>
          )}
        </div>
      ))}
    </div>
  )
}
