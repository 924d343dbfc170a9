import { type KeyboardEvent, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Dialog } from '../../../ui/Dialog.tsx'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { SteeredOption } from '../../../ui/SteeredOption.tsx'
import { type DeskActionId, deskActions } from '../desk-actions.ts'
import './KeyMap.css'

type Props = {
  available: ReadonlySet<DeskActionId>
  onPerform: (id: DeskActionId) => void
  onClose: () => void
}

/** Every action of the desk by name, each with its key; those that are not possible now stand greyed below. */
export function Palette({ available, onPerform, onClose }: Props) {
  const t = useTranslations('desk.keys')
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const rows = deskActions
    .filter(({ id }) => id !== 'palette' && t(id).toLowerCase().includes(typed.trim().toLowerCase()))
    .sort((a, b) => Number(available.has(b.id)) - Number(available.has(a.id)))
  const usable = rows.filter(({ id }) => available.has(id))
  const run = (id: DeskActionId | undefined): void => {
    if (!id || !available.has(id)) return
    onClose()
    onPerform(id)
  }
  const steer = (event: KeyboardEvent): void => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((before) => Math.min(usable.length - 1, Math.max(0, before + step)))
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') run(usable[at]?.id)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t('palette')} isOpen onClose={onClose}>
      <input
        className="input"
        role="combobox"
        aria-label={t('find')}
        placeholder={t('find')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={usable[at] && `${listId}-${usable[at].id}`}
        autoFocus
        dir="auto"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={steer}
      />
      {rows.length === 0 && <p className="palette-empty">{t('none')}</p>}
      <div className="palette-list" id={listId} role="listbox" aria-label={t('palette')}>
        {rows.map(({ id, chord }) => (
          <SteeredOption
            key={id}
            id={`${listId}-${id}`}
            className="palette-row"
            isSelected={usable[at]?.id === id}
            isDisabled={!available.has(id)}
            onPick={() => run(id)}
          >
            <span>{t(id)}</span>
            {chord && <KeyHint chord={chord} />}
          </SteeredOption>
        ))}
      </div>
    </Dialog>
  )
}
