import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as Panel } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useTranslations } from 'use-intl'
import { IconButton } from './IconButton.tsx'
import { KeyScope } from './key-scope.ts'
import './Dialog.css'

type Props = {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** Buttons, the primary one last. */
  actions?: ReactNode
  wide?: boolean
}

/** Escape and a press beside it close it; the caller keeps what was typed. */
export function Dialog({ title, isOpen, onClose, children, actions, wide }: Props) {
  const t = useTranslations('app')
  return (
    <ModalOverlay className="dialog-veil" isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className={`dialog ${wide ? 'dialog-wide' : ''}`}>
        <Panel className="dialog-panel">
          <KeyScope value="dialog">
            <header className="dialog-head">
              <Heading slot="title">{title}</Heading>
              <IconButton label={t('close')} icon={<X size={16} />} onPress={onClose} />
            </header>
            <div className="dialog-body">{children}</div>
            {actions && <footer className="dialog-actions">{actions}</footer>}
          </KeyScope>
        </Panel>
      </Modal>
    </ModalOverlay>
  )
}
