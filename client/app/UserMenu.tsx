import { LogOut } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Menu } from '../ui/Menu.tsx'
import { useFrame } from './frame.ts'
import './UserMenu.css'

export function UserMenu() {
  const t = useTranslations('app')
  const { me, onSignOut } = useFrame()
  return (
    <Menu
      label={`${t('account')}: ${me.name}`}
      groups={[
        {
          title: `${t(`role.${me.role}`)} · ${me.email}`,
          choices: [
            {
              id: 'sign-out',
              label: t('signOut'),
              icon: <LogOut size={16} className="mirrors" aria-hidden="true" />,
              onChoose: onSignOut,
            },
          ],
        },
      ]}
    >
      <span className="user-initial" data-initial={[...me.name][0]} />
      <bdi className="user-name">{me.name}</bdi>
    </Menu>
  )
}
