import { Link } from '@tanstack/react-router'
import { HeadphoneOff, Headphones } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Floor } from '#contract/floor'
import { MissingDevices } from '../../phone/MissingDevices.tsx'
import { PhoneCheck } from '../../phone/PhoneCheck.tsx'
import type { PhoneView } from '../../phone/softphone.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import type { FloorActs } from './use-floor-acts.ts'

type Props = { mine: Floor['mine']; agents: Floor['agents']; phone: PhoneView; canRing: boolean; acts: FloorActs }

/** The supervisor's own ear: taken before anybody is listened to, and where it is just now. */
export function MySeat({ mine, agents, phone, canRing, acts }: Props) {
  const t = useTranslations('floor')
  const p = useTranslations('phone')
  const d = useTranslations('desk.call')
  const isSeated = mine.state !== 'offline'
  const room = agents.find(({ userId }) => userId === mine.supervising?.agentId)
  const words =
    mine.seat?.state !== 'in' ? t('seat.ringing') : room ? t('seat.with', { name: room.name }) : t('seat.in')
  const hasCard = mine.state !== 'break' && mine.state !== 'offline' && mine.state !== 'consult'
  return (
    <section className="floor-seat" aria-label={t('seat.sit')}>
      {isSeated ? (
        <>
          <Chip tone={mine.seat?.state === 'in' ? 'won' : 'due'} icon={<Headphones aria-hidden="true" />}>
            <Bdi>{words}</Bdi>
          </Chip>
          {!phone.microphone && <span className="floor-bad">{p('microphone.refused')}</span>}
          {phone.isPoor && <Chip tone="due">{p('quality.poor')}</Chip>}
          <MissingDevices phone={phone} />
          {hasCard && (
            <span className="floor-mine">
              {t('mine')} <Link to="/desk">{t('toDesk')}</Link>
            </span>
          )}
          <Button
            dense
            kind="quiet"
            icon={<HeadphoneOff aria-hidden="true" />}
            onPress={() => acts.sit(false)}
            isPending={acts.isPending}
          >
            {t('seat.leave')}
          </Button>
        </>
      ) : (
        <>
          <Button
            kind="primary"
            icon={<Headphones aria-hidden="true" />}
            onPress={() => acts.sit(true)}
            isPending={acts.isPending}
            isDisabled={!canRing}
          >
            {t('seat.sit')}
          </Button>
          <span className="floor-note">
            {canRing ? t('seat.why') : d(`softphone.${phone.state === 'failed' ? 'failed' : 'connecting'}`)}
          </span>
          <PhoneCheck />
        </>
      )}
    </section>
  )
}
