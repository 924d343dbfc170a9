import type { Messages } from '../messages.ts'
import { app } from './fa/app.ts'
import { audit } from './fa/audit.ts'
import { campaigns } from './fa/campaigns.ts'
import { cases } from './fa/cases.ts'
import { customers } from './fa/customers.ts'
import { desk } from './fa/desk.ts'
import { erasure } from './fa/erasure.ts'
import { errors } from './fa/errors.ts'
import { facts } from './fa/facts.ts'
import { floor } from './fa/floor.ts'
import { identity } from './fa/identity.ts'
import { imports } from './fa/import.ts'
import { ivr } from './fa/ivr.ts'
import { line } from './fa/line.ts'
import { phone } from './fa/phone.ts'
import { ranking } from './fa/ranking.ts'
import { rules } from './fa/rules.ts'
import { script } from './fa/script.ts'
import { signIn } from './fa/sign-in.ts'
import { staff } from './fa/staff.ts'
import { wall } from './fa/wall.ts'
import { why } from './fa/why.ts'

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
