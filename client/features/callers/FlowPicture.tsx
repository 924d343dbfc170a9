import { Clock, Hash, Moon, Music, PhoneIncoming, PhoneOutgoing, UserRound, Volume2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Destination, IvrFlow } from '#contract/ivr'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'

type Team = { id: string; name: string }
type Props = { flow: IvrFlow; teams: readonly Team[] }

const Node = ({ icon, children, isHuman }: { icon: ReactNode; children: ReactNode; isHuman?: boolean }) => (
  <span className="flow-node" data-human={isHuman || undefined}>
    {icon}
    <span>{children}</span>
  </span>
)

/** The way of a caller, as it will be when the form is saved: read from where reading starts. */
export function FlowPicture({ flow, teams }: Props) {
  const t = useTranslations('ivr.picture')
  const format = useFormat()
  const nameOf = (to: Destination): string =>
    to.kind === 'callback'
      ? t('toCallback')
      : t('toTeam', { name: teams.find(({ id }) => id === to.teamId)?.name ?? '?' })
  const human = (
    <Node icon={<UserRound aria-hidden="true" />} isHuman>
      {t('human')}
    </Node>
  )
  return (
    <section className="flow" aria-label={t('label')}>
      <Node icon={<PhoneIncoming aria-hidden="true" />}>{t('rings')}</Node>
      <ul className="flow-ways">
        <li>
          <span className="flow-when">
            <Clock aria-hidden="true" /> {t('open')}
          </span>
          <Node icon={<Volume2 aria-hidden="true" />}>{t('greeting')}</Node>
          <ul className="flow-ways">
            {flow.choices.map((choice, nth) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is the key that is pressed
              <li key={nth}>
                <span className="flow-when">
                  <Hash aria-hidden="true" /> {t('key', { key: format.number(nth + 1) })}
                </span>
                {choice.kind === 'callback' ? (
                  <Node icon={<PhoneOutgoing aria-hidden="true" />}>{nameOf(choice)}</Node>
                ) : (
                  <>
                    <Node icon={<Music aria-hidden="true" />}>
                      <Bdi>{nameOf(choice)}</Bdi>
                    </Node>
                    {human}
                  </>
                )}
              </li>
            ))}
            <li>
              <span className="flow-when">
                <Hash aria-hidden="true" /> {t('else')}
              </span>
              <Node icon={<Music aria-hidden="true" />}>{t('line')}</Node>
              {human}
            </li>
          </ul>
        </li>
        <li>
          <span className="flow-when">
            <Moon aria-hidden="true" /> {t('closed')}
          </span>
          {flow.nightNumber && (
            <Node icon={<UserRound aria-hidden="true" />} isHuman>
              {t('night', { number: `\u2066${flow.nightNumber}\u2069` })}
            </Node>
          )}
          <Node icon={<PhoneOutgoing aria-hidden="true" />}>{t('callback')}</Node>
        </li>
      </ul>
    </section>
  )
}
