import { Languages } from 'lucide-react'
import { useLocale, useTranslations } from 'use-intl'
import { useChangeLocale } from '../i18n/LocaleProvider.tsx'
import { locales } from '../i18n/locale.ts'
import { Menu } from '../ui/Menu.tsx'
import { setSingleKeys, useSingleKeys } from '../ui/single-keys.ts'
import { setTheme, themes, useTheme } from './theme.ts'

/** Language, theme and the switch for single keys. */
export function AppearanceMenu() {
  const t = useTranslations('app')
  const locale = useLocale()
  const changeLocale = useChangeLocale()
  const theme = useTheme()
  const singleKeys = useSingleKeys()
  return (
    <Menu
      label={t('appearance')}
      groups={[
        {
          title: t('language.label'),
          choices: locales.map((id) => ({
            id,
            label: t(`language.${id}`),
            lang: id,
            isOn: id === locale,
            onChoose: () => changeLocale(id),
          })),
        },
        {
          title: t('theme.label'),
          choices: themes.map((id) => ({
            id,
            label: t(`theme.${id}`),
            isOn: id === theme,
            onChoose: () => setTheme(id),
          })),
        },
        {
          title: t('shortcuts.label'),
          choices: [true, false].map((on) => ({
            id: `keys-${on}`,
            label: t(on ? 'shortcuts.on' : 'shortcuts.off'),
            isOn: on === singleKeys,
            onChoose: () => setSingleKeys(on),
          })),
        },
      ]}
    >
      <Languages aria-hidden="true" />
    </Menu>
  )
}
