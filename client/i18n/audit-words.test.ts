import { expect, it } from 'vitest'
import { AuditAction, AuditSubjectKind } from '#contract/audit'
import { findKey } from './code-words.ts'
import { messages } from './messages/en.ts'

it('has a sentence for every act of the audit trail, and none for an act that there is not', () => {
  expect(AuditAction.options.filter((action) => findKey(messages.audit.actions, action) !== action)).toEqual([])
  expect(findKey(messages.audit.actions, 'customer.sold')).toBeNull()
})

it('has words for everything that an act can be done to', () => {
  expect(Object.keys(messages.audit.subjects).sort()).toEqual([...AuditSubjectKind.options].sort())
})
