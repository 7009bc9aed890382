/** What a stretch of terminal text is, not how it looks: the command maps roles to colours, tests to nothing. */
export type Role = 'strong' | 'dim' | 'a' | 'b' | 'good' | 'warn' | 'bad'

/** Colours a text by its role. */
export type Paint = (role: Role, text: string) => string

export const plain: Paint = (_role, text) => text
