import { Plus, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { TeamId } from '#contract/ids'
import type { Destination } from '#contract/ivr'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Select } from '../../ui/Select.tsx'

type Team = { id: TeamId; name: string; agents: number }
type Props = {
  choices: Destination[]
  teams: readonly Team[]
  hasSound: boolean
  onChange: (choices: Destination[]) => void
}
const MOST = 2

/** At most two keys; 0, silence and every other key lead to a human whatever stands here. */
export function ChoicesPart({ choices, teams, hasSound, onChange }: Props) {
  const t = useTranslations('ivr.choices')
  const format = useFormat()
  const set = (nth: number, to: Destination): void => onChange(choices.map((old, at) => (at === nth ? to : old)))
  const first = teams[0]
  const toTeam = (teamId: TeamId): Destination => ({ kind: 'team', teamId })
  return (
    <section className="callers-part">
      <h2>{t('title')}</h2>
      {choices.length === 0 && <p className="callers-note">{t('none')}</p>}
      {choices.map((choice, nth) => {
        const key = format.number(nth + 1)
        return (
          <div key={key} className="choice">
            <Select
              label={t('to', { key })}
              options={[
                { id: 'team', label: t('team') },
                { id: 'callback', label: t('callback') },
              ]}
              value={choice.kind}
              onChange={(kind) => set(nth, kind === 'team' && first ? toTeam(first.id) : { kind: 'callback' })}
            />
            {choice.kind === 'team' && (
              <Select
                label={t('which')}
                options={teams.map(({ id, name, agents }) => ({
                  id,
                  label: name,
                  note: t('people', { count: agents }),
                }))}
                value={choice.teamId}
                onChange={(id) => set(nth, toTeam(id))}
              />
            )}
            <IconButton
              label={t('remove', { key })}
              icon={<X size={14} />}
              onPress={() => onChange(choices.filter((_, at) => at !== nth))}
            />
          </div>
        )
      })}
      {choices.length > 0 && !hasSound && <p className="callers-due">{t('needsSound')}</p>}
      {choices.length < MOST && (
        <Button
          dense
          icon={<Plus aria-hidden="true" />}
          onPress={() => onChange([...choices, first ? toTeam(first.id) : { kind: 'callback' }])}
        >
          {t('add', { key: format.number(choices.length + 1) })}
        </Button>
      )}
    </section>
  )
}
