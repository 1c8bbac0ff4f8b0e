/*
 * What a process that knows passwords and keys gives up at its start, for itself and all that
 * it starts: a core, which would hold them, and programs that have more rights than it.
 */
#ifndef CORE_BASE_HARDEN_H
#define CORE_BASE_HARDEN_H

/* And nobody but root looks into its memory; a program that it starts says that itself. */
void	harden(void);
/* For one into which its children look by /proc (fcgi/keeper.h), who are to harden(). */
void	harden_parent(void);

#endif
