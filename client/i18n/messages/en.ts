import { app } from './en/app.ts'
import { audit } from './en/audit.ts'
import { campaigns } from './en/campaigns.ts'
import { cases } from './en/cases.ts'
import { customers } from './en/customers.ts'
import { desk } from './en/desk.ts'
import { erasure } from './en/erasure.ts'
import { errors } from './en/errors.ts'
import { facts } from './en/facts.ts'
import { identity } from './en/identity.ts'
import { imports } from './en/import.ts'
import { line } from './en/line.ts'
import { ranking } from './en/ranking.ts'
import { rules } from './en/rules.ts'
import { script } from './en/script.ts'
import { signIn } from './en/sign-in.ts'
import { staff } from './en/staff.ts'
import { wall } from './en/wall.ts'
import { why } from './en/why.ts'

export const messages = {
  app,
  audit,
  campaigns,
  cases,
  customers,
  desk,
  erasure,
  errors,
  facts,
  identity,
  import: imports,
  line,
  ranking,
  rules,
  script,
  signIn,
  staff,
  wall,
  why,
} as const
