import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as Pressable } from 'react-aria-components/Button'
import { Header } from 'react-aria-components/Header'
import { MenuItem, MenuSection, MenuTrigger, Menu as Options } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import './Button.css'
import './Select.css'
import './Menu.css'

export type MenuChoice = {
  id: string
  label: string
  icon?: ReactNode
  onChoose: () => void
  isOn?: boolean
  lang?: string
}
export type MenuGroup = { title: string; choices: readonly MenuChoice[] }
type Props = {
  /** Read aloud; `children` is what is seen on the button. */
  label: string
  children: ReactNode
  groups: readonly MenuGroup[]
}

/** A button that opens groups of actions. In a group of alternatives the one in force is ticked. */
export function Menu({ label, children, groups }: Props) {
  return (
    <MenuTrigger>
      <Pressable className="button button-quiet" aria-label={label}>
        {children}
      </Pressable>
      <Popover className="floating" placement="bottom end" offset={4}>
        <Options className="menu-list" aria-label={label}>
          {groups.map((group) => (
            <MenuSection key={group.title} className="menu-section">
              <Header className="menu-title">{group.title}</Header>
              {group.choices.map(({ id, label: words, icon, isOn, onChoose, lang }) => (
                <MenuItem key={id} id={id} className="menu-item" textValue={words} onAction={onChoose}>
                  {icon}
                  <span className="menu-words" lang={lang}>
                    <bdi>{words}</bdi>
                  </span>
                  {isOn && <Check size={16} aria-hidden="true" />}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Options>
      </Popover>
    </MenuTrigger>
  )
}
