import { argumentError } from '../../kernel/errors.js'

/** What a stretch of terminal text is, not how it looks. The command gives each role a colour; tests give none. */
export type Role = 'strong' | 'dim' | 'a' | 'b' | 'good' | 'warn' | 'bad'

/** Colours a text by its role. */
export type Paint = (role: Role, text: string) => string

/** No colours. */
export const plain: Paint = (_role, text) => text

/** Throws `ERR_ARGUMENT` for a `paint` that is no function. */
export function requirePaint(paint: unknown): asserts paint is Paint {
  if (typeof paint !== 'function') throw argumentError('paint', paint, 'a function')
}
