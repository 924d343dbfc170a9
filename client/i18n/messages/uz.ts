import type { Messages } from '../messages.ts'
import { app } from './uz/app.ts'
import { audit } from './uz/audit.ts'
import { campaigns } from './uz/campaigns.ts'
import { cases } from './uz/cases.ts'
import { customers } from './uz/customers.ts'
import { desk } from './uz/desk.ts'
import { erasure } from './uz/erasure.ts'
import { errors } from './uz/errors.ts'
import { facts } from './uz/facts.ts'
import { floor } from './uz/floor.ts'
import { identity } from './uz/identity.ts'
import { imports } from './uz/import.ts'
import { ivr } from './uz/ivr.ts'
import { line } from './uz/line.ts'
import { phone } from './uz/phone.ts'
import { ranking } from './uz/ranking.ts'
import { rules } from './uz/rules.ts'
import { script } from './uz/script.ts'
import { signIn } from './uz/sign-in.ts'
import { staff } from './uz/staff.ts'
import { wall } from './uz/wall.ts'
import { why } from './uz/why.ts'

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
} satisfies Messages
