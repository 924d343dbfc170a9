import { app } from './en/app.ts'
import { audit } from './en/audit.ts'
import { campaigns } from './en/campaigns.ts'
import { cases } from './en/cases.ts'
import { customers } from './en/customers.ts'
import { desk } from './en/desk.ts'
import { erasure } from './en/erasure.ts'
import { errors } from './en/errors.ts'
import { facts } from './en/facts.ts'
import { floor } from './en/floor.ts'
import { identity } from './en/identity.ts'
import { imports } from './en/import.ts'
import { ivr } from './en/ivr.ts'
import { line } from './en/line.ts'
import { phone } from './en/phone.ts'
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
  floor,
  identity,
  import: imports,
  ivr,
  line,
  phone,
  ranking,
  rules,
  script,
  signIn,
  staff,
  wall,
  why,
} as const
