import { useTranslations } from 'use-intl'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { setSingleKeys, useSingleKeys } from '../../../ui/single-keys.ts'
import { deskActions } from '../desk-actions.ts'
import './KeyMap.css'

/** Every key of the desk, and the switch that leaves only those with Control (WCAG 2.2, 2.1.4). */
export function KeyMap({ onClose }: { onClose: () => void }) {
  const t = useTranslations('desk.keys')
  const singleKeys = useSingleKeys()
  const rows = deskActions.flatMap(({ id, chord }) => (chord ? [{ id, chord }] : []))
  return (
    <Dialog
      title={t('title')}
      isOpen
      wide
      onClose={onClose}
      actions={<Button onPress={() => setSingleKeys(!singleKeys)}>{t(singleKeys ? 'off' : 'on')}</Button>}
    >
      <p className="key-map-hint">{t('hint')}</p>
      <dl className="key-map">
        <div>
          <dt>{t('choose')}</dt>
          <dd className="key-map-span">
            <KeyHint chord="Digit1" />–<KeyHint chord="Digit9" />
          </dd>
        </div>
        {rows.map(({ id, chord }) => (
          <div key={id}>
            <dt>{t(id)}</dt>
            <dd>
              <KeyHint chord={chord} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
