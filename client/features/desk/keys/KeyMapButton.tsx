import { Command, Keyboard } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../../../ui/IconButton.tsx'

/** The ways to everything else: the palette and the map of keys. */
export function KeyMapButton({ onPalette, onMap }: { onPalette: () => void; onMap: () => void }) {
  const t = useTranslations('desk.keys')
  return (
    <span className="strip-keys">
      <IconButton label={t('palette')} icon={<Command size={16} />} chord="Mod+KeyK" onPress={onPalette} />
      <IconButton label={t('title')} icon={<Keyboard size={16} />} chord="Shift+Slash" onPress={onMap} />
    </span>
  )
}
