/** The columns of the table. `nobody` is a kernel whose broker nobody signed in to. */
export const personas = ['nobody', 'ana', 'omar', 'rita', 'ola', 'pipeline'] as const;

/** Who makes a call. */
export type Persona = (typeof personas)[number];

export const isPersona = (text: unknown): text is Persona => personas.some((persona) => persona === text);
