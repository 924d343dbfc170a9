import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs'
import './TabBar.css'

export type TabItem = { id: string; title: ReactNode; content: ReactNode }
type Props = { label: string; items: readonly TabItem[]; selected?: string; onSelect?: (id: string) => void }

export function TabBar({ label, items, selected, onSelect }: Props) {
  return (
    <Tabs
      className="tabs"
      keyboardActivation="automatic"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect ? { onSelectionChange: (key) => onSelect(String(key)) } : {})}
    >
      <TabList className="tab-list" aria-label={label}>
        {items.map(({ id, title }) => (
          <Tab key={id} id={id} className="tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="tab-panel">
          {content}
        </TabPanel>
      ))}
    </Tabs>
  )
}
